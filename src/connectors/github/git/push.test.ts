import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LinkedWorld, startLinkedWorld } from '../../../../sandbox/github/testing/linked-world.ts';
import type { TreeChange } from '../../../core/mirror-file.ts';
import type { GitMirror } from '../../../core/roles/repo-host.ts';

const at = '2026-03-04T05:06:07.000Z';
const write = (path: string, text: string): TreeChange => ({
  kind: 'write',
  path,
  content: new TextEncoder().encode(text),
});

let world: LinkedWorld;
let mirror: GitMirror;

beforeAll(async () => {
  world = await startLinkedWorld();
  mirror = await world.mirror();
});

afterAll(() => world.close());

async function makeCommit(parent: string | null, path = `c/${Math.random()}.md`, from = mirror): Promise<string> {
  return (await from.commit({ message: 'Sync', at, parent, changes: [write(path, path)] }))!;
}

describe('push and fetch', () => {
  it('F23: fills an empty repository, once', async () => {
    await world.sandbox.human.createRepository({ name: 'empty' });
    const empty = await world.mirror('acme/empty');
    expect(await empty.fetch('main')).toBeNull();
    const commit = await makeCommit(null, 'first.md', empty);
    expect(await empty.push({ branch: 'main', commit, expected: null })).toEqual({ state: 'pushed' });
    expect(await empty.fetch('main')).toBe(commit);
    const late = await makeCommit(null, 'late.md', empty);
    expect(await empty.push({ branch: 'main', commit: late, expected: null })).toEqual({ state: 'moved' });
    expect(await empty.fetch('nowhere')).toBeNull();
  });

  it('goes by the head that it saw a moment ago where that is said to do, and asks where it is not', async () => {
    const head = (await mirror.fetch('main'))!;
    const human = await world.sandbox.human.commitFiles({ repository: 'acme/docs', files: { 'seen.md': 's' } });
    expect(await mirror.fetch('main', { seenWithinMs: 60_000 })).toBe(head);
    expect(await mirror.fetch('main', { seenWithinMs: 0 })).toBe(human);
    const commit = await makeCommit(human);
    expect(await mirror.push({ branch: 'main', commit, expected: human })).toEqual({ state: 'pushed' });
    const later = await world.mirror();
    await world.sandbox.human.commitFiles({ repository: 'acme/docs', files: { 'seen.md': 't' } });
    expect(await later.fetch('main', { seenWithinMs: 60_000 })).toBe(commit);
    const stale = await makeCommit(commit);
    expect(await later.push({ branch: 'main', commit: stale, expected: commit })).toEqual({ state: 'moved' });
    // What it saw was wrong, so it is forgotten.
    expect(await mirror.fetch('main', { seenWithinMs: 60_000 })).not.toBe(commit);
  });

  it('asks the host where the clone with the head that it saw is gone', async () => {
    await world.sandbox.human.createRepository({ name: 'gone' });
    const first = await world.mirror('acme/gone');
    const commit = await makeCommit(null, 'first.md', first);
    await first.push({ branch: 'main', commit, expected: null });
    const { id } = await world.repository('acme/gone');
    await rm(join(world.cacheDir, world.installed.installationId, `${id}.git`), { recursive: true });
    const anew = await world.mirror('acme/gone');
    expect(await anew.fetch('main', { seenWithinMs: 60_000 })).toBe(commit);
    expect(await anew.readTree(commit, '')).toHaveLength(1);
  });

  it('F20: says that the branch moved, and pushes after another look', async () => {
    const head = (await mirror.fetch('main'))!;
    const commit = await makeCommit(head);
    const human = await world.sandbox.human.commitFiles({ repository: 'acme/docs', files: { 'h.md': 'h' } });
    expect(await mirror.push({ branch: 'main', commit, expected: head })).toEqual({ state: 'moved' });
    const moved = (await mirror.fetch('main'))!;
    expect(moved).toBe(human);
    const again = await makeCommit(moved);
    expect(await mirror.push({ branch: 'main', commit: again, expected: moved })).toEqual({ state: 'pushed' });
    const paths = (await mirror.readTree((await mirror.fetch('main'))!, '')).map(({ path }) => path);
    expect(paths).toContain('h.md');
  });

  it('F21: a branch that was force-pushed or deleted is moved; a protected one asks for a pull request', async () => {
    const head = (await mirror.fetch('main'))!;
    const first = await makeCommit(head);
    expect(await mirror.push({ branch: 'ctx/config', commit: first, expected: null })).toEqual({ state: 'pushed' });
    const other = await makeCommit(head);
    expect(await mirror.push({ branch: 'ctx/config', commit: other, expected: first })).toEqual({ state: 'pushed' });
    expect(await mirror.push({ branch: 'ctx/config', commit: first, expected: first })).toEqual({ state: 'moved' });
    await world.sandbox.human.deleteBranch('acme/docs', 'ctx/config');
    expect(await mirror.push({ branch: 'ctx/config', commit: first, expected: other })).toEqual({ state: 'moved' });
    expect(await mirror.fetch('ctx/config')).toBeNull();
    world.sandbox.human.protectBranch('acme/docs', 'main');
    const refused = await mirror.push({ branch: 'main', commit: first, expected: head });
    expect(refused).toMatchObject({ state: 'protected', message: expect.stringContaining('pull request') });
    world.sandbox.human.protectBranch('acme/docs', 'main', false);
  });

  it('I4: an answer that was lost on the way is not an error', async () => {
    const head = (await mirror.fetch('main'))!;
    const commit = await makeCommit(head);
    world.sandbox.faults.set({ route: 'POST /acme/docs.git/git-receive-pack', fail: 'drop', times: 1 });
    expect(await mirror.push({ branch: 'main', commit, expected: head })).toEqual({ state: 'pushed' });
    expect(await mirror.fetch('main')).toBe(commit);
  });

  it('F5, F6: waits out resets and 503, and gives up with a problem that may pass', async () => {
    world.waits.length = 0;
    world.sandbox.faults.set({ route: 'GET /acme/docs.git/info/refs', fail: 'reset', times: 1 });
    world.sandbox.faults.set({ route: 'GET /acme/docs.git/info/refs', fail: { status: 503 }, times: 1 });
    expect(await mirror.fetch('main')).not.toBeNull();
    expect(world.waits).toEqual([500, 2000]);
    const fault = world.sandbox.faults.set({ route: 'GET /acme/docs.git/info/refs', fail: { status: 502 } });
    await expect(mirror.fetch('main')).rejects.toMatchObject({
      code: 'repo-host-unreachable',
      retry: { kind: 'soon' },
    });
    world.sandbox.faults.clear(fault);
  });

  it('asks for another token when the host refuses the one at hand, once', async () => {
    world.sandbox.state.tokens.length = 0;
    expect(await mirror.fetch('main')).not.toBeNull();
    const refusal = { status: 401, headers: { 'www-authenticate': 'Basic realm="GitHub"' } };
    const fault = world.sandbox.faults.set({ route: 'GET /acme/docs.git/info/refs', fail: refusal });
    await expect(mirror.fetch('main')).rejects.toMatchObject({ code: 'app-unauthorized' });
    expect(world.sandbox.faults.list()[0]?.hits).toBe(2);
    world.sandbox.faults.clear(fault);
  });

  it('F22: follows a new name by id; archived and deleted repositories have problems of their own', async () => {
    await world.sandbox.human.createRepository({ name: 'states', files: { 'a.md': 'a' } });
    const states = await world.mirror('acme/states');
    const head = (await states.fetch('main'))!;
    world.sandbox.human.rename('acme/states', 'renamed');
    expect(await states.fetch('main')).toBe(head);
    const commit = await makeCommit(head, 'b.md', states);
    world.sandbox.human.archive('acme/renamed');
    await expect(states.push({ branch: 'main', commit, expected: head })).rejects.toMatchObject({
      code: 'repository-archived',
    });
    world.sandbox.human.archive('acme/renamed', false);
    await world.sandbox.human.deleteRepository('acme/renamed');
    await expect(states.fetch('main')).rejects.toMatchObject({ code: 'repository-not-found' });
  });

  it('S11: takes no options for branches', async () => {
    const head = (await mirror.fetch('main'))!;
    for (const branch of ['--upload-pack=x', '--force', '$(id)\n', 'a;b..c', ':main']) {
      await expect(mirror.fetch(branch)).rejects.toMatchObject({ code: 'bad-branch' });
      await expect(mirror.push({ branch, commit: head, expected: null })).rejects.toMatchObject({ code: 'bad-branch' });
    }
    await expect(mirror.push({ branch: 'ok', commit: '--force', expected: null })).rejects.toMatchObject({
      code: 'bad-commit',
    });
  });
});

describe('S10: the token', () => {
  it('is in no command line and in no file of the clone', async () => {
    const seen = new Set<string>();
    let watching = true;
    const watch = async (): Promise<void> => {
      while (watching) {
        for (const pid of await readdir('/proc').catch(() => [])) {
          if (!/^\d+$/.test(pid)) continue;
          const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
          if (/git/.test(line)) seen.add(line);
        }
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    world.sandbox.faults.set({ route: 'GET /acme/docs.git/info/refs', delayMs: 700, times: 2 });
    const watcher = watch();
    const head = (await mirror.fetch('main'))!;
    await mirror.push({ branch: 'main', commit: await makeCommit(head), expected: head });
    watching = false;
    await watcher;
    const tokens = world.sandbox.state.tokens.map(({ token }) => token);
    const hidden = tokens.flatMap((token) => [token, Buffer.from(`x-access-token:${token}`).toString('base64')]);
    expect(tokens.length).toBeGreaterThan(0);
    expect([...seen].some((line) => line.includes('git-remote-http') || line.includes('push'))).toBe(true);
    for (const line of seen) for (const secret of hidden) expect(line).not.toContain(secret);
    const files = await readdir(world.cacheDir, { recursive: true, withFileTypes: true });
    for (const file of files.filter((entry) => entry.isFile() && !entry.parentPath.includes('objects'))) {
      const content = await readFile(join(file.parentPath, file.name), 'latin1');
      for (const secret of hidden) expect(content).not.toContain(secret);
    }
  });
});

describe('size', () => {
  it('R13: commits and pushes 10,000 files in seconds and in one push, then 100 in a fraction', async () => {
    await world.sandbox.human.createRepository({ name: 'large' });
    const large = await world.mirror('acme/large');
    const line = 'The quick brown fox jumps over the lazy dog.\n'.repeat(100);
    async function* pages(): AsyncGenerator<TreeChange> {
      for (let page = 0; page < 10_000; page += 1) {
        yield write(`confluence/ENG/${page % 100}/page-${page}.md`, `# Page ${page}\n${Math.random()}\n${line}`);
      }
    }
    const before = process.memoryUsage().rss;
    const started = performance.now();
    const commit = (await large.commit({ message: 'Mirror', at, parent: null, changes: pages() }))!;
    expect(await large.push({ branch: 'main', commit, expected: null })).toEqual({ state: 'pushed' });
    const seconds = (performance.now() - started) / 1000;
    expect((await large.readTree(commit, 'confluence')).length).toBe(10_000);
    const again = performance.now();
    const some = Array.from({ length: 100 }, (_, page) => write(`confluence/ENG/0/page-${page * 100}.md`, 'new'));
    const next = (await large.commit({ message: 'Update', at, parent: commit, changes: some }))!;
    expect(await large.push({ branch: 'main', commit: next, expected: commit })).toEqual({ state: 'pushed' });
    const fraction = (performance.now() - again) / 1000;
    const grown = (process.memoryUsage().rss - before) / 1024 / 1024;
    console.info(
      `10,000 files ${seconds.toFixed(1)} s, 100 files ${fraction.toFixed(2)} s, ${grown.toFixed(0)} MB more`,
    );
    expect(seconds).toBeLessThan(120);
    expect(fraction).toBeLessThan(30);
    // The stand-in runs in the same process and holds the pushed pack; the 45 MB of pages never are in memory at once.
    expect(grown).toBeLessThan(250);
  });
});
