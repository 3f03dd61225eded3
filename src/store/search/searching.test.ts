import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SearchQuery } from '../../core/ports/chunk-index.ts';
import { createTestStore, type TestStore } from '../store.testbed.ts';
import { type DraftDocument, documentOf, trackRepository } from './index.testbed.ts';

const drafts: readonly DraftDocument[] = [
  {
    path: 'wiki/rotate.md',
    title: 'Rotate the encryption key',
    headings: ['Rotation'],
    texts: ['Stop the worker, set the new key, and start it again. Connections are sealed anew in the background.'],
    source: { spaceKey: 'OPS', labels: ['Security'], modifiedAt: '2026-05-01T00:00:00.000Z' },
  },
  {
    path: 'wiki/deploy.md',
    title: 'Deployment guide',
    texts: [
      'We deploy with Kubernetes. Every deployment is reviewed. The key point is to watch the dashboards.',
      'Roll back by deploying the previous tag. MAX_RETRY_COUNT limits how often the job tries.',
    ],
    source: { spaceKey: 'ENG', labels: ['runbook'], modifiedAt: '2026-02-01T00:00:00.000Z' },
  },
  {
    path: 'wiki/onboarding.md',
    title: 'Onboarding',
    texts: ['Ask for an account on the first day. Deployments are explained by your mentor in the second week.'],
    source: { spaceKey: 'HR', labels: ['people'] },
  },
  {
    path: 'src/user/get-user.ts',
    title: 'get-user.ts',
    texts: ['export function getUserById(id) { return database.users.find(id); } // error code ER-1234'],
  },
  { path: 'wiki/cafe.md', title: 'Größe und Café', texts: ['Die Größe der Maschine im Café ist bekannt.'] },
  { path: 'wiki/ja.md', title: '設定方法', texts: ['サーバーの設定方法を説明します。再起動が必要です。'] },
  {
    path: 'wiki/release.md',
    title: 'Trains',
    texts: [
      'Expand and contract: the owner of the release is on call, and says when it is live.',
      'Owner and release were called. Contract work expands. He who calls it lives with the release of it.',
      'Café: the Größe of the change is known. We expand, and contract later.',
    ],
  },
  { path: 'wiki/phrase.md', title: 'Guides', texts: ['A guide for deployment reviewers, and a deployment plan.'] },
];

describe('search', () => {
  let bed: TestStore;
  let repositoryId: string;
  const paths = async (text: string, more: Partial<SearchQuery> = {}, orgId = 'org') => {
    const { matches } = await bed.ports.chunks.search(orgId, { text, limit: 10, ...more });
    return matches.map(({ path }) => path);
  };

  beforeAll(async () => {
    bed = await createTestStore();
    repositoryId = (await trackRepository(bed.ports, 'org')).id;
    const documents = drafts.map((draft) => documentOf(repositoryId, 'c1', draft));
    await bed.ports.chunks.apply('org', repositoryId, { commit: 'c1', documents, removed: [] });
    const other = await trackRepository(bed.ports, 'other', '2');
    await bed.ports.chunks.apply('other', other.id, {
      commit: 'x1',
      documents: [
        documentOf(other.id, 'x1', { path: 'theirs.md', title: 'Deployment', texts: ['secret deployment xylophone'] }),
      ],
      removed: [],
    });
  });
  afterAll(() => bed.close());

  it('gives everything a citation needs', async () => {
    const { matches, more } = await bed.ports.chunks.search('org', { text: 'rotate encryption key', limit: 1 });
    expect(matches[0]).toMatchObject({
      repositoryId,
      path: 'wiki/rotate.md',
      commit: 'c1',
      title: 'Rotate the encryption key',
      source: { pageId: 'page-wiki/rotate.md', version: 1, url: 'https://wiki.example/wiki/rotate.md' },
      ordinal: 0,
      headingPath: ['Rotation'],
      startLine: 1,
      endLine: 9,
    });
    expect(matches[0]!.text).toContain('sealed anew');
    expect(more).toBe(1);
  });

  it('puts a page about the words before pages that mention them', async () => {
    expect((await paths('deployment guide'))[0]).toBe('wiki/deploy.md');
    expect((await paths('how do I rotate the key?'))[0]).toBe('wiki/rotate.md');
  });

  it('finds other forms of a word', async () => {
    expect(await paths('deployed')).toEqual(expect.arrayContaining(['wiki/deploy.md', 'wiki/onboarding.md']));
  });

  it.each(['getUserById', 'get_user_by_id', 'getuserbyid', 'user by id', 'ER-1234', 'er1234', 'src/user/get-user.ts'])(
    'finds a name written as %s',
    async (text) => {
      expect((await paths(text))[0]).toBe('src/user/get-user.ts');
    },
  );

  it('finds a constant, a part of it, and the beginning of a word', async () => {
    expect((await paths('MAX_RETRY_COUNT'))[0]).toBe('wiki/deploy.md');
    expect((await paths('retries'))[0]).toBe('wiki/deploy.md');
    expect((await paths('kuber'))[0]).toBe('wiki/deploy.md');
    expect((await paths('onb*'))[0]).toBe('wiki/onboarding.md');
  });

  it.each([
    ['kuberntes', 'wiki/deploy.md'],
    ['encrpytion', 'wiki/rotate.md'],
    ['dashbord', 'wiki/deploy.md'],
    ['mentro', 'wiki/onboarding.md'],
  ])('forgives the slip in %s', async (text, path) => {
    expect((await paths(text))[0]).toBe(path);
  });

  it('takes a quoted passage literally', async () => {
    expect(await paths('"deployment plan"')).toEqual(['wiki/phrase.md']);
    expect(await paths('“key point is to watch”')).toEqual(['wiki/deploy.md']);
    expect(await paths('"plan deployment"')).toEqual([]);
  });

  it('finds nothing by what stands in comments of Markdown, which no answer shows', async () => {
    const repository = await trackRepository(bed.ports, 'noted', '4');
    const texts = [
      'Seen puffin.\n<!-- hidden albatross flies\nfar -->\n\n```html\n<!-- shown gannet -->\n```\n\n\\<!-- told auk --> \\\\<!-- hushed dodo -->',
    ];
    await bed.ports.chunks.apply('noted', repository.id, {
      commit: 'c1',
      documents: [documentOf(repository.id, 'c1', { path: 'a.md', texts })],
      removed: [],
    });
    for (const text of ['albatross', '"hidden albatross"', '"far"', 'puffin "albatross flies"', 'dodo'])
      expect(await paths(text, {}, 'noted')).toEqual([]);
    for (const text of ['puffin', 'gannet', '"shown gannet"', '"told auk"'])
      expect(await paths(text, {}, 'noted')).toEqual(['a.md']);
  });

  it.each([
    ['"of the release"', [0]],
    ['"is live"', [0]],
    ['"on call"', [0]],
    ['"call"', [0]],
    ['"EXPAND AND CONTRACT"', [0, 2]],
    ['“expand and contract”', [0, 2]],
    ['„is live“', [0]],
    ['«on call»', [0]],
    ['»on call«', [0]],
    ['”on call”', [0]],
    ['"cafe the GROSSE of the"', [2]],
    ['"the release" "on call"', [0]],
    ['"of the" contract', [0, 2]],
    ['"release on call"', []],
    ['"Trains Expand"', []],
    ['"wiki/release.md"', [0, 1, 2]],
  ])('finds by %s the passages that say just this', async (text, ordinals) => {
    const { matches, more } = await bed.ports.chunks.search('org', { text, limit: 10 });
    const found = matches.filter(({ path }) => path === 'wiki/release.md').map(({ ordinal }) => ordinal);
    expect([found.sort(), more]).toEqual([ordinals, 0]);
    expect(matches).toHaveLength(ordinals.length);
  });

  it('reads accents and scripts without spaces', async () => {
    expect((await paths('grosse cafe'))[0]).toBe('wiki/cafe.md');
    expect((await paths('設定方法'))[0]).toBe('wiki/ja.md');
    expect((await paths('再起動'))[0]).toBe('wiki/ja.md');
    expect((await paths('"設定方法を説明"'))[0]).toBe('wiki/ja.md');
  });

  it('keeps to the filters', async () => {
    expect(await paths('deployment', { spaceKeys: ['HR'] })).toEqual(['wiki/onboarding.md']);
    expect(new Set(await paths('deployment', { spaceKeys: ['HR', 'ENG'] }))).toEqual(
      new Set(['wiki/deploy.md', 'wiki/onboarding.md']),
    );
    expect(await paths('key', { labels: ['security'] })).toEqual(['wiki/rotate.md']);
    expect(await paths('key', { modifiedAfter: '2026-04-01T00:00:00.000Z' })).toEqual(['wiki/rotate.md']);
    expect(await paths('user', { pathPrefix: 'src/' })).toEqual(['src/user/get-user.ts']);
    expect(await paths('user', { pathPrefix: 'wiki/' })).toEqual([]);
    expect(await paths('deployment', { spaceKeys: ['hr'] })).toEqual(['wiki/onboarding.md']);
    expect(await paths('user', { pathPrefix: '/src' })).toEqual(['src/user/get-user.ts']);
    expect(await paths('user', { pathPrefix: './src/' })).toEqual(['src/user/get-user.ts']);
    expect(await paths('deployment', { repositoryIds: ['unknown'] })).toEqual([]);
    expect(await paths('deployment', { repositoryIds: [repositoryId] })).not.toEqual([]);
  });

  it('never shows another organization, not even through misspelt words', async () => {
    expect(await paths('deployment')).not.toContain('theirs.md');
    expect(await paths('xylophone')).toEqual([]);
    expect(await paths('xylophon')).toEqual([]);
    expect(await paths('deployment', {}, 'other')).toEqual(['theirs.md']);
    const [theirs] = (await bed.ports.chunks.search('other', { text: 'xylophone', limit: 1 })).matches;
    expect(await bed.ports.chunks.chunks('org', theirs!.documentId)).toEqual([]);
    expect(await bed.ports.chunks.documentByPath('org', theirs!.repositoryId, 'theirs.md')).toBeNull();
  });

  it.each([
    ['nothing', ''],
    ['blanks', '   '],
    ['signs', '?!'],
    ['stop words', 'the of and'],
    ['an apostrophe', "'"],
    ['query syntax', "a'b\\c & | ! <-> :* ("],
    ['an open quote', '"'],
    ['an empty quote', '""'],
    ['NUL', 'a\0b'],
    ['half a pair', 'a\ud800b'],
    ['a picture', '💥'],
    ['a very long word', 'x'.repeat(5000)],
    ['very many words', 'many other words '.repeat(500)],
    ['a marker', '~o:org'],
    ['a pattern', '%_%'],
  ])('answers a question of %s', async (_name, text) => {
    await expect(paths(text)).resolves.toBeInstanceOf(Array);
  });

  it('narrows by who wrote a page, by kind and by time, and says how a score came about when asked', async () => {
    const by = async (more: Partial<SearchQuery>) => (await paths('deployment', more)).sort();
    const repository = await trackRepository(bed.ports, 'mine', '3');
    const written = (path: string, author: string, editor: string) =>
      documentOf(repository.id, 'c1', { path, texts: ['deployment'], source: { author, editor } });
    await bed.ports.chunks.apply('mine', repository.id, {
      commit: 'c1',
      documents: [
        written('a.md', 'Ada', 'Grace'),
        written('b.md', 'Grace', 'Ada'),
        written('c.md', 'Lin', 'Lin'),
        written('d.md', 'Priya van der Berg (left)', 'Linda'),
      ],
      removed: [],
    });
    expect((await paths('deployment', { authors: ['Ada'] }, 'mine')).sort()).toEqual(['a.md', 'b.md']);
    for (const name of ['priya', 'van der  berg', 'Priya van der Berg (left)', '(left)'])
      expect(await paths('deployment', { authors: [name] }, 'mine')).toEqual(['d.md']);
    expect(await paths('deployment', { authors: ['lin'] }, 'mine')).toEqual(['c.md']);
    for (const name of ['Nobody', 'Priy', '.*', ' ', 'Priya|Lin', 'back\\slash'])
      expect(await paths('deployment', { authors: [name] }, 'mine')).toEqual([]);
    expect(await by({ kinds: ['markdown'] })).toEqual(['wiki/phrase.md']);
    expect(await by({ modifiedBefore: '2026-01-15T00:00:00Z' })).toEqual(['wiki/onboarding.md']);
    const { matches } = await bed.ports.chunks.search('mine', { text: 'deployment', limit: 1, explain: true });
    const { terms, shares } = matches[0]!.parts!;
    const base = terms.reduce((sum, { rarity, frequency }) => sum + rarity * frequency, 0);
    const more = Object.values(shares).reduce((sum, share) => sum + share, 0);
    expect(matches[0]!.score).toBeCloseTo(base * (1 + more), 9);
    const plain = await bed.ports.chunks.search('mine', { text: 'deployment', limit: 1 });
    expect(plain.matches[0]!.parts).toBeUndefined();
  });
});
