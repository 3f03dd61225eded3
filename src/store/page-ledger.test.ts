import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { LedgerPage, StagedPage } from '../core/ports/page-ledger.ts';
import { openStore } from './index.ts';
import { createTestStore, type TestStore } from './store.testbed.ts';

const page = (pageId: string, more: Partial<LedgerPage> = {}): LedgerPage => ({
  pageId,
  spaceId: '1',
  spaceKey: 'ENG',
  kind: 'page',
  parentId: null,
  title: `Page ${pageId}`,
  version: 1,
  path: `wiki/ENG/${pageId}.md`,
  sourceHash: null,
  linksTo: [],
  attachmentPaths: [],
  state: 'mirrored',
  reason: null,
  absences: 0,
  losses: 0,
  modifiedAt: null,
  url: null,
  ...more,
});

const staged = (id: string, version: number, body: string | null, title = `Page ${id}`): StagedPage =>
  ({
    page: {
      id,
      spaceId: '1',
      kind: 'page',
      status: 'current',
      title,
      parentId: null,
      version,
      body: body === null ? null : { format: 'storage', value: body },
    },
    labels: ['a'],
    restricted: false,
  }) as unknown as StagedPage;

describe('the ledger', () => {
  let bed: TestStore;
  let id = '';
  let runId = '';
  beforeAll(async () => {
    bed = await createTestStore();
  });
  afterAll(() => bed.close());
  beforeEach(async () => {
    id = (await bed.ports.connections.create('org', { connector: 'wiki', name: 'Wiki' })).id;
    runId = (await bed.ports.runs.open('org', id, 'initial')).run.id;
  });

  it('keeps every field, replaces by page, and forgets what it is told to', async () => {
    const { ledger } = bed.ports;
    const full = page('1', {
      linksTo: ['2', '3'],
      attachmentPaths: ['a, b', 'c"d', '{}'],
      sourceHash: 'h',
      losses: 2,
      url: 'https://w.example',
    });
    await ledger.save('org', id, [full, page('2'), page('2', { title: 'Last wins' })]);
    expect(await ledger.pages('org', id)).toEqual([full, page('2', { title: 'Last wins' })]);
    await ledger.save('org', id, [page('1', { state: 'failed', reason: 'too-large' })]);
    expect(await ledger.page('org', id, '1')).toMatchObject({ state: 'failed', reason: 'too-large', linksTo: [] });
    await ledger.forget('org', id, ['1', 'unknown']);
    expect((await ledger.pages('org', id)).map(({ pageId }) => pageId)).toEqual(['2']);
    await ledger.clear('org', id);
    expect(await ledger.pages('org', id)).toEqual([]);
  });

  it('gives the rows as they stand, whoever wrote them since they were read last', async () => {
    const clock = { now: Date.now };
    const other = openStore({ clock, url: bed.url, encryptionKey: bed.encryptionKey });
    const change = fc.oneof(
      fc.record({ does: fc.constant('save' as const), ids: fc.uniqueArray(fc.integer({ min: 1, max: 9 })) }),
      fc.record({ does: fc.constant('forget' as const), ids: fc.uniqueArray(fc.integer({ min: 1, max: 9 })) }),
      fc.record({ does: fc.constant('clear' as const), ids: fc.constant<number[]>([]) }),
    );
    let version = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.boolean(), fc.boolean(), change), { minLength: 3, maxLength: 16 }),
        async (changes) => {
          const { ledger } = bed.ports;
          await ledger.clear('org', id);
          const expected = new Map<string, LedgerPage>();
          for (const [byOther, isRead, { does, ids }] of changes) {
            const writer = byOther ? other.ports.ledger : ledger;
            const names = ids.map(String);
            version += 1;
            const pages = names.map((one) => page(one, { version }));
            if (does === 'save') await writer.save('org', id, pages);
            else if (does === 'forget') await writer.forget('org', id, names);
            else await writer.clear('org', id);
            for (const one of pages) if (does === 'save') expected.set(one.pageId, one);
            for (const one of names) if (does === 'forget') expected.delete(one);
            if (does === 'clear') expected.clear();
            if (!isRead) continue;
            const found = await ledger.pages('org', id);
            expect(new Map(found.map((one) => [one.pageId, one]))).toEqual(expected);
          }
        },
      ),
      { numRuns: 40 },
    );
    expect(await bed.ports.ledger.pages('another org', id)).toEqual([]);
    await other.close();
  });

  it('lists page by page without gap or repetition, by state and text', async () => {
    const { ledger } = bed.ports;
    const titles = ['same', 'same', 'Same', 'alpha', '100%', 'Ωmega', 'same'];
    await ledger.save(
      'org',
      id,
      titles.map((title, at) => page(String(at), { title, state: at % 2 ? 'failed' : 'mirrored' })),
    );
    const seen: string[] = [];
    for (let after: string | null = ''; after !== null; ) {
      const part: Awaited<ReturnType<typeof ledger.list>> = await ledger.list('org', id, {
        limit: 2,
        ...(after ? { after } : {}),
      });
      expect(part.total).toBe(7);
      seen.push(...part.items.map(({ pageId }) => pageId));
      after = part.next;
    }
    expect(seen.sort()).toEqual(['0', '1', '2', '3', '4', '5', '6']);
    expect((await ledger.list('org', id, { limit: 9, state: 'failed' })).total).toBe(3);
    expect((await ledger.list('org', id, { limit: 9, text: '100%' })).items.map(({ title }) => title)).toEqual([
      '100%',
    ]);
    expect((await ledger.list('org', id, { limit: 9, text: '_' })).total).toBe(0);
    expect((await ledger.list('org', id, { limit: 9, after: 'nonsense' })).total).toBe(7);
  });

  it('saves what was read and the cursor behind it together, and never an older version over a newer', async () => {
    const { ledger } = bed.ports;
    expect(await ledger.checkpoint('org', runId, 'ENG')).toBeNull();
    await ledger.stage('org', runId, 'ENG', {
      pages: [staged('2', 3, 'two'), staged('1', 1, 'one')],
      cursor: 'c1',
      complete: false,
    });
    await ledger.stage('org', runId, 'ENG', {
      pages: [staged('2', 2, 'old'), staged('1', 1, null, 'Renamed')],
      cursor: null,
      complete: true,
    });
    expect(await ledger.checkpoint('org', runId, 'ENG')).toEqual({ cursor: null, complete: true });
    const pages = await ledger.stagedPages('org', runId, ['1', '2', 'unknown']);
    expect(pages.map((each) => [each.page.title, each.page.body?.value])).toEqual([
      ['Renamed', 'one'],
      ['Page 2', 'two'],
    ]);
    expect((await ledger.stagedMeta('org', runId)).map(({ meta, hasBody }) => [meta.id, hasBody])).toEqual([
      ['2', true],
      ['1', true],
    ]);
    await ledger.updateStaged('org', runId, [
      { pageId: '1', restricted: true },
      { pageId: '2', labels: ['x', 'y'] },
    ]);
    const spaceId = staged('1', 1, '').page.spaceId;
    expect(await ledger.stagedMeta('org', runId, spaceId)).toHaveLength(2);
    expect(await ledger.stagedMeta('org', runId, 'another')).toEqual([]);
    const meta = await ledger.stagedMeta('org', runId);
    expect(meta.map(({ labels, restricted }) => [labels, restricted])).toEqual([
      [['x', 'y'], false],
      [['a'], true],
    ]);
    await ledger.dropStaged('org', runId);
    expect(await ledger.stagedMeta('org', runId)).toEqual([]);
    expect(await ledger.checkpoint('org', runId, 'ENG')).toBeNull();
  });

  it('stages two thousand pages in a moment', async () => {
    const pages = Array.from({ length: 2000 }, (_, at) => staged(String(at), 1, 'body '.repeat(400)));
    await bed.ports.ledger.stage('org', runId, 'ENG', { pages, cursor: null, complete: true });
    expect(await bed.ports.ledger.stagedMeta('org', runId)).toHaveLength(2000);
  });

  it('remembers spaces, people and attachments', async () => {
    const { ledger } = bed.ports;
    const space = {
      id: '1',
      key: 'ENG',
      name: 'Engineering',
      url: 'https://w.example',
      personal: false,
      homepageId: null,
    };
    await ledger.saveSpaces('org', id, [space]);
    await ledger.saveSpaces('org', id, [{ ...space, name: 'Renamed' }]);
    expect(await ledger.spaces('org', id)).toEqual([{ ...space, name: 'Renamed' }]);
    await ledger.savePeople('org', id, [{ id: 'p', name: 'Ada' }]);
    expect(await ledger.people('org', id, ['p', 'q'])).toEqual(new Map([['p', 'Ada']]));
    const attachment = {
      id: 'a',
      pageId: '1',
      fileName: 'plan.png',
      mediaType: 'image/png',
      size: 5_000_000_000,
      version: 2,
      fileId: null,
      downloadPath: '/d',
      blob: 'b',
      path: 'x/plan.png',
    };
    await ledger.saveAttachments('org', id, [attachment]);
    expect(await ledger.attachments('org', id, ['1'])).toEqual([attachment]);
    expect(await ledger.attachments('other', id, ['1'])).toEqual([]);
    expect(await ledger.spaces('other', id)).toEqual([]);
    expect(await ledger.people('other', id, ['p'])).toEqual(new Map());
  });

  it('is read and written in its organization alone', async () => {
    const { ledger } = bed.ports;
    await ledger.save('org', id, [page('1')]);
    await ledger.stage('org', runId, 'ENG', { pages: [staged('1', 1, 'mine')], cursor: 'c', complete: false });
    expect(await ledger.pages('other', id)).toEqual([]);
    expect(await ledger.page('other', id, '1')).toBeNull();
    expect((await ledger.list('other', id, { limit: 5 })).total).toBe(0);
    expect(await ledger.stagedPages('other', runId, ['1'])).toEqual([]);
    expect(await ledger.checkpoint('other', runId, 'ENG')).toBeNull();
    await ledger.forget('other', id, ['1']);
    await ledger.clear('other', id);
    await ledger.dropStaged('other', runId);
    await ledger.updateStaged('other', runId, [{ pageId: '1', restricted: true }]);
    await expect(ledger.save('other', id, [page('2')])).rejects.toMatchObject({ status: 404 });
    await ledger.save('other', id, [page('1', { title: 'Stolen' })]).catch(() => undefined);
    await ledger
      .stage('other', runId, 'ENG', { pages: [staged('1', 9, 'stolen')], cursor: 'x', complete: true })
      .catch(() => undefined);
    expect(await ledger.page('org', id, '1')).toMatchObject({ title: 'Page 1' });
    expect((await ledger.stagedPages('org', runId, ['1']))[0]).toMatchObject({
      restricted: false,
      page: { body: { value: 'mine' } },
    });
    expect(await ledger.checkpoint('org', runId, 'ENG')).toEqual({ cursor: 'c', complete: false });
  });

  it('knows which spaces have files, and which parents nobody has read', async () => {
    const { ledger } = bed.ports;
    await ledger.save('org', id, [page('1'), page('2', { spaceKey: 'OPS', path: null, state: 'skipped' })]);
    expect([...(await ledger.mirroredSpaces('org', id))]).toEqual(['ENG']);
    expect([...(await ledger.mirroredSpaces('other', id))]).toEqual([]);

    const below = (pageId: string, parentId: string | null): StagedPage => {
      const one = staged(pageId, 1, null);
      return { ...one, page: { ...one.page, parentId } };
    };
    const pages = [below('10', null), below('11', '10'), below('12', '1'), below('13', '99'), below('14', '99')];
    await ledger.stage('org', runId, 'pages', { pages, cursor: null, complete: true });
    expect([...(await ledger.unknownParents('org', runId))].sort()).toEqual(['1', '99']);
    expect(await ledger.unknownParents('org', runId, id)).toEqual(['99']);
    expect(await ledger.unknownParents('other', runId)).toEqual([]);
  });

  it('gives more rows than it reads at a time, in their order', async () => {
    const { ledger } = bed.ports;
    const ids = Array.from({ length: 2_345 }, (_, at) => String(10_000 + at));
    await ledger.save(
      'org',
      id,
      ids.map((one) => page(one)),
    );
    expect((await ledger.pages('org', id)).map(({ pageId }) => pageId)).toEqual(ids);
    const pages = ids.map((one) => staged(one, 1, null));
    await ledger.stage('org', runId, 'pages', { pages, cursor: null, complete: true });
    expect((await ledger.stagedMeta('org', runId)).map(({ meta }) => meta.id)).toEqual(ids);
  });
});
