import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type LinkedWorld, startLinkedWorld } from '../../../sandbox/github/testing/linked-world.ts';
import type { Repository } from '../../core/roles/repo-host.ts';
import { Secret } from '../../core/secret.ts';

let world: LinkedWorld;
let docs: Repository;
let branches = 0;

beforeAll(async () => {
  world = await startLinkedWorld();
  docs = await world.repository();
});

afterAll(() => world.close());

beforeEach(() => {
  world.waits.length = 0;
  world.sandbox.faults.clear();
});

async function branch(name = `ctx/branch-${++branches}`): Promise<string> {
  await world.sandbox.human.commitFiles({ repository: docs.fullName, branch: name, files: { [`${name}.md`]: name } });
  return name;
}

const ask = (headBranch: string) => ({ headBranch, baseBranch: 'main', title: 'Title', body: 'Body' });

describe('repositories', () => {
  it('lists them all over pages and reads one by id', async () => {
    for (let count = 0; count < 3; count += 1) await world.sandbox.human.createRepository({ name: `r${count}` });
    const names = (await world.host.listRepositories()).map(({ fullName }) => fullName);
    expect(names).toEqual(expect.arrayContaining(['acme/docs', 'acme/r0', 'acme/r1', 'acme/r2']));
    expect(await world.host.getRepository(docs.id)).toEqual(docs);
  });

  it('F22: shows that a repository was made public or archived, follows its name, and knows when it is gone', async () => {
    await world.sandbox.human.createRepository({ name: 'seen' });
    const { id } = await world.repository('acme/seen');
    world.sandbox.human.setPrivate('acme/seen', false);
    world.sandbox.human.archive('acme/seen');
    world.sandbox.human.rename('acme/seen', 'open');
    expect(await world.host.getRepository(id)).toMatchObject({ private: false, archived: true, fullName: 'acme/open' });
    await world.sandbox.human.deleteRepository('acme/open');
    await expect(world.host.getRepository(id)).rejects.toMatchObject({ code: 'repository-not-found', status: 404 });
    await expect(world.host.getRepository('1; rm')).rejects.toMatchObject({ code: 'bad-id' });
  });

  it('F21: sees that a branch is protected', async () => {
    const [name, other] = [await branch('ctx/kept'), await branch('ctx/free')];
    world.sandbox.human.protectBranch(docs.fullName, name);
    expect(await world.host.getBranch(docs, name)).toMatchObject({ protected: true });
    expect(await world.host.getBranch(docs, other)).toMatchObject({ protected: false });
    await expect(world.host.getBranch(docs, '--upload-pack=x')).rejects.toMatchObject({ code: 'bad-branch' });
  });

  it('links to lines of a file at a commit', () => {
    const repository = { url: 'https://host/acme/docs' };
    expect(world.host.fileUrl(repository, 'abc', 'c/é #1.md')).toBe(
      'https://host/acme/docs/blob/abc/c/%C3%A9%20%231.md',
    );
    expect(world.host.fileUrl(repository, 'abc', 'a.md', [3, 3])).toMatch(/\/a\.md\?plain=1#L3$/);
    expect(world.host.fileUrl(repository, 'abc', 'a.md', [3, 9])).toMatch(/#L3-L9$/);
  });
});

describe('pull requests', () => {
  it('are found by head branch through their whole life', async () => {
    const head = await branch();
    expect(await world.host.findPullRequest(docs, head)).toBeNull();
    const made = await world.host.createPullRequest(docs, ask(head));
    expect(made).toMatchObject({ state: 'open', headBranch: head, mergeCommit: null });
    expect(await world.host.findPullRequest(docs, head)).toEqual(made);
    const changed = await world.host.updatePullRequest(docs, made.number, { title: 'New', body: 'More' });
    expect(changed.number).toBe(made.number);
    const merged = await world.sandbox.human.mergePull(docs.fullName, made.number, 'squash');
    expect(await world.host.findPullRequest(docs, head)).toMatchObject({ state: 'merged', mergeCommit: merged });
  });

  it('F25: tells closing from merging, and finds the newest', async () => {
    const head = await branch();
    const first = await world.host.createPullRequest(docs, ask(head));
    expect(await world.host.updatePullRequest(docs, first.number, { state: 'closed' })).toMatchObject({
      state: 'closed',
    });
    expect(await world.host.findPullRequest(docs, head)).toMatchObject({ state: 'closed', mergeCommit: null });
    const second = await world.host.createPullRequest(docs, ask(head));
    expect(second.number).toBeGreaterThan(first.number);
    expect((await world.host.findPullRequest(docs, head))?.number).toBe(second.number);
  });

  it('F25, R15: two workers that open one at once get the same', async () => {
    const head = await branch();
    const made = await Promise.all([1, 2].map(() => world.host.createPullRequest(docs, ask(head))));
    expect(new Set(made.map(({ number }) => number)).size).toBe(1);
  });

  it('are not opened twice when an answer was lost', async () => {
    const head = await branch();
    world.sandbox.faults.set({ route: 'POST /repos/acme/docs/pulls', fail: 'drop', times: 1 });
    const made = await world.host.createPullRequest(docs, ask(head));
    expect(made.headBranch).toBe(head);
    expect(world.sandbox.state.pulls.filter(({ headBranch }) => headBranch === head)).toHaveLength(1);
  });

  it('are not opened for nothing', async () => {
    await world.sandbox.human.commitFiles({ repository: docs.fullName, branch: 'same', files: {} });
    const head = await branch('landed');
    const made = await world.host.createPullRequest(docs, ask(head));
    await world.sandbox.human.mergePull(docs.fullName, made.number);
    await expect(world.host.createPullRequest(docs, ask(head))).rejects.toMatchObject({ code: 'pull-request-empty' });
    await expect(world.host.createPullRequest(docs, ask('gone'))).rejects.toMatchObject({
      code: 'pull-request-refused',
    });
  });

  it('are commented on, once for the same words', async () => {
    const made = await world.host.createPullRequest(docs, ask(await branch()));
    for (const body of ['One', 'One', 'Two']) await world.host.comment(docs, made.number, body);
    const said = world.sandbox.state.comments.filter(({ on }) => on === made.number).map(({ body }) => body);
    expect(said).toEqual(['One', 'Two']);
  });

  it('F22: follow a repository that was renamed meanwhile', async () => {
    await world.sandbox.human.createRepository({ name: 'moving', files: { 'a.md': 'a' } });
    const moving = await world.repository('acme/moving');
    await world.sandbox.human.commitFiles({ repository: 'acme/moving', branch: 'topic', files: { 'b.md': 'b' } });
    world.sandbox.human.rename('acme/moving', 'moved');
    const made = await world.host.createPullRequest(moving, ask('topic'));
    expect(made.url).toContain('/acme/moved/pull/1');
    expect(await world.host.findPullRequest(moving, 'topic')).toEqual(made);
  });
});

describe('reports at a line', () => {
  const report = { path: 'confluence/config.yaml', line: 3, title: 'Bad scope', message: 'Unknown key' };

  it('are check runs with an annotation, one for the same report', async () => {
    const { headCommit } = await world.host.createPullRequest(docs, ask(await branch()));
    await world.host.reportFile(docs, headCommit, report);
    await world.host.reportFile(docs, headCommit, report);
    const runs = world.sandbox.state.checkRuns.filter(({ headSha }) => headSha === headCommit);
    expect(runs).toHaveLength(1);
    expect(runs[0]).toMatchObject({
      conclusion: 'failure',
      output: { title: 'Bad scope', annotations: [{ path: report.path, start_line: 3, message: 'Unknown key' }] },
    });
  });

  it('are comments on the commit where checks were not granted', async () => {
    const commit = await world.sandbox.human.commitFiles({ repository: docs.fullName, files: { 'k.md': 'k' } });
    const installation = world.sandbox.state.installations[0]!;
    const granted = installation.permissions;
    installation.permissions = { metadata: 'read', contents: 'write', pull_requests: 'write' };
    const fresh = world.other();
    await fresh.reportFile(docs, commit, report);
    await fresh.reportFile(docs, commit, report);
    installation.permissions = granted;
    const notes = world.sandbox.state.comments.filter(({ on }) => on === commit);
    expect(notes).toHaveLength(1);
    expect(notes[0]?.body).toContain('line 3: Unknown key');
  });
});

describe('failures', () => {
  it('F24: waits as long as a limit asks when that is short, and hands a long wait on', async () => {
    const limited = (seconds: string) => ({
      status: 403,
      headers: { 'retry-after': seconds },
      body: { message: 'You have exceeded a secondary rate limit' },
    });
    world.sandbox.faults.set({ route: 'GET /repos/acme/docs/pulls', fail: limited('7'), times: 1 });
    expect(await world.host.findPullRequest(docs, 'x')).toBeNull();
    expect(world.waits).toEqual([7000]);
    world.sandbox.faults.set({ route: 'GET /repos/acme/docs/pulls', fail: limited('600') });
    await expect(world.host.findPullRequest(docs, 'x')).rejects.toMatchObject({
      code: 'rate-limited',
      retry: { kind: 'after', ms: 600_000 },
    });
  });

  it('F24: takes a limit without a time for a minute, and a used-up hour for its end', async () => {
    const body = { message: 'You have exceeded a secondary rate limit' };
    world.sandbox.faults.set({ route: 'GET /repos/acme/docs/pulls', fail: { status: 403, body }, times: 1 });
    await world.host.findPullRequest(docs, 'x');
    expect(world.waits).toEqual([60_000]);
    const reset = String(Math.ceil(world.sandbox.clock.now() / 1000) + 900);
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset };
    world.sandbox.faults.set({ route: 'GET /repos/acme/docs/pulls', fail: { status: 403, headers, body: {} } });
    const problem = await world.host.findPullRequest(docs, 'x').catch((error: unknown) => error);
    expect(problem).toMatchObject({ code: 'rate-limited', retry: { kind: 'after' } });
    const { ms } = (problem as { retry: { ms: number } }).retry;
    expect(ms).toBeGreaterThan(890_000);
    expect(ms).toBeLessThan(902_000);
  });

  it('F3, F6, F7: reads again after 5xx, resets, half answers and login pages', async () => {
    const route = 'GET /repos/acme/docs/pulls';
    for (const fail of ['reset', 'cut', 'truncate', 'html', 'gzip', { status: 502 }] as const) {
      world.sandbox.faults.set({ route, fail, times: 1 });
      expect(await world.host.findPullRequest(docs, 'x')).toBeNull();
    }
    world.sandbox.faults.set({ route, fail: 'html' });
    await expect(world.host.findPullRequest(docs, 'x')).rejects.toMatchObject({ retry: { kind: 'soon' } });
  });

  it('F22: names suspension, a missing permission and a missing installation', async () => {
    const installation = world.sandbox.state.installations[0]!;
    installation.suspendedAt = '2026-01-01T00:00:00Z';
    await expect(world.other().listRepositories()).rejects.toMatchObject({ code: 'app-suspended' });
    await expect(world.host.findPullRequest(docs, 'x')).rejects.toMatchObject({ code: 'app-suspended' });
    installation.suspendedAt = null;
    const granted = installation.permissions;
    installation.permissions = { metadata: 'read', contents: 'read' };
    await expect(world.other().createPullRequest(docs, ask('x'))).rejects.toMatchObject({ code: 'permission-missing' });
    installation.permissions = granted;
    const privateKey = new Secret(world.installed.privateKey);
    const open = (appId: string, installationId: string) => world.connector.open({ appId, privateKey, installationId });
    await expect(open(world.installed.appId, '999').listRepositories()).rejects.toMatchObject({
      code: 'app-not-installed',
    });
    const broken = { appId: '1', privateKey: new Secret('no key'), installationId: '1' };
    await expect(world.connector.open(broken).listRepositories()).rejects.toMatchObject({ code: 'app-key-invalid' });
  });

  it('counts requests and pushes', async () => {
    const before = world.host.usage().requests;
    await world.host.getRepository(docs.id);
    expect(world.host.usage().requests).toBeGreaterThan(before);
  });
});
