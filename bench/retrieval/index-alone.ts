import { createHash } from 'node:crypto';
import { createEmbedder } from '../../src/connectors/model/embedder.ts';
import { createHttp } from '../../src/net/http.ts';
import { createLogger } from '../../src/observe/log.ts';
import { indexFile } from '../../src/pipeline/indexing/index.ts';
import { createKnowledge } from '../../src/server/knowledge/index.ts';
import { createMcp } from '../../src/server/mcp/index.ts';
import { createTestStore } from '../../src/store/store.testbed.ts';
import { embedMissing } from '../../src/workflows/embedding.ts';
import type { Prepared, ToolAnswer } from './ask.ts';
import { MIRROR_ROOT, mirroredPage } from './mirrored.ts';
import type { TestSet } from './test-set.ts';

const ORG = { id: 'eval', slug: 'eval', name: 'Evaluation' };
const COMMIT = 'c'.repeat(40);
const DOCUMENTS_A_BATCH = 200;
const rest = async (ms: number) => void (await new Promise((resolve) => setTimeout(resolve, ms)));

/** Indexes the corpus in this process, as the files that its pages would have: for changes of index and ranking. */
export async function prepareIndexAlone(
  set: TestSet,
  targetCharacters: number | undefined,
  provider: { readonly url: string; readonly name: string } | null,
): Promise<Prepared> {
  const bed = await createTestStore();
  const connection = await bed.ports.connections.create(ORG.id, { connector: 'host', name: 'host' });
  const { id: repositoryId } = await bed.ports.repositories.track(ORG.id, {
    connectionId: connection.id,
    remoteId: '1',
    fullName: 'eval/pages',
    url: 'https://host.example/eval/pages',
    branch: 'main',
  });
  const pages = set.documents.map(mirroredPage);
  const started = performance.now();
  const documents = pages.flatMap(({ path, content }) => {
    const blob = createHash('sha1').update(content).digest('hex');
    const file = { repositoryId, path, commit: COMMIT, blob, content, mirrorRoot: MIRROR_ROOT };
    const read = indexFile(file, { targetCharacters });
    return 'skipped' in read ? [] : [read];
  });
  for (let at = 0; at < documents.length; at += DOCUMENTS_A_BATCH) {
    const batch = documents.slice(at, at + DOCUMENTS_A_BATCH);
    await bed.ports.chunks.apply(ORG.id, repositoryId, { commit: COMMIT, documents: batch, removed: [] });
  }
  const http = createHttp({ userAgent: 'ctxpipe-eval', now: Date.now, sleep: rest, allowLoopback: true });
  const embedder = provider && createEmbedder(http, { ...provider, apiKey: null });
  const embeddings = bed.ports.embeddings!;
  while (embedder && (await embedMissing({ ports: { ...bed.ports, embeddings }, embedder })) > 0);
  const indexSeconds = (performance.now() - started) / 1_000;

  const knowledge = createKnowledge({
    ports: bed.ports,
    clock: { now: Date.now },
    meaning: embedder && { embeddings, embedder },
    fileUrl: ({ url }, at, path) => `${url}/${at}/${path}`,
  });
  const mcp = createMcp({ knowledge, log: createLogger({ level: 'error' }), version: '0' });
  const contents = new Map(pages.map(({ path, content }) => [path, new TextDecoder().decode(content).split('\n')]));
  return {
    async call(name, args) {
      const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
      const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } });
      const response = await mcp(new Request('http://127.0.0.1/mcp', { method: 'POST', headers, body }), ORG);
      return ((await response.json()) as { result: ToolAnswer }).result;
    },
    documentOf: new Map(pages.map(({ pageId, documentId }) => [pageId, documentId])),
    linesOf: async (_commit, path) => contents.get(path) ?? [],
    indexSeconds,
    async close() {
      http.close();
      await bed.close();
    },
  };
}
