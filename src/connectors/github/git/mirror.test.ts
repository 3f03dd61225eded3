import { execFile } from 'node:child_process';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LinkedWorld, startLinkedWorld } from '../../../../sandbox/github/testing/linked-world.ts';
import type { TreeChange } from '../../../core/mirror-file.ts';
import type { GitMirror } from '../../../core/roles/repo-host.ts';

const at = '2026-03-04T05:06:07.000Z';
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const write = (path: string, text: string): TreeChange => ({ kind: 'write', path, content: bytes(text) });
const rename = (from: string, to: string): TreeChange => ({ kind: 'rename', from, to });
const remove = (path: string): TreeChange => ({ kind: 'remove', path });

let world: LinkedWorld;
let mirror: GitMirror;
let gitDir: string;
let base: string;

beforeAll(async () => {
  world = await startLinkedWorld();
  mirror = await world.mirror();
  gitDir = join(world.cacheDir, world.installed.installationId, `${(await world.repository()).id}.git`);
  const first = (await mirror.fetch('main'))!;
  const files = [write('c/a.md', 'A'), write('c/b.md', 'B'), write('c/deep/é "q".md', 'Q'), write('other/x.md', 'X')];
  base = (await mirror.commit({ message: 'Base', at, parent: first, changes: files }))!;
});

afterAll(() => world.close());

const commit = (changes: Iterable<TreeChange> | AsyncIterable<TreeChange>, parent: string | null = base) =>
  mirror.commit({ message: 'Sync', at, parent, changes });
const contentsAt = async (name: string): Promise<Record<string, string>> => {
  const found: Record<string, string> = {};
  for (const { path } of await mirror.readTree(name, '')) {
    found[path] = Buffer.from((await mirror.readFile(name, path))!).toString();
  }
  return found;
};
const before = { 'README.md': '# Docs\n', 'c/a.md': 'A', 'c/b.md': 'B', 'c/deep/é "q".md': 'Q', 'other/x.md': 'X' };

describe('commit', () => {
  it('writes, renames and removes, and leaves everything else alone', async () => {
    const made = await commit([rename('c/a.md', 'c/new/a.md'), remove('c/b.md'), write('c/new/a.md', 'A2')]);
    expect(await contentsAt(made!)).toEqual({
      'README.md': '# Docs\n',
      'c/new/a.md': 'A2',
      'c/deep/é "q".md': 'Q',
      'other/x.md': 'X',
    });
    expect(await mirror.diff(base, made!)).toMatchObject([
      { path: 'c/a.md', change: 'removed', blob: null },
      { path: 'c/b.md', change: 'removed', blob: null },
      { path: 'c/new/a.md', change: 'added' },
    ]);
  });

  it('renames in circles and chains at once', async () => {
    const swap = await commit([rename('c/a.md', 'c/b.md'), rename('c/b.md', 'c/a.md')]);
    expect(await contentsAt(swap!)).toEqual({ ...before, 'c/a.md': 'B', 'c/b.md': 'A' });
    const chain = await commit([rename('c/a.md', 'c/b.md'), rename('c/b.md', 'c/z.md')]);
    const { 'c/a.md': _, ...rest } = before;
    expect(await contentsAt(chain!)).toEqual({ ...rest, 'c/b.md': 'A', 'c/z.md': 'B' });
  });

  it('I3: gives null where nothing changes', async () => {
    expect(await commit([])).toBeNull();
    expect(await commit([write('c/a.md', 'A')])).toBeNull();
    expect(await commit([rename('c/a.md', 'c/t.md'), write('c/a.md', 'A'), remove('c/t.md')])).toBeNull();
    expect(await commit([], null)).toBeNull();
  });

  it('gives the same name for the same changes, with a message and time of the request', async () => {
    const one = await commit([write('c/a.md', 'changed')]);
    const two = await commit([write('c/a.md', 'changed')]);
    expect(one).toBe(two);
    expect(await mirror.log(one!, 2)).toEqual([
      { commit: one, message: 'Sync', at },
      { commit: base, message: 'Base', at },
    ]);
  });

  it('starts a history without a parent', async () => {
    const made = await commit([write('only.md', 'o')], null);
    expect(await contentsAt(made!)).toEqual({ 'only.md': 'o' });
    expect(await mirror.diff(null, made!)).toMatchObject([{ path: 'only.md', change: 'added' }]);
    expect(await mirror.log(made!, 5)).toHaveLength(1);
  });

  it('S21: refuses unsafe paths and keeps nothing of the commit', async () => {
    for (const path of ['../x', '.git/config', '/x', 'c/../../x', '.github/workflows/x.yml']) {
      await expect(commit([write('c/ok.md', 'ok'), write(path, 'x')])).rejects.toMatchObject({ code: 'unsafe-path' });
    }
    expect((await readdir(gitDir)).filter((name) => name.startsWith('fast_import_crash'))).toEqual([]);
    expect(await commit([write('c/a.md', 'after')])).not.toBeNull();
  });

  it('I1: refuses a file that would take the place of a folder with files in it', async () => {
    await expect(commit([write('c', 'file')])).rejects.toMatchObject({ code: 'unplanned-removal' });
    await expect(commit([rename('c/a.md', 'other')])).rejects.toMatchObject({ code: 'unplanned-removal' });
    await expect(commit([rename('c/a.md', 'other/x.md')])).resolves.not.toBeNull();
  });

  it('says so when the source of a rename is missing', async () => {
    await expect(commit([rename('c/none.md', 'c/x.md')])).rejects.toMatchObject({ code: 'rename-source-missing' });
  });

  it('ends with the failure of the changes themselves, and works again afterwards', async () => {
    async function* failing(): AsyncGenerator<TreeChange> {
      yield write('c/a.md', 'half');
      throw new Error('the renderer failed');
    }
    await expect(commit(failing())).rejects.toThrow('the renderer failed');
    expect(await commit([write('c/a.md', 'whole')])).not.toBeNull();
  });

  it('makes plain files of links and programs, and never follows a link', async () => {
    const repository = world.sandbox.state.repositories[0]!.id;
    const host = join(world.folder, 'host', 'repositories', `${repository}.git`);
    const git = async (args: string[], input = ''): Promise<string> => {
      const running = promisify(execFile)('git', [`--git-dir=${host}`, ...args]);
      running.child.stdin?.on('error', () => undefined).end(input);
      return (await running).stdout.trim();
    };
    const blob = await git(['hash-object', '-w', '--stdin'], '../../outside');
    const tree = await git(['mktree'], `120000 blob ${blob}\tc\n100755 blob ${blob}\trun.sh\n`);
    const name = ['-c', 'user.name=a', '-c', 'user.email=a@b'];
    const made = await git([...name, 'commit-tree', tree, '-m', 'Links']);
    await git(['update-ref', 'refs/heads/links', made]);
    const head = (await mirror.fetch('links'))!;
    expect((await mirror.readTree(head, '')).map(({ path }) => path)).toEqual(['run.sh']);
    expect(await mirror.readFile(head, 'c')).toBeNull();
    const next = (await commit([write('c/page.md', 'page'), write('run.sh', 'text')], head))!;
    const listing = await promisify(execFile)('git', [`--git-dir=${gitDir}`, 'ls-tree', '-r', next]);
    expect(listing.stdout).toMatch(/^100644 blob \w+\tc\/page\.md\n100644 blob \w+\trun\.sh\n$/);
  });
});

describe('reading', () => {
  it('lists below a folder, which is never a pattern', async () => {
    expect((await mirror.readTree(base, 'c')).map(({ path }) => path)).toEqual(['c/a.md', 'c/b.md', 'c/deep/é "q".md']);
    expect((await mirror.readTree(base, 'c/')).map(({ size }) => size)).toEqual([1, 1, 1]);
    expect(await mirror.readTree(base, 'c*')).toEqual([]);
    expect(await mirror.readTree(base, 'nowhere')).toEqual([]);
  });

  it('streams blobs in order, repeated ones too, and may be left early', async () => {
    const blobs = (await mirror.readTree(base, '')).map(({ blob }) => blob);
    const asked = [...blobs].reverse().concat(blobs);
    const got: string[] = [];
    for await (const { blob, content } of mirror.readBlobs(asked)) {
      expect(content.byteLength).toBeGreaterThan(0);
      got.push(blob);
    }
    expect(got).toEqual(asked);
    for await (const { blob } of mirror.readBlobs(asked)) {
      expect(blob).toBe(asked[0]);
      break;
    }
  });

  it('says what it cannot find, and takes no options for names', async () => {
    await expect(mirror.readTree('a'.repeat(40), '')).rejects.toMatchObject({ code: 'object-missing' });
    await expect(mirror.readTree('--help', '')).rejects.toMatchObject({ code: 'bad-commit' });
    const iterate = async () => {
      for await (const _ of mirror.readBlobs(['b'.repeat(40)]));
    };
    await expect(iterate()).rejects.toMatchObject({ code: 'object-missing' });
    expect(await mirror.readFile(base, '--help')).toBeNull();
  });

  it('R23: reads a file above 1 MB whole', async () => {
    const made = await commit([write('c/big.md', 'x'.repeat(3_000_000))]);
    expect((await mirror.readFile(made!, 'c/big.md'))?.byteLength).toBe(3_000_000);
  });
});

describe('the clone', () => {
  it('is open to its owner only', async () => {
    expect((await stat(world.cacheDir)).mode & 0o777).toBe(0o700);
    expect((await stat(gitDir)).mode & 0o077).toBe(0);
  });

  it('is made again when it was damaged', async () => {
    const own = world.other();
    const damaged = await own.openMirror(await world.repository());
    const head = await damaged.fetch('main');
    const folder = join(world.folder, 'cache-1', world.installed.installationId);
    const name = (await readdir(folder)).find((entry) => entry.endsWith('.git'))!;
    await rm(join(folder, name, 'objects'), { recursive: true });
    expect(await damaged.fetch('main')).toBe(head);
    await rm(join(folder, name, 'HEAD'));
    const again = await own.openMirror(await world.repository());
    expect(await again.fetch('main')).toBe(head);
    expect(Buffer.from((await again.readFile(head!, 'README.md'))!).toString()).toBe('# Docs\n');
  });

  it('keeps few packs, and everything in them', async () => {
    let tip = base;
    for (let count = 0; count < 45; count += 1) tip = (await commit([write('c/a.md', `round ${count}`)], tip))!;
    const packs = async () => (await readdir(join(gitDir, 'objects', 'pack'))).filter((name) => name.endsWith('.pack'));
    expect((await packs()).length).toBeGreaterThan(40);
    const again = await world.mirror();
    expect((await packs()).length).toBeLessThan(5);
    expect((await again.log(tip, 100)).length).toBe(47);
    expect(Buffer.from((await again.readFile(base, 'c/a.md'))!).toString()).toBe('A');
  });

  it('F34: is cleared of what a killed Git left behind', async () => {
    await writeFile(join(gitDir, 'refs', 'heads', 'main.lock'), '');
    await writeFile(join(gitDir, 'packed-refs.lock'), '');
    const again = await world.mirror();
    await world.sandbox.human.commitFiles({ repository: 'acme/docs', files: { 'moved.md': 'm' } });
    expect(await again.fetch('main')).not.toBeNull();
    await expect(readFile(join(gitDir, 'packed-refs.lock'))).rejects.toThrow('ENOENT');
  });
});
