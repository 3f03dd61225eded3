import type { IndexedDocument } from '../../core/chunk.ts';
import type { DocumentFacts } from '../../core/entity.ts';
import type { Ports } from '../../core/ports/index.ts';
import type { TrackedRepository } from '../../core/ports/repositories.ts';
import type { CodeReader } from '../../core/roles/code-reader.ts';
import type { GitMirror, TreeEntry } from '../../core/roles/repo-host.ts';
import {
  codePlaceOf,
  factsOf,
  type GraphContext,
  linkTraces,
  namedAmong,
  namesOf,
  namingOf,
} from '../../pipeline/graph/index.ts';
import { excludedBy, indexFile } from '../../pipeline/indexing/index.ts';
import type { WorkContext } from '../context.ts';
import { namesBefore, relink, saveNames } from './relinking.ts';
import type { Surroundings } from './surroundings.ts';

/** A file that differs between the indexed commit and the one to be indexed. */
export interface FileChange {
  readonly path: string;
  /** null: the file is gone. */
  readonly blob: string | null;
}

const NOTHING: DocumentFacts = { entities: [], relations: [] };

async function readDocuments(
  repository: TrackedRepository,
  mirror: GitMirror,
  commit: string,
  files: readonly (FileChange & { readonly blob: string })[],
  mirrorRoot: string | null,
  code: CodeReader | undefined,
): Promise<ReadonlyMap<string, IndexedDocument>> {
  const documents = new Map<string, IndexedDocument>();
  let at = 0;
  for await (const { content } of mirror.readBlobs(files.map((file) => file.blob))) {
    const { path, blob } = files[at++]!;
    const reading = await code?.read(path, content);
    const structure = reading?.state === 'read' ? reading.structure : null;
    const read = indexFile({ repositoryId: repository.id, path, commit, blob, content, mirrorRoot, structure });
    if (!('skipped' in read)) documents.set(path, read);
  }
  return documents;
}

/** Facts of the documents that name something known; read once the batch's own definitions are known too. */
async function factsWithNames(
  ports: Ports,
  orgId: string,
  documents: ReadonlyMap<string, IndexedDocument>,
  graph: GraphContext,
): Promise<ReadonlyMap<string, DocumentFacts>> {
  const asked = new Map(
    [...documents].map(([path, document]) => [path, namesOf(namingOf(document, codePlaceOf(graph)))]),
  );
  const names = [...new Set([...asked.values()].flat())];
  const found = names.length === 0 ? [] : ((await ports.graph.named?.(orgId, names)) ?? []);
  const known = new Set(found.flatMap(({ kind, name, key }) => (kind === 'symbol' ? [name, key] : [name])));
  const context = { ...graph, named: namedAmong(found) };
  const naming = [...documents].filter(([path]) => asked.get(path)!.some((name) => known.has(name)));
  return new Map(naming.map(([path, document]) => [path, factsOf(document, context)]));
}

/** Indexes some changed files; what is gone, or not worth an index, leaves it. Gives the number of documents. */
export async function applyBatch(
  { ports, code }: Pick<WorkContext, 'ports' | 'code'>,
  repository: TrackedRepository,
  mirror: GitMirror,
  commit: string,
  batch: readonly FileChange[],
  surroundings: Surroundings & { readonly tree: ReadonlyMap<string, TreeEntry> },
): Promise<number> {
  const { tree, mirrorRoot, graph, withheld } = surroundings;
  const wanted = batch.flatMap(({ path, blob }) => {
    const size = tree.get(path)?.size;
    if (blob === null || size === undefined || excludedBy(path, size, undefined, mirrorRoot) !== null) return [];
    return [{ path, blob }];
  });
  const read = await readDocuments(repository, mirror, commit, wanted, mirrorRoot, code);
  const documents = new Map([...read].filter(([, { source }]) => source === null || !withheld.has(source.pageId)));
  const removed = batch.map(({ path }) => path).filter((path) => !documents.has(path));
  const facts = new Map<string, DocumentFacts>(removed.map((path) => [path, NOTHING]));
  for (const [path, document] of documents) facts.set(path, factsOf(document, graph));
  const before = await namesBefore(ports, repository, facts);
  await ports.chunks.apply(repository.orgId, repository.id, { commit, documents: [...documents.values()], removed });
  await ports.graph.apply(repository.orgId, repository.id, facts);
  const traces = [...documents].map(
    ([path, document]) => [path, { page: document.traces ?? null, links: linkTraces(document, graph) }] as const,
  );
  await ports.health.apply(repository.orgId, repository.id, new Map(traces));
  await saveNames(ports, repository, documents, graph);
  const naming = await factsWithNames(ports, repository.orgId, documents, graph);
  if (naming.size > 0) await ports.graph.apply(repository.orgId, repository.id, naming);
  await relink(ports, repository, before, new Set(facts.keys()), graph);
  return documents.size;
}
