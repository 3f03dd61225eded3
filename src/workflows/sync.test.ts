import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { putFile, putPage } from '../connectors/fake/site.ts';
import { Problem } from '../core/problem.ts';
import type { Run } from '../core/run.ts';
import { type Bed, changeOf, configOf, keepServer, scopeOf, spaceScope, startBed } from './workflows.testbed.ts';

let bed: Bed;
let letGo: () => Promise<void>;

beforeAll(async () => {
  letGo = await keepServer();
});
afterAll(() => letGo());

beforeEach(async () => {
  bed = await startBed();
  putPage(bed.site, '1', { title: 'Home' });
  putPage(bed.site, '2', { title: 'Deploy guide', parentId: '1', labels: ['runbook'] });
  putPage(bed.site, '3', { title: 'Rollback', parentId: '2' });
  putFile(bed.site, 'a1', '2', 'plan.png', Buffer.from('picture'));
  await bed.putScope(scopeOf(spaceScope()));
});

afterEach(() => bed.close());

/** Every page of the scope is counted once. */
function covered({ counts }: Run): number {
  return counts.written + counts.moved + counts.unchanged + counts.skipped + counts.held + counts.failed;
}

describe('a first sync', () => {
  it('mirrors every chosen page in one commit, and a second sync leaves none', async () => {
    const before = bed.commits();
    const run = await bed.run('initial');
    expect(run).toMatchObject({ state: 'succeeded', counts: { pages: 3, written: 3, attachments: 1 } });
    expect(Object.keys(bed.files())).toHaveLength(4);
    expect(bed.file('2')?.text).toContain('runbook');
    expect(bed.commits()).toBe(before + 1);
    expect(run.commit).toBe(bed.host.content.branches.get('main'));
    expect(await configOf(bed)).toMatchObject({
      firstSync: { state: 'succeeded', runId: run.id },
      mirrorCommit: run.commit,
    });

    const second = await bed.run('sweep');
    expect(second).toMatchObject({ state: 'succeeded', counts: { pages: 3, written: 0, unchanged: 3 }, commit: null });
    expect(covered(second)).toBe(3);
    expect(bed.commits()).toBe(before + 1);
  });

  it('reads bodies with the listing, and a sweep without a change reads none', async () => {
    const asked: boolean[] = [];
    let byId = 0;
    bed.wrap = (source) => ({
      ...source,
      listPages: (query) => {
        asked.push(query.bodies);
        return source.listPages(query);
      },
      readPages: (ids) => {
        byId += ids.length;
        return source.readPages(ids);
      },
    });
    await bed.run('initial');
    expect(asked).toEqual([true, true]);
    asked.length = 0;
    await bed.run('sweep');
    expect(asked).toEqual([false, false]);
    expect(byId).toBe(0);
  });

  it('R13, R23: makes one commit and one push of all of it, and reads no file of the repository to compare', async () => {
    let reads = 0;
    const { openMirror } = bed.host.host;
    bed.host.host.openMirror = async (repository) => {
      const mirror = await openMirror(repository);
      const readFile: typeof mirror.readFile = (commit, path) => {
        if (path.endsWith('.md')) reads += 1;
        return mirror.readFile(commit, path);
      };
      return { ...mirror, readFile };
    };
    const pushes = bed.host.host.usage().pushes;
    const commits = bed.commits();
    await bed.run('initial');
    await bed.run('resync');
    expect(bed.host.host.usage().pushes - pushes).toBe(1);
    expect(bed.commits() - commits).toBe(1);
    expect(reads).toBe(0);
  });

  it('R22: keeps events that arrive while it runs, and follows them afterwards', async () => {
    let once = false;
    bed.reached = (point) => {
      if (point !== 'sync:planned' || once) return;
      once = true;
      putPage(bed.site, '3', { version: 2, markdown: 'Edited meanwhile.\n' });
      void bed.ports.journal.append(bed.orgId, bed.source.id, 'meanwhile', [changeOf('3', 'updated')]);
    };
    await bed.run('initial');
    await bed.until(async () => bed.file('3')?.text.includes('Edited meanwhile.'), 'the edit to be mirrored');
    await bed.until(
      async () => (await bed.ports.journal.countPending(bed.orgId, bed.source.id)) === 0,
      'the event to be settled',
    );
  });
});

describe('events', () => {
  beforeEach(async () => {
    await bed.run('initial');
  });

  it('bring an edited page into the mirror in one run, however often they tell of it', async () => {
    const before = bed.commits();
    putPage(bed.site, '3', { version: 2, markdown: 'New words.\n' });
    const run = await bed.event(['3', 'updated'], ['3', 'updated']);
    expect(run).toMatchObject({ kind: 'events', state: 'succeeded', counts: { written: 1 } });
    expect(bed.file('3')?.text).toContain('New words.');
    expect(bed.commits()).toBe(before + 1);
  });

  it('move files with their pages, attachments and what stands below', async () => {
    putPage(bed.site, '4', { title: 'Archive' });
    await bed.event(['4', 'created']);
    const before = { ...bed.files() };
    putPage(bed.site, '2', { parentId: '4' });
    const run = await bed.event(['2', 'moved']);
    expect(run.state).toBe('succeeded');
    expect(bed.file('2')?.path).toContain('archive');
    expect(bed.file('3')?.path).toContain('archive');
    expect(Object.keys(bed.files())).toHaveLength(Object.keys(before).length);
    expect(Object.keys(bed.files()).filter((path) => path.endsWith('plan.png'))).toEqual([
      expect.stringContaining('archive'),
    ]);
    const [newest] = await bed.host.host.openMirror(bed.host.repository).then((mirror) => mirror.log(run.commit!, 1));
    expect(newest?.message).toMatch(/^Move "Deploy guide" below "Archive"\n/);
  });

  it('remove the file of a page that went to the trash', async () => {
    putPage(bed.site, '3', { state: 'trashed' });
    const run = await bed.event(['3', 'removed']);
    expect(run.counts.removed).toBe(1);
    expect(bed.file('3')).toBeNull();
    expect(bed.file('2')).not.toBeNull();
  });

  it('R18: take a page that was restricted out at once, with what stands below it', async () => {
    putPage(bed.site, '2', { restricted: true });
    const run = await bed.event(['2', 'restricted']);
    expect(run.counts).toMatchObject({ removed: 2, skipped: 2 });
    expect(bed.file('2')).toBeNull();
    expect(bed.file('3')).toBeNull();
    expect(Object.keys(bed.files())).toHaveLength(1);
  });

  it('S24: take a page out at once that was restricted so that nobody shows it any more, and bring it back', async () => {
    const right = bed.files();
    putPage(bed.site, '2', { state: 'hidden' });
    putPage(bed.site, '3', { state: 'hidden' });
    const run = await bed.event(['2', 'updated'], ['2', 'restricted']);
    expect(run).toMatchObject({ state: 'succeeded', counts: { removed: 2, skipped: 2 } });
    expect(Object.keys(bed.files())).toHaveLength(1);
    expect(await bed.ports.ledger.page(bed.orgId, bed.source.id, '2')).toMatchObject({
      state: 'skipped',
      reason: 'restricted',
      path: null,
    });
    const { branches, commits } = bed.host.content;
    expect(commits.get(branches.get('main')!)!.message).toContain('became restricted at the source');
    putPage(bed.site, '2', { state: 'current' });
    putPage(bed.site, '3', { state: 'current' });
    await bed.event(['2', 'restricted']);
    expect(bed.files()).toEqual(right);
  });

  it('I1: hold a page that is hidden where the newest event does not say that it was restricted', async () => {
    const right = bed.files();
    putPage(bed.site, '3', { state: 'hidden' });
    expect((await bed.event(['3', 'restricted'], ['3', 'updated'])).counts).toMatchObject({ removed: 0, held: 1 });
    expect(bed.files()).toEqual(right);
  });

  it('bring another version of an attachment, though its page stays as it is', async () => {
    putFile(bed.site, 'a2', '2', 'second.png', Buffer.from('another'));
    await bed.event(['2', 'updated']);
    expect(Object.keys(bed.files()).filter((path) => path.endsWith('.png'))).toHaveLength(2);
    bed.site.attachments.delete('a1');
    await bed.event(['2', 'updated']);
    expect(Object.keys(bed.files()).filter((path) => path.endsWith('.png'))).toEqual([
      expect.stringContaining('second'),
    ]);
    const before = bed.commits();
    await bed.event(['2', 'updated']);
    expect(bed.commits()).toBe(before);
  });

  it('R2: remove nothing where a page cannot be read', async () => {
    const before = bed.files();
    bed.wrap = (source) => ({
      ...source,
      readPages: async (ids) =>
        ids.map((id) => ({
          state: 'failed' as const,
          id,
          problem: new Problem({ code: 'source-unavailable', message: 'It answered 503.', retry: { kind: 'soon' } }),
        })),
    });
    putPage(bed.site, '3', { version: 2 });
    const run = await bed.event(['3', 'updated']);
    expect(run.state).toBe('succeeded-with-failures');
    expect(covered(run)).toBe(run.counts.pages);
    expect(bed.files()).toEqual(before);
  });

  it('wait while the connection is paused', async () => {
    await bed.ports.connections.patch(bed.orgId, bed.source.id, { paused: true });
    await bed.ports.journal.append(bed.orgId, bed.source.id, 'd1', [changeOf('3', 'updated')]);
    const runs = (await bed.ports.runs.list(bed.orgId, bed.source.id, 10)).length;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await bed.ports.runs.list(bed.orgId, bed.source.id, 10)).toHaveLength(runs);
    await bed.ports.connections.patch(bed.orgId, bed.source.id, { paused: null });
    await bed.until(
      async () => (await bed.ports.journal.countPending(bed.orgId, bed.source.id)) === 0,
      'the event to be settled',
    );
  });
});

describe('a sweep', () => {
  beforeEach(async () => {
    await bed.run('initial');
  });

  it('R3: removes nothing where the space cannot be seen, however often', async () => {
    const before = bed.files();
    const space = bed.site.spaces.get('s1')!;
    bed.site.spaces.delete('s1');
    for (let time = 0; time < 3; time += 1) {
      const run = await bed.run('sweep');
      expect(run.counts.removed).toBe(0);
      expect(covered(run)).toBe(run.counts.pages);
    }
    expect(bed.files()).toEqual(before);
    bed.site.spaces.set('s1', space);
    expect(await bed.run('sweep')).toMatchObject({ state: 'succeeded', counts: { unchanged: 3 } });
  });

  it('removes nothing where a listing breaks off', async () => {
    const before = bed.files();
    bed.wrap = (source) => ({
      ...source,
      listPages: async (query) => {
        if (query.cursor === null) return source.listPages(query);
        throw new Problem({ code: 'source-unavailable', message: 'It answered 503.', retry: { kind: 'never' } });
      },
    });
    const run = await bed.run('sweep');
    expect(run).toMatchObject({ state: 'failed', problem: { code: 'source-unavailable' } });
    expect(bed.files()).toEqual(before);
  });

  it('I7: says which space could not be read, and does not call it a success', async () => {
    bed.site.spaces.set('s2', { ...bed.site.spaces.get('s1')!, id: 's2', key: 'OPS' });
    putPage(bed.site, '9', { spaceId: 's2' });
    await bed.putScope(scopeOf(spaceScope(), spaceScope({ key: 'OPS' })));
    bed.wrap = (source) => ({
      ...source,
      listPages: async (query) => {
        if (query.spaceId === 's1') return source.listPages(query);
        throw new Problem({ code: 'source-unavailable', message: 'It answered 503.', retry: { kind: 'soon' } });
      },
    });
    const run = await bed.run('sweep');
    expect(run.state).toBe('succeeded-with-failures');
    const log = await bed.ports.runs.readLog(bed.orgId, run.id, 100);
    expect(log).toContainEqual(
      expect.objectContaining({ level: 'warn', message: 'The space OPS could not be read: It answered 503.' }),
    );
  });

  it('removes a page that nobody shows any more only after two complete listings', async () => {
    bed.site.pages.delete('3');
    expect((await bed.run('sweep')).counts).toMatchObject({ removed: 0, held: 1 });
    expect(bed.file('3')).not.toBeNull();
    expect((await bed.run('sweep')).counts).toMatchObject({ removed: 1 });
    expect(bed.file('3')).toBeNull();
  });

  it('writes a file again that somebody edited or removed in the repository', async () => {
    const { path, text } = bed.file('3')!;
    await bed.host.commitElsewhere('main', path, 'edited by hand');
    await bed.run('sweep');
    expect(bed.file('3')?.text).toBe(text);
  });

  it('F20: plans again where the branch moved while it worked', async () => {
    let moved = 0;
    bed.reached = (point) => {
      if (point !== 'sync:committed' || moved > 0) return;
      moved += 1;
      void bed.host.commitElsewhere('main', 'README.md', 'pushed meanwhile');
    };
    putPage(bed.site, '3', { version: 2, markdown: 'Second.\n' });
    expect(await bed.run('sweep')).toMatchObject({ state: 'succeeded', counts: { written: 1 } });
    expect(bed.file('3')?.text).toContain('Second.');
    expect(moved).toBe(1);
    expect(
      await bed.host.host
        .openMirror(bed.host.repository)
        .then(async (mirror) => mirror.readFile((await mirror.fetch('main'))!, 'README.md')),
    ).not.toBeNull();
  });

  it('stops between two batches when it is cancelled', async () => {
    const before = bed.commits();
    bed.reached = (point) => {
      if (point === 'sync:listed')
        void bed.ports.runs
          .allOpen()
          .then((open) => Promise.all(open.map(({ run }) => bed.ports.runs.requestCancel(bed.orgId, run.id))));
    };
    putPage(bed.site, '3', { version: 2 });
    expect((await bed.run('sweep')).state).toBe('cancelled');
    expect(bed.commits()).toBe(before);
    bed.reached = () => undefined;
    expect(await bed.run('sweep')).toMatchObject({ state: 'succeeded', counts: { written: 1 } });
  });
});
