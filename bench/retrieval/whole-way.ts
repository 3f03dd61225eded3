import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { emptyResult } from '../../test/demo/result.ts';
import { connect, mirror, type Stage, setStage } from '../../test/demo/story.ts';
import type { Prepared, ToolAnswer } from './ask.ts';
import { writeCorpusWorld } from './corpus-world.ts';
import type { TestSet } from './test-set.ts';

const INDEX_MS = 1_800_000;
const STILL_MS = 20_000;
const run = promisify(execFile);
const rest = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** An agent's fetch: waits as long as a server that is asked too often says. */
async function patientFetch(url: string | URL, init?: RequestInit): Promise<Response> {
  for (;;) {
    const response = await fetch(url, init);
    if (response.status !== 429) return response;
    await rest(Number(response.headers.get('retry-after') ?? 1) * 1_000);
  }
}

async function openClient(origin: string, slug: string, key: string): Promise<Client> {
  const client = new Client({ name: 'evaluation', version: '1' });
  const requestInit = { headers: { 'x-api-key': key } };
  const url = new URL(`${origin}/mcp?orgSlug=${slug}`);
  await client.connect(new StreamableHTTPClientTransport(url, { requestInit, fetch: patientFetch }));
  return client;
}

/** Waits until every page can be searched. Gives when that was, by the clock of `performance`. */
async function awaitIndex(call: Prepared['call'], documents: number, say: (line: string) => void): Promise<void> {
  const until = performance.now() + INDEX_MS;
  let since = performance.now();
  for (let before = -1; performance.now() < until; ) {
    const { structuredContent } = await call('sources', {});
    const state = structuredContent as { documents: number; freshness: { pending_commits: number } };
    if (state.documents >= documents && state.freshness.pending_commits === 0) return;
    if (state.documents !== before) {
      say(`${state.documents} of ${documents} documents are searchable`);
      since = performance.now();
    }
    // Everything is indexed, and something was left out, such as a page that is too large.
    if (state.freshness.pending_commits === 0 && state.documents > 0 && performance.now() - since > STILL_MS) return;
    before = state.documents;
    await rest(250);
  }
  throw new Error('the index did not follow within half an hour');
}

/**
 * Takes the corpus the whole way: pages of a site, the mirror, a commit, the index, and an agent's client of the
 * search tool, all of it the product as it runs, on the stand-ins for the outside world.
 */
export async function prepareWholeWay(set: TestSet, say: (line: string) => void): Promise<Prepared> {
  const folder = await mkdtemp(join(tmpdir(), 'ctxpipe-eval-'));
  const closers: Stage['closers'] = [() => rm(folder, { recursive: true, force: true, maxRetries: 5 })];
  const close = async () => {
    for (const closer of closers.reverse()) await closer();
  };
  try {
    const documentOf = await writeCorpusWorld(set.documents, folder);
    const options = { world: folder, pages: undefined, json: true, keep: false };
    const result = emptyResult(folder);
    const stage = await setStage(options, closers, say);
    const { operator, sourceId } = await connect(stage, result, say);
    await mirror(stage, result, operator, sourceId, say);
    const mirrored = performance.now();
    const { key } = await operator.api<{ key: string }>('POST', '/keys', { name: 'evaluation', role: 'member' });
    const client = await openClient(stage.product.origin, operator.org, key);
    closers.push(() => client.close());
    const call: Prepared['call'] = async (name, args) =>
      (await client.callTool({ name, arguments: { ...args } })) as unknown as ToolAnswer;
    await awaitIndex(call, set.documents.length, say);
    const indexSeconds = (performance.now() - mirrored) / 1_000;
    const files = new Map<string, readonly string[]>();
    const linesOf = async (commit: string, path: string) => {
      const known = files.get(`${commit}:${path}`);
      if (known) return known;
      const { stdout } = await run('git', ['-C', result.repository, 'show', `${commit}:${path}`], {
        maxBuffer: 1 << 28,
      });
      const lines = stdout.split('\n');
      files.set(`${commit}:${path}`, lines);
      return lines;
    };
    return { call, documentOf, linesOf, indexSeconds, close };
  } catch (error) {
    await close();
    throw error;
  }
}
