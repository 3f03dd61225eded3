import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { searchTextOf } from '../../pipeline/answer/search-text.ts';
import { openPool } from '../pool.ts';
import { createTestStore, type TestStore } from '../store.testbed.ts';
import { documentOf, trackRepository } from './index.testbed.ts';

const drafts = [
  { path: 'band.md', title: 'The Who', texts: ['A band of four.'] },
  { path: 'hamlet.md', title: 'Hamlet', texts: ['He asks: to be, or not to be. Then he goes.', 'Not to be or to be.'] },
  {
    path: 'other.md',
    title: 'Other',
    texts: ['Who is the owner? The owner is not to be named, or should be, to all.'],
  },
  { path: 'notes.md', title: 'Notes', texts: ['Seen. <!-- just as he was --> Là où “The Whö” is.'] },
];

describe('a passage of words that leave no term', () => {
  let bed: TestStore;
  const found = async (question: string) => {
    const query = { text: searchTextOf(question), asked: question, limit: 10 };
    const { matches } = await bed.ports.chunks.search('org', query);
    return matches.map(({ path, ordinal }) => `${path} ${ordinal}`);
  };

  beforeAll(async () => {
    bed = await createTestStore();
    const { id } = await trackRepository(bed.ports, 'org');
    const documents = drafts.map((draft) => documentOf(id, 'c1', draft));
    await bed.ports.chunks.apply('org', id, { commit: 'c1', documents, removed: [] });
  });
  afterAll(() => bed.close());

  it.each([
    ['"to be or not to be"', ['hamlet.md 0']],
    ['“To be, or not to be”', ['hamlet.md 0']],
    ['"the who"', ['band.md 0', 'notes.md 0']],
    ['"not to be"', ['hamlet.md 0', 'hamlet.md 1', 'other.md 0']],
    ['"who is the"', ['other.md 0']],
    ['"who is the owner"', ['other.md 0']],
    ['"to be or not to be" "then he"', ['hamlet.md 0']],
    ['"to be" owner', ['other.md 0']],
    ['"to be" "not to be or"', ['hamlet.md 1']],
    ['"he was"', []],
    ['"be to not"', []],
    ['"then they"', []],
  ])('is found where it stands word for word: %s', async (question, places) => {
    expect((await found(question)).sort()).toEqual([...places].sort());
  });

  it('is found without quotation marks where a question has nothing else', async () => {
    expect(await found('To be or not to be?')).toEqual(['hamlet.md 0']);
    expect((await found('the who')).sort()).toEqual(['band.md 0', 'notes.md 0']);
    expect(await found('who then')).toEqual([]);
    expect(await found('to be owner')).toEqual(['other.md 0']);
  });

  it('counts for nothing in how rare words are', async () => {
    const sql = openPool(bed.url, { max: 1, name: 'test' });
    const rows = await sql`select term from index_terms where term like '%~p%' or term in ('to', 'be', 'who')`;
    await sql.end();
    expect(rows).toEqual([]);
  });
});
