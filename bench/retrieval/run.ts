import { askPages, brokenCitations, type Prepared } from './ask.ts';
import { prepareIndexAlone } from './index-alone.ts';
import { mean, meanOf, measure, percentile } from './measures.ts';
import { plainBm25 } from './plain-bm25.ts';
import { readTestSet, type TestSet } from './test-set.ts';
import { prepareWholeWay } from './whole-way.ts';

export interface RetrievalOptions {
  readonly set: string;
  /** `product`: the whole way. `index`: indexing and search alone. `bm25`: the yardstick in place of the product. */
  readonly engine: 'product' | 'index' | 'bm25';
  readonly targetCharacters?: number;
  /** Provider of vectors for `index`; absent or null: words alone. */
  readonly embeddings?: { readonly url: string; readonly name: string } | null;
  readonly say: (line: string) => void;
}

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
  return { ...meanOf(measures), times, tokensPerAnswer: 0, indexSeconds: 0 };
}

/** Asks every query of a product that has the corpus indexed. */
async function askAll(set: TestSet, prepared: Prepared, say: RetrievalOptions['say']) {
  const { call, documentOf, linesOf, indexSeconds } = prepared;
  const asked = [];
  for (const { id, text } of set.queries) {
    const answer = await askPages(call, text);
    const ranking = answer.pages.map((page) => documentOf.get(page) ?? `unknown page ${page}`);
    const broken = await brokenCitations(answer.passages, linesOf);
    asked.push({ ...answer, broken, measures: measure(ranking, set.grades.get(id)!) });
  }
  const broken = asked.reduce((sum, one) => sum + one.broken, 0);
  const cited = asked.reduce((sum, { passages }) => sum + passages.length, 0);
  say(`${cited - broken} of ${cited} citations hold the passage.`);
  if (broken > 0) process.exitCode = 1;
  return {
    ...meanOf(asked.map(({ measures }) => measures)),
    times: asked.map(({ ms }) => ms),
    tokensPerAnswer: Math.round(mean(asked.map(({ tokens }) => tokens))),
    indexSeconds,
  };
}

async function productOf(set: TestSet, { engine, targetCharacters, embeddings, say }: RetrievalOptions) {
  const prepared = await (engine === 'index'
    ? prepareIndexAlone(set, targetCharacters, embeddings ?? null)
    : prepareWholeWay(set, say));
  try {
    say(`Indexed in ${prepared.indexSeconds.toFixed(1)} s; asking ...`);
    return await askAll(set, prepared, say);
  } finally {
    await prepared.close();
  }
}

/** Measures retrieval on a test set, with the yardstick in the same run. */
export async function evaluateRetrieval(options: RetrievalOptions) {
  const set = await readTestSet(options.set);
  options.say(`${set.documents.length} documents, ${set.queries.length} queries`);
  const baseline = baselineOf(set);
  const engine = options.engine === 'bm25' ? baseline : await productOf(set, options);
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
    indexSeconds: rounded(engine.indexSeconds, 2),
  };
}
