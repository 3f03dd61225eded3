import { createHash } from 'node:crypto';
import { printFrontMatter } from '../../src/config/front-matter.ts';
import type { IndexedDocument } from '../../src/core/chunk.ts';
import type { Ports } from '../../src/core/ports/index.ts';
import { factsOf, linkTraces } from '../../src/pipeline/graph/index.ts';
import { indexFile } from '../../src/pipeline/indexing/index.ts';
import { madePage } from './corpus.ts';

export const ORG = 'bench';
const COMMIT = 'c'.repeat(40);
const PAGES_A_BATCH = 200;

export interface Filled {
  readonly seconds: number;
  readonly chunks: number;
  /** null: the graph was left out. */
  readonly graphSeconds: number | null;
}

function fileOf(page: ReturnType<typeof madePage>): Uint8Array {
  const head = printFrontMatter({
    pageId: page.id,
    spaceKey: page.path.split('/')[1]!,
    title: page.title,
    version: 1,
    url: `https://pages.example/${page.id}`,
    parentId: page.parentId,
    labels: [`label-${Number(page.id) % 50}`],
    author: `Person ${Number(page.id) % 300}`,
    editor: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    modifiedAt: '2026-01-01T00:00:00.000Z',
    sourceHash: 'hash',
    kind: 'page',
  });
  return new TextEncoder().encode(`${head}\n${page.markdown}`);
}

/** Indexes pages as the product does: from the bytes of their files to tables that can be asked. */
export async function fill(
  ports: Ports,
  pages: number,
  withGraph: boolean,
  each: (document: IndexedDocument) => Promise<void>,
): Promise<Filled> {
  const connection = await ports.connections.create(ORG, { connector: 'host', name: 'host' });
  const repository = await ports.repositories.track(ORG, {
    connectionId: connection.id,
    remoteId: '1',
    fullName: 'bench/pages',
    url: 'https://host.example/bench/pages',
    branch: 'main',
  });
  const context = {
    repository,
    pageAt: (path: string) => /(\d+)\.md$/.exec(path)?.[1],
    hasFile: () => true,
    entityAt: () => undefined,
  };
  let milliseconds = 0;
  let graphMilliseconds = 0;
  let chunks = 0;
  for (let first = 0; first < pages; first += PAGES_A_BATCH) {
    const files = Array.from({ length: Math.min(PAGES_A_BATCH, pages - first) }, (_, at) => madePage(first + at)).map(
      (page) => ({ path: page.path, content: fileOf(page) }),
    );
    const started = performance.now();
    const documents = files.flatMap(({ path, content }) => {
      const blob = createHash('sha1').update(content).digest('hex');
      const file = { repositoryId: repository.id, path, commit: COMMIT, blob, content, mirrorRoot: 'mirror' };
      const read = indexFile(file);
      return 'skipped' in read ? [] : [read];
    });
    await ports.chunks.apply(ORG, repository.id, { commit: COMMIT, documents, removed: [] });
    milliseconds += performance.now() - started;
    if (withGraph) {
      const begun = performance.now();
      await ports.graph.apply(
        ORG,
        repository.id,
        new Map(documents.map((document) => [document.path, factsOf(document, context)])),
      );
      const traces = documents.map(
        (document) => [document.path, { page: document.traces ?? null, links: linkTraces(document, context) }] as const,
      );
      await ports.health.apply(ORG, repository.id, new Map(traces));
      const changed = documents.map(({ path }) => ({ path, changedAt: null }));
      await ports.health.saveFiles(ORG, repository.id, changed, []);
      graphMilliseconds += performance.now() - begun;
    }
    for (const document of documents) {
      chunks += document.chunks.length;
      await each(document);
    }
  }
  await ports.repositories.setIndexed(ORG, repository.id, COMMIT);
  return { seconds: milliseconds / 1_000, chunks, graphSeconds: withGraph ? graphMilliseconds / 1_000 : null };
}
