import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createEmbedder, createReranker } from '../../connectors/model/embedder.ts';
import { type ModelProvider, startProvider } from '../../connectors/model/provider.testbed.ts';
import type { Embeddings } from '../../core/ports/embeddings.ts';
import { Secret } from '../../core/secret.ts';
import { createHttp } from '../../net/http.ts';
import { createTestStore, type TestStore } from '../../store/store.testbed.ts';
import { createEmbedding, embedMissing } from '../../workflows/embedding.ts';
import { createKnowledge } from './create-knowledge.ts';
import { fileUrl, fillLibrary } from './library.testbed.ts';
import type { Meaning } from './meaning.ts';

const ORG = 'org-1';
const KEY = 'CANARY-embedding-key';

/** Pages, and questions that share their meaning and none of their words. */
const pages = [
  { id: '1', title: 'Garage', body: 'Where to mend an automobile of the pool.' },
  { id: '2', title: 'Rates', body: 'The fee for parking is paid monthly.', space: 'OPS' },
  { id: '3', title: 'Clinic', body: 'A physician visits each Tuesday.' },
  { id: '4', title: 'Incidents', body: 'Whatever the failure, commence with the checklist.' },
  { id: '5', title: 'Lunch', body: 'The kitchen serves soup at noon.' },
];
const questions = [
  ['fix car', '1'],
  ['price', '2'],
  ['doctor', '3'],
  ['fault start', '4'],
  ['soup', '5'],
] as const;

describe('ranking by meaning beside words', () => {
  let bed: TestStore;
  let provider: ModelProvider;
  let meaning: Meaning;
  let embeddings: Embeddings;
  const failures: string[] = [];
  const http = createHttp({ userAgent: 'test', now: Date.now, sleep: async () => {}, allowLoopback: true });

  beforeAll(async () => {
    provider = await startProvider();
    bed = await createTestStore();
    embeddings = bed.ports.embeddings!;
    const settings = { url: provider.url, apiKey: new Secret(KEY), name: 'small' };
    meaning = {
      embeddings,
      embedder: createEmbedder(http, settings),
      failed: ({ message }) => failures.push(message),
    };
    await fillLibrary(bed.ports, ORG, { pages });
    await fillLibrary(
      bed.ports,
      'org-2',
      { pages: [{ id: '9', title: 'Secret', body: 'The automobile nobody may see.' }] },
      'acme/other',
    );
    while ((await embedMissing({ ports: { ...bed.ports, embeddings }, embedder: meaning.embedder })) > 0);
  });
  afterAll(async () => {
    http.close();
    await provider.close();
    await bed.close();
  });
  beforeEach(() => {
    provider.status = 200;
    provider.body = null;
  });

  const knowledge = (by: Meaning | null) =>
    createKnowledge({ ports: bed.ports, clock: { now: Date.now }, fileUrl, meaning: by });
  const first = async (by: Meaning | null, question: string, filters = {}) =>
    (await knowledge(by).search(ORG, { question, filters })).passages[0]?.pageId;
  const right = async (by: Meaning | null) => {
    const found = [];
    for (const [question, page] of questions) found.push((await first(by, question)) === page);
    return found.filter(Boolean).length;
  };

  it('finds what is said in other words, which words alone do not', async () => {
    expect(await right(null)).toBe(1);
    expect(await right(meaning)).toBe(questions.length);
    expect((await knowledge(meaning).search(ORG, { question: 'fix car' })).meaning).toBe('used');
    expect((await knowledge(null).search(ORG, { question: 'fix car' })).meaning).toBeUndefined();
  });

  it('keeps to the passages that a question quotes', async () => {
    const asked = await knowledge(meaning).search(ORG, { question: 'fix car "of the pool"' });
    expect(asked.passages.map(({ pageId }) => pageId)).toEqual(['1']);
  });

  it('looks in the organization and at what the filters leave, and nowhere else', async () => {
    const all = await knowledge(meaning).search(ORG, { question: 'automobile', maxPassages: 100, budget: 100_000 });
    expect(all.passages.map(({ pageId }) => pageId)).not.toContain('9');
    expect(await first(meaning, 'price', { spaceKeys: ['ENG'] })).not.toBe('2');
    const vector = (await meaning.embedder.embed(['price']))[0]!;
    const near = (query: object, org = ORG) => embeddings.nearest(org, 'small', vector, { limit: 10, ...query });
    expect((await near({ spaceKeys: ['OPS'] })).map(({ source }) => source?.pageId)).toEqual(['2']);
    expect((await near({ spaceKeys: ['ops'] })).map(({ source }) => source?.pageId)).toEqual(['2']);
    expect(await near({ authors: ['ada'], pathPrefix: '/wiki' })).toEqual(await near({}));
    expect(await near({ authors: ['nobody'] })).toEqual([]);
    expect(await near({ pathPrefix: 'nowhere/' })).toEqual([]);
    expect(await near({ modifiedAfter: '2026-05-01' })).toEqual([]);
    expect(await near({ labels: ['none'] })).toEqual([]);
    expect(await near({ repositoryIds: ['none'] })).toEqual([]);
    expect(await near({}, 'org-3')).toEqual([]);
    expect(await embeddings.nearest(ORG, 'another', vector, { limit: 10 })).toEqual([]);
    expect(await embeddings.nearest(ORG, 'small', vector.slice(0, 64), { limit: 10 })).toEqual([]);
  });

  it('what was cited stands in its lines, and what goes from the index goes from the answer', async () => {
    const org = 'org-4';
    const draft = { id: '7', title: 'Workshop', body: 'Where to mend an automobile.' };
    const { repository } = await fillLibrary(bed.ports, org, { pages: [draft] }, 'acme/four');
    await embedMissing({ ports: { ...bed.ports, embeddings }, embedder: meaning.embedder });
    const { passages } = await knowledge(meaning).search(org, { question: 'fix car' });
    expect(passages[0]).toMatchObject({ pageId: '7', text: draft.body });
    await bed.ports.chunks.apply(org, repository.id, {
      commit: 'd'.repeat(40),
      documents: [],
      removed: [passages[0]!.citation.path],
    });
    expect((await knowledge(meaning).search(org, { question: 'fix car' })).passages).toEqual([]);
    await embeddings.prune('small');
    await fillLibrary(bed.ports, org, { pages: [draft] }, 'acme/five');
    expect(await embeddings.backlog('small')).toBe(1);
    await embedMissing({ ports: { ...bed.ports, embeddings }, embedder: meaning.embedder });
    expect(await embeddings.backlog('small')).toBe(0);
  });

  it('puts the best in another order where a reranker is configured', async () => {
    const reranker = createReranker(http, { url: provider.url, apiKey: null, name: 'order' });
    expect(await right({ ...meaning, reranker })).toBe(questions.length);
    expect(provider.asked.at(-1)).toMatchObject({ path: '/v1/rerank', authorization: undefined });
    provider.body = { results: [{ index: 0, relevance_score: 1 }] };
    await expect(reranker.rerank('x', ['a', 'b'])).rejects.toMatchObject({ code: 'model-answer' });
  });

  it('leaves words alone and says so where the provider fails or answers nonsense, and tells no key', async () => {
    const answered = async () => {
      const { passages, meaning: said } = await knowledge(meaning).search(ORG, { question: 'soup' });
      return [passages[0]?.pageId, said];
    };
    provider.status = 401;
    expect(await answered()).toEqual(['5', 'failed']);
    provider.status = 200;
    for (const body of [{ data: [] }, { data: [{ index: 0, embedding: ['x'] }] }, { error: 'no' }]) {
      provider.body = body;
      expect(await answered()).toEqual(['5', 'failed']);
    }
    expect(failures).toHaveLength(4);
    expect(failures.join()).not.toContain('CANARY');
    expect(
      provider.asked.every(({ path, authorization }) => path === '/v1/rerank' || authorization === `Bearer ${KEY}`),
    ).toBe(true);
  });

  it('catches up by itself once the provider answers again, and embeds nothing twice', async () => {
    provider.status = 401;
    await fillLibrary(bed.ports, 'org-6', { pages: [{ id: '8', title: 'Late', body: 'Mend the boat.' }] }, 'acme/six');
    const warned: string[] = [];
    const log = { info: () => undefined, warn: (_fields: object, message: string) => warned.push(message) };
    const options = {
      ports: { ...bed.ports, embeddings },
      embedder: meaning.embedder,
      clock: { now: Date.now },
      log,
      everyMs: 10,
    };
    const failing = createEmbedding(options);
    failing.start();
    await expect.poll(() => warned.length).toBe(1);
    await failing.stop();
    expect(await embeddings.backlog('small')).toBe(1);
    provider.status = 200;
    const before = provider.asked.length;
    const working = createEmbedding(options);
    working.start();
    await expect.poll(() => embeddings.backlog('small')).toBe(0);
    await working.stop();
    expect(provider.asked.slice(before).map(({ texts }) => texts)).toEqual([1]);
  });
});
