import { createHash } from 'node:crypto';
import { createLogger } from '../../src/observe/log.ts';
import { indexFile } from '../../src/pipeline/indexing/index.ts';
import { createKnowledge } from '../../src/server/knowledge/index.ts';
import { createMcp } from '../../src/server/mcp/index.ts';
import { createTestStore } from '../../src/store/store.testbed.ts';
import { askPages } from './ask.ts';
import { mean, meanOf, measure, percentile } from './measures.ts';
import { MIRROR_ROOT, mirroredPage } from './mirrored.ts';
import { plainBm25 } from './plain-bm25.ts';
import { readTestSet, type TestSet } from './test-set.ts';

export interface RetrievalOptions {
  readonly set: string;
  /** `bm25`: the yardstick alone, in place of the product. */
  readonly engine: 'product' | 'bm25';
  readonly targetCharacters?: number;
  readonly say: (line: string) => void;
}

const ORG = { id: 'eval', slug: 'eval', name: 'Evaluation' };

function rounded(value: number, digits = 4): number {
  return Number(value.toFixed(digits));
}

/** The yardstick over the corpus text as it is. */
function baselineOf(set: TestSet) {
  const rank = plainBm25(set.documents);
  const times: number[] = [];
  const measures = set.queries.map(({ id, text }) => {
    const started = performance.now();
    const ranking = rank(text);
    times.push(performance.now() - started);
    return measure(ranking, set.grades.get(id)!);
  });
  return { ...meanOf(measures), times };
}

/** Indexes the corpus as pages of a mirror and asks the search tool every query. */
async function productOf(set: TestSet, options: RetrievalOptions) {
  const bed = await createTestStore();
  try {
    const connection = await bed.ports.connections.create(ORG.id, { connector: 'host', name: 'host' });
    const repository = await bed.ports.repositories.track(ORG.id, {
      connectionId: connection.id,
      remoteId: '1',
      fullName: 'eval/pages',
      url: 'https://host.example/eval/pages',
      branch: 'main',
    });
    const started = performance.now();
    const commit = 'c'.repeat(40);
    const pages = set.documents.map(mirroredPage);
    const documents = pages.flatMap(({ path, content }) => {
      const blob = createHash('sha1').update(content).digest('hex');
      const file = { repositoryId: repository.id, path, commit, blob, content, mirrorRoot: MIRROR_ROOT };
      const read = indexFile(file, { targetCharacters: options.targetCharacters });
      return 'skipped' in read ? [] : [read];
    });
    for (let at = 0; at < documents.length; at += 200)
      await bed.ports.chunks.apply(ORG.id, repository.id, {
        commit,
        documents: documents.slice(at, at + 200),
        removed: [],
      });
    await bed.ports.repositories.setHead(ORG.id, repository.id, commit);
    await bed.ports.repositories.setIndexed(ORG.id, repository.id, commit);
    const indexSeconds = (performance.now() - started) / 1_000;
    options.say(`${documents.length} documents indexed in ${indexSeconds.toFixed(1)} s`);

    const knowledge = createKnowledge({ ports: bed.ports, fileUrl: ({ url }, at, path) => `${url}/${at}/${path}` });
    const mcp = createMcp({ knowledge, log: createLogger({ level: 'error' }), version: '0' });
    const documentOf = new Map(pages.map(({ pageId, documentId }) => [pageId, documentId]));
    const lines = new Map(pages.map(({ path, content }) => [path, new TextDecoder().decode(content).split('\n')]));
    const asked = [];
    for (const { id, text } of set.queries) {
      const answer = await askPages(mcp, ORG, text);
      const ranking = answer.pages.map((page) => documentOf.get(page)!);
      const broken = answer.passages.filter(
        ({ citation, content }) =>
          !lines
            .get(citation.path)!
            .slice(citation.lines[0] - 1, citation.lines[1])
            .join('\n')
            .includes(content.text),
      );
      asked.push({ ...answer, broken: broken.length, measures: measure(ranking, set.grades.get(id)!) });
    }
    return {
      ...meanOf(asked.map(({ measures }) => measures)),
      times: asked.map(({ ms }) => ms),
      tokensPerAnswer: Math.round(mean(asked.map(({ tokens }) => tokens))),
      brokenCitations: asked.reduce((sum, { broken }) => sum + broken, 0),
      indexSeconds,
    };
  } finally {
    await bed.close();
  }
}

/** Measures retrieval on a test set, with the yardstick in the same run. */
export async function evaluateRetrieval(options: RetrievalOptions) {
  const set = await readTestSet(options.set);
  options.say(`${set.documents.length} documents, ${set.queries.length} queries`);
  const baseline = baselineOf(set);
  const nothing = { tokensPerAnswer: 0, brokenCitations: 0, indexSeconds: 0 };
  const engine = options.engine === 'bm25' ? { ...baseline, ...nothing } : await productOf(set, options);
  return {
    documents: set.documents.length,
    queries: set.queries.length,
    ndcg10: rounded(engine.ndcg10),
    recall10: rounded(engine.recall10),
    mrr10: rounded(engine.mrr10),
    baseline: { name: 'bm25', ndcg10: rounded(baseline.ndcg10), recall10: rounded(baseline.recall10) },
    p50ms: rounded(percentile(engine.times, 0.5), 2),
    p95ms: rounded(percentile(engine.times, 0.95), 2),
    tokensPerAnswer: engine.tokensPerAnswer,
    brokenCitations: engine.brokenCitations,
    indexSeconds: rounded(engine.indexSeconds, 2),
  };
}
