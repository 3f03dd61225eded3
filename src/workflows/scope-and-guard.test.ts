import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { putPage } from '../connectors/fake/site.ts';
import { Problem } from '../core/problem.ts';
import { type Bed, changeOf, configOf, keepServer, scopeOf, spaceScope, startBed } from './workflows.testbed.ts';

let bed: Bed;
let letGo: () => Promise<void>;
const PAGES = 16;

beforeAll(async () => {
  letGo = await keepServer();
});
afterAll(() => letGo());

beforeEach(async () => {
  bed = await startBed();
  for (let id = 1; id <= PAGES; id += 1) putPage(bed.site, String(id));
});

afterEach(() => bed.close());

async function removeScopeFile(): Promise<void> {
  const mirror = await bed.host.host.openMirror(bed.host.repository);
  const parent = await mirror.fetch('main');
  const changes = [{ kind: 'remove' as const, path: 'wiki/config.yaml' }];
  const commit = await mirror.commit({ message: 'Tidy', at: '2026-03-02T12:00:00.000Z', changes, parent });
  await mirror.push({ branch: 'main', commit: commit!, expected: parent });
}

describe('the scope file', () => {
  it('R6: leaves the last good scope in force where it is broken, and the commit says which line is wrong', async () => {
    await bed.putScope(scopeOf(spaceScope()));
    await bed.run('initial');
    const before = bed.files();
    await bed.host.commitElsewhere('main', 'wiki/config.yaml', 'version: 1\nsource: wiki\nspaces: [\n');
    for (let time = 0; time < 2; time += 1) expect((await bed.run('sweep')).counts.removed).toBe(0);
    expect(bed.files()).toEqual(before);
    const { scopeProblem, scope } = await configOf(bed);
    expect(scopeProblem).toMatchObject({ code: 'scope-file-invalid', line: expect.any(Number) });
    expect(scope).toMatchObject({ spaces: [{ key: 'DOC' }] });
    expect(bed.host.comments).toEqual([expect.stringMatching(/^wiki\/config\.yaml:\d+: /)]);

    await bed.putScope(scopeOf(spaceScope({ selectedPageIds: ['1'] })));
    await bed.run('sweep');
    expect((await configOf(bed)).scopeProblem ?? null).toBeNull();
  });

  it('is carried out by the next run where the one that found it changed failed', async () => {
    await bed.putScope(scopeOf(spaceScope({ selectedPageIds: ['1'] })));
    await bed.run('initial');
    await bed.putScope(scopeOf(spaceScope({ selectedPageIds: ['1', '2'] })));
    const closed = new Problem({ code: 'closed', message: 'Not now.', status: 403 });
    bed.wrap = (source) => ({ ...source, listSpaces: () => Promise.reject(closed) });
    expect(await bed.run('events')).toMatchObject({ state: 'failed', problem: { code: 'closed' } });
    bed.wrap = (source) => source;
    expect(await bed.run('events')).toMatchObject({ state: 'succeeded', counts: { written: 1 } });
    expect(bed.file('2')).toBeDefined();
    expect((await configOf(bed)).scopeUnread).toBeUndefined();
  });

  it('R6: wipes nothing where it is gone', async () => {
    await bed.putScope(scopeOf(spaceScope()));
    await bed.run('initial');
    const before = bed.files();
    await removeScopeFile();
    expect(await bed.run('sweep')).toMatchObject({ state: 'succeeded', counts: { removed: 0, unchanged: PAGES } });
    expect(bed.files()).toEqual(before);
    expect((await configOf(bed)).scopeProblem).toMatchObject({ code: 'scope-file-missing' });
  });

  it('must be there before anything is mirrored', async () => {
    const run = await bed.run('initial');
    expect(run).toMatchObject({ state: 'failed', problem: { code: 'scope-file-missing' } });
    expect((await configOf(bed)).firstSync).toMatchObject({ state: 'failed' });
  });

  it('that names what the source does not show: the run says so, and does not call it a success', async () => {
    await bed.putScope(scopeOf(spaceScope({ selectedPageIds: ['1', '99'] }), spaceScope({ key: 'DOCC' })));
    const run = await bed.run('initial');
    expect(run).toMatchObject({ state: 'succeeded-with-failures', counts: { pages: 1, written: 1, failed: 0 } });
    const log = await bed.ports.runs.readLog(bed.orgId, run.id, 100);
    expect(log.map(({ level, message }) => `${level}: ${message}`)).toEqual(
      expect.arrayContaining([
        'warn: The space DOCC is chosen, and the source does not show it to the app.',
        'info: Chosen by id, and not shown to the app in their spaces: 99.',
      ]),
    );
  });

  it('brings what it adds and takes what it leaves out', async () => {
    await bed.putScope(scopeOf(spaceScope({ selectedPageIds: ['1', '2'] })));
    expect((await bed.run('initial')).counts).toMatchObject({ pages: 2, written: 2 });
    await bed.putScope(scopeOf(spaceScope({ selectedPageIds: ['2', '3'] })));
    expect((await bed.run('events')).counts).toMatchObject({ pages: 2, written: 1, removed: 1 });
    expect(['1', '2', '3'].map((id) => bed.file(id) !== null)).toEqual([false, true, true]);
  });
});

async function agree(): Promise<void> {
  const guard = (await configOf(bed)).guard as object;
  await bed.ports.connections.patch(bed.orgId, bed.source.id, { guard: { ...guard, state: 'approved' } });
}

describe('the guard', () => {
  it('takes consent for the pages that were shown, and for no others', async () => {
    const idsFrom = (first: number, count: number) => Array.from({ length: count }, (_, at) => String(first + at));
    for (const id of idsFrom(17, 24)) putPage(bed.site, id);
    await bed.putScope(scopeOf(spaceScope()));
    await bed.run('initial');
    for (const id of idsFrom(1, 13)) putPage(bed.site, id, { state: 'trashed' });
    expect((await bed.run('sweep')).state).toBe('stopped-by-guard');
    await agree();
    // As many as were agreed to, but others.
    for (const id of idsFrom(1, 13)) putPage(bed.site, id, { state: 'current' });
    for (const id of idsFrom(21, 13)) putPage(bed.site, id, { state: 'trashed' });
    expect(await bed.run('sweep')).toMatchObject({ state: 'stopped-by-guard', counts: { removed: 0 } });
    expect((await configOf(bed)).guard).toMatchObject({ state: 'waiting', removals: 13 });
    // One of them came back: what was agreed to is still more than what happens.
    await agree();
    putPage(bed.site, '21', { state: 'current' });
    expect(await bed.run('sweep')).toMatchObject({ state: 'succeeded', counts: { removed: 12 } });
  });

  it('stops a mass removal until a person agrees, and lets what was restricted leave', async () => {
    await bed.putScope(scopeOf(spaceScope()));
    await bed.run('initial');
    for (let id = 1; id <= 12; id += 1) bed.site.pages.delete(String(id));
    expect((await bed.run('sweep')).counts).toMatchObject({ removed: 0, held: 12 });

    putPage(bed.site, '16', { restricted: true });
    const stopped = await bed.run('sweep');
    expect(stopped).toMatchObject({ state: 'stopped-by-guard', counts: { removed: 1, written: 0 } });
    expect(bed.file('16')).toBeNull();
    expect(bed.file('1')).not.toBeNull();
    expect((await configOf(bed)).guard).toMatchObject({ state: 'waiting', runId: stopped.id, removals: 12, of: PAGES });
    const { pages } = (await configOf(bed)).guard as { pages: { title: string; path: string; proof: string }[] };
    expect(pages).toHaveLength(12);
    expect(pages[0]).toMatchObject({ title: expect.any(String), path: expect.stringMatching(/\.md$/) });
    expect(pages.every(({ proof }) => proof !== '')).toBe(true);

    await bed.ports.journal.append(bed.orgId, bed.source.id, 'd1', [changeOf('15', 'updated')]);
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect((await bed.ports.runs.list(bed.orgId, bed.source.id, 1))[0]!.id).toBe(stopped.id);

    await agree();
    const approved = await bed.run('sweep');
    expect(approved).toMatchObject({ state: 'succeeded', counts: { removed: 12 } });
    expect(Object.keys(bed.files())).toHaveLength(3);
    expect((await configOf(bed)).guard ?? null).toBeNull();
    expect(await bed.ports.journal.countPending(bed.orgId, bed.source.id)).toBe(0);
  });
});

describe('a branch that takes pull requests only', () => {
  it('gets one pull request, which is kept up to date until it is merged', async () => {
    await bed.putScope(scopeOf(spaceScope()));
    bed.host.content.protectedBranches.add('main');
    expect(await bed.run('initial')).toMatchObject({ state: 'succeeded', counts: { written: PAGES } });
    const { mirrorPullRequest } = await configOf(bed);
    const { branch, number } = mirrorPullRequest as { branch: string; number: number };
    expect(Object.keys(bed.files(branch))).toHaveLength(PAGES);
    expect(bed.files()).toEqual({});
    const commits = bed.commits(branch);
    await bed.run('sweep');
    expect(bed.commits(branch)).toBe(commits);

    putPage(bed.site, '3', { version: 2, markdown: 'Edited.\n' });
    await bed.event(['3', 'updated']);
    expect(bed.commits(branch)).toBe(commits + 1);
    expect(await bed.host.host.findPullRequest(bed.host.repository, branch)).toMatchObject({ number, state: 'open' });

    await bed.host.merge(number);
    expect(await bed.run('sweep')).toMatchObject({ state: 'succeeded', counts: { unchanged: PAGES } });
    expect(Object.keys(bed.files())).toHaveLength(PAGES);
    expect((await configOf(bed)).mirrorPullRequest ?? null).toBeNull();
  });
});
