import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret } from '../../src/core/secret.ts';
import { createKnowledge } from '../../src/server/knowledge/index.ts';
import { migrate, openStore, startEmbedded } from '../../src/store/index.ts';
import { openPool } from '../../src/store/pool.ts';
import { dice, madePhrases, madeQuestions } from './corpus.ts';
import { growthOf, type IndexBench, type SizeFigures, timed } from './figures.ts';
import { createJavaScript } from './javascript.ts';
import type { IndexOptions } from './options.ts';
import { fill, ORG } from './ours.ts';
import { createPlain } from './plain.ts';

type Say = (line: string) => void;

const CHUNKS_A_PAGE = 5;
const QUESTIONS = 200;
/** Plain ranking reads every match: at a million chunks a question takes seconds. */
const QUESTIONS_OF_MILLIONS = 30;
const WARM_UP = 20;
/** The index in memory takes about 4 KiB a chunk. */
const MOST_IN_MEMORY = 200_000;
const MOST_IN_GRAPH = 200_000;
const NEIGHBOURHOODS = 200;
const HEALTH_CALLS = 5;

async function measureSize(chunks: number, url: string, options: IndexOptions, say: Say): Promise<SizeFigures> {
  const store = openStore({
    url,
    clock: { now: Date.now },
    encryptionKey: new Secret('0'.repeat(64)),
  });
  const sql = openPool(url, { max: 2, name: 'bench' });
  try {
    const pages = Math.ceil(chunks / CHUNKS_A_PAGE);
    const withGraph = chunks <= MOST_IN_GRAPH;
    const plain = options.rivals ? await createPlain(sql) : null;
    const javascript = options.rivals && chunks <= MOST_IN_MEMORY ? createJavaScript() : null;
    const filled = await fill(store.ports, pages, withGraph, async (document) => {
      javascript?.add(document);
      if (plain) await plain.add(document);
    });
    say(`${filled.chunks} chunks are indexed, in ${filled.seconds.toFixed(1)} s; asking ...`);
    await sql`analyze`;
    await sql`vacuum chunk_vectors`;
    const questions = madeQuestions(pages, QUESTIONS);
    const ask = (text: string) => store.ports.chunks.search(ORG, { text, limit: 100 });
    for (const question of madeQuestions(pages, QUESTIONS + WARM_UP).slice(QUESTIONS)) await ask(question);
    const search = await timed(questions, ask);
    say(`ours: p50 ${search.p50} ms, p95 ${search.p95} ms`);
    let found = 0;
    const phrases = await timed(madePhrases(pages, QUESTIONS), async ({ text, pageId }) => {
      const { matches } = await ask(text);
      if (matches.some(({ source }) => source?.pageId === pageId)) found += 1;
    });
    say(`quoted passages: p50 ${phrases.p50} ms, p95 ${phrases.p95} ms, ${found} of ${QUESTIONS} found`);
    const random = dice(7);
    const ids = Array.from({ length: NEIGHBOURHOODS }, () => String(1_000_000 + Math.floor(random() * pages)));
    const neighbours = withGraph
      ? await timed(ids, (key) => store.ports.graph.neighbours(ORG, { kind: 'page', key }, { depth: 1, limit: 40 }))
      : null;
    const knowledge = createKnowledge({
      ports: store.ports,
      clock: { now: Date.now },
      fileUrl: ({ url: repository }, commit, path) => `${repository}/${commit}/${path}`,
    });
    const health = withGraph
      ? await timed(Array(HEALTH_CALLS).fill({}), (asked) => knowledge.health(ORG, asked))
      : null;
    const [size] = await sql<{ bytes: string }[]>`
      select pg_total_relation_size('chunks') + pg_total_relation_size('chunk_vectors') + pg_total_relation_size('documents')
        + pg_total_relation_size('index_terms') as bytes`;
    return {
      chunks: filled.chunks,
      pages,
      ours: {
        name: 'ctx|',
        seconds: Number(filled.seconds.toFixed(1)),
        chunksASecond: Math.round(filled.chunks / filled.seconds),
        search,
        mib: Math.round(Number(size!.bytes) / 1_048_576),
      },
      plain:
        plain && (await plain.measure(questions.slice(0, chunks > MOST_IN_MEMORY ? QUESTIONS_OF_MILLIONS : QUESTIONS))),
      javascript: javascript && (await javascript.measure(questions)),
      phrases: { ...phrases, found },
      graphSeconds: filled.graphSeconds && Number(filled.graphSeconds.toFixed(1)),
      neighbours,
      health,
    };
  } finally {
    await sql.end({ timeout: 1 });
    await store.close();
  }
}

/** Measures every size on a database of its own, with the settings that the product starts its database with. */
export async function runIndexBench(options: IndexOptions, say: Say): Promise<IndexBench> {
  const loadBefore = Number(loadavg()[0]!.toFixed(1));
  const sizes: SizeFigures[] = [];
  for (const chunks of options.chunks) {
    const dataDir = await mkdtemp(join(tmpdir(), 'ctxpipe-bench-index-'));
    const server = await startEmbedded({ dataDir });
    try {
      await migrate(server.url);
      sizes.push(await measureSize(chunks, server.url, options, say));
    } finally {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
    }
  }
  return {
    at: new Date().toISOString(),
    node: process.version,
    cpus: cpus().length,
    loadBefore,
    sizes,
    growthPerTenfold: growthOf(sizes),
  };
}
