import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TrackedRepository } from '../../core/ports/repositories.ts';
import { openPool, type Sql } from '../pool.ts';
import { createTestStore, type TestStore } from '../store.testbed.ts';
import { type DraftDocument, documentOf, trackRepository } from './index.testbed.ts';

describe('the index as documents come and go', () => {
  let bed: TestStore;
  let sql: Sql;
  let repository: TrackedRepository;
  let org: string;
  let next = 0;
  const fresh = async () => {
    next += 1;
    org = `org-${next}`;
    repository = await trackRepository(bed.ports, org, String(next));
  };
  const apply = (commit: string, drafts: readonly DraftDocument[], removed: readonly string[] = []) =>
    bed.ports.chunks.apply(org, repository.id, {
      commit,
      documents: drafts.map((draft) => documentOf(repository.id, commit, draft)),
      removed,
    });
  const found = async (text: string) => (await bed.ports.chunks.search(org, { text, limit: 10 })).matches;
  const terms = async () =>
    (
      await sql<{ term: string; chunks: number; headed: number }[]>`
      select term, chunks, headed from index_terms where org_id = ${org} order by term`
    ).map((row) => ({ ...row }));

  beforeAll(async () => {
    bed = await createTestStore();
    sql = openPool(bed.url, { max: 2, name: 'test' });
  });
  afterAll(async () => {
    await sql.end();
    await bed.close();
  });

  it('replaces a document and keeps its id', async () => {
    await fresh();
    await apply('c1', [{ path: 'a.md', texts: ['walrus and penguin', 'second'] }]);
    const before = await bed.ports.chunks.documentByPath(org, repository.id, 'a.md');
    await apply('c2', [{ path: 'a.md', texts: ['penguin only'] }]);
    const after = await bed.ports.chunks.documentByPath(org, repository.id, 'a.md');
    expect(after).toMatchObject({ documentId: before!.documentId, commit: 'c2' });
    expect(await found('walrus')).toEqual([]);
    expect(await found('penguin')).toHaveLength(1);
    expect(await bed.ports.chunks.counts(org)).toEqual({ documents: 1, chunks: 1 });
  });

  it('moves documents that did not change to the new commit', async () => {
    await fresh();
    await apply('c1', [
      { path: 'a.md', texts: ['walrus'] },
      { path: 'b.md', texts: ['penguin'] },
    ]);
    await apply('c2', [{ path: 'b.md', texts: ['penguin again'] }]);
    expect((await found('walrus'))[0]).toMatchObject({ path: 'a.md', commit: 'c2' });
  });

  it('drops removed paths with everything that was counted of them', async () => {
    await fresh();
    await apply('c1', [{ path: 'keep.md', title: 'Keep', texts: ['walrus'] }]);
    const before = await terms();
    await apply('c2', [{ path: 'gone.md', title: 'Gone walrus', texts: ['walrus penguin', 'penguin'] }]);
    expect(await terms()).not.toEqual(before);
    await apply('c3', [], ['gone.md', 'never-there.md']);
    expect(await terms()).toEqual(before);
    expect(await found('penguin')).toEqual([]);
    expect(await bed.ports.chunks.counts(org)).toEqual({ documents: 1, chunks: 1 });
  });

  it('counts right whatever two writers do at once', async () => {
    await fresh();
    const second = await trackRepository(bed.ports, org, `second-${next}`);
    const drafts = Array.from({ length: 40 }, (_, at) => ({
      path: `${at}.md`,
      texts: [`common words for everyone number${at}`, `shared again ${at % 7}`],
    }));
    const put = (id: string, some: readonly DraftDocument[]) =>
      bed.ports.chunks.apply(org, id, {
        commit: 'c1',
        documents: some.map((draft) => documentOf(id, 'c1', draft)),
        removed: [],
      });
    await Promise.all([
      put(repository.id, drafts),
      put(second.id, [...drafts].reverse()),
      put(repository.id, drafts.slice(5)),
      put(second.id, drafts.slice(0, 20)),
    ]);
    const actual = await sql<{ term: string; chunks: number }[]>`
      select term, count(*)::int as chunks from chunk_vectors, unnest(tsvector_to_array(search)) as term
      where org_id = ${org} and term not like '~%' group by 1 order by 1`;
    expect((await terms()).filter(({ term }) => term !== '~all').map(({ term, chunks }) => ({ term, chunks }))).toEqual(
      actual.map((row) => ({ ...row })).sort((one, other) => (one.term < other.term ? -1 : 1)),
    );
    expect(await bed.ports.chunks.counts(org)).toEqual({ documents: 80, chunks: 160 });
  });

  it('finds a document by its page', async () => {
    await fresh();
    await apply('c1', [{ path: 'p.md', title: 'P', texts: ['x'], source: { pageId: '77' } }]);
    expect(await bed.ports.chunks.documentByPage(org, '77')).toMatchObject({ path: 'p.md', title: 'P' });
    expect(await bed.ports.chunks.documentByPage('elsewhere', '77')).toBeNull();
    expect(await bed.ports.chunks.documentByPage(org, '78')).toBeNull();
  });

  it('lists what was modified last, from a day on and by space', async () => {
    await fresh();
    const at = (path: string, day: string, spaceKey: string) => ({
      path,
      texts: ['x'],
      source: { spaceKey, modifiedAt: `2026-05-${day}T00:00:00.000Z` },
    });
    await apply('c1', [at('a.md', '01', 'ENG'), at('b.md', '03', 'OPS'), at('c.md', '02', 'ENG')]);
    const recent = async (query: { limit: number; since?: string; spaceKeys?: string[] }, orgId = org) =>
      (await bed.ports.chunks.recent!(orgId, query)).map(({ path }) => path);
    expect(await recent({ limit: 2 })).toEqual(['b.md', 'c.md']);
    expect(await recent({ limit: 9, since: '2026-05-02T00:00:00.000Z' })).toEqual(['b.md', 'c.md']);
    expect(await recent({ limit: 9, spaceKeys: ['ENG'] })).toEqual(['c.md', 'a.md']);
    expect(await recent({ limit: 9, spaceKeys: ['eng'] })).toEqual(['c.md', 'a.md']);
    expect(await recent({ limit: 9 }, 'other')).toEqual([]);
  });

  it('goes on after the one that was listed last, and counts what is left', async () => {
    await fresh();
    const days = ['01', '03', '02', '02', '02'];
    await apply(
      'c1',
      days.map((day, at) => ({
        path: `${at}.md`,
        texts: ['x'],
        source: { spaceKey: 'ENG', modifiedAt: `2026-05-${day}T00:00:00.000Z` },
      })),
    );
    const seen: [string, number][] = [];
    for (let after: { modifiedAt: string; documentId: string } | undefined; ; ) {
      const left = await bed.ports.chunks.countRecent!(org, { after });
      const [next] = await bed.ports.chunks.recent!(org, { limit: 1, after });
      if (!next) break;
      seen.push([next.path, left]);
      after = { modifiedAt: next.source!.modifiedAt!, documentId: next.documentId };
    }
    expect(seen).toEqual([
      ['1.md', 5],
      ['2.md', 4],
      ['3.md', 3],
      ['4.md', 2],
      ['0.md', 1],
    ]);
    const gone = { modifiedAt: '2026-05-02T00:00:00.000Z', documentId: 'none' };
    expect(await bed.ports.chunks.countRecent!(org, { after: gone })).toBe(4);
    expect(await bed.ports.chunks.countRecent!('other', {})).toBe(0);
  });

  it('gives the chunks of a document in order', async () => {
    await fresh();
    await apply('c1', [{ path: 'p.md', texts: ['one', 'two', 'three'] }]);
    const document = await bed.ports.chunks.documentByPath(org, repository.id, 'p.md');
    const chunks = await bed.ports.chunks.chunks(org, document!.documentId);
    expect(chunks.map(({ ordinal, text }) => [ordinal, text])).toEqual([
      [0, 'one'],
      [1, 'two'],
      [2, 'three'],
    ]);
  });

  it('forgets a repository and nothing else', async () => {
    await fresh();
    const second = await trackRepository(bed.ports, org, `other-${next}`);
    await apply('c1', [{ path: 'a.md', texts: ['walrus'] }]);
    await bed.ports.chunks.apply(org, second.id, {
      commit: 'x',
      documents: [documentOf(second.id, 'x', { path: 'a.md', texts: ['walrus'] })],
      removed: [],
    });
    await bed.ports.chunks.dropRepository(org, repository.id);
    expect((await found('walrus')).map(({ repositoryId }) => repositoryId)).toEqual([second.id]);
  });

  it('takes text that the database cannot: NUL, half a pair, a word without end', async () => {
    await fresh();
    await apply('c1', [{ path: 'odd.md', texts: [`walrus\0penguin \ud800 ${'y'.repeat(100_000)} ${"it's a\\b "}`] }]);
    expect(await found('walrus')).toHaveLength(1);
  });

  it('leaves nothing behind when one document of a batch is refused', async () => {
    await fresh();
    await apply('c1', [{ path: 'a.md', texts: ['walrus'] }]);
    const bad = documentOf(repository.id, 'c2', { path: 'b.md', texts: ['penguin'] });
    const twice = { ...bad, chunks: [...bad.chunks, ...bad.chunks] };
    await expect(
      bed.ports.chunks.apply(org, repository.id, { commit: 'c2', documents: [twice], removed: ['a.md'] }),
    ).rejects.toMatchObject({ code: 'internal' });
    expect((await found('walrus'))[0]).toMatchObject({ commit: 'c1' });
    expect(await found('penguin')).toEqual([]);
  });

  it('writes into no repository of another organization', async () => {
    await fresh();
    await apply('c1', [{ path: 'a.md', texts: ['walrus'] }]);
    const theirs = { commit: 'c2', documents: [documentOf(repository.id, 'c2', { path: 'a.md', texts: ['penguin'] })] };
    await expect(
      bed.ports.chunks.apply('elsewhere', repository.id, { ...theirs, removed: ['a.md'] }),
    ).rejects.toMatchObject({ code: 'not-found' });
    expect((await found('walrus'))[0]).toMatchObject({ commit: 'c1' });
    const other = await trackRepository(bed.ports, org, `empty-${next}`);
    await expect(bed.ports.chunks.apply('elsewhere', other.id, { ...theirs, removed: [] })).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});
