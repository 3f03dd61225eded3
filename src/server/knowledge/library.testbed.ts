import { createHash } from 'node:crypto';
import { printFrontMatter } from '../../config/front-matter.ts';
import type { IndexedDocument } from '../../core/chunk.ts';
import type { DocumentFacts } from '../../core/entity.ts';
import type { Ports } from '../../core/ports/index.ts';
import type { TrackedRepository } from '../../core/ports/repositories.ts';
import {
  codePlaceOf,
  factsOf,
  type GraphContext,
  linkTraces,
  namedAmong,
  namesOf,
  namingOf,
} from '../../pipeline/graph/index.ts';
import { indexFile } from '../../pipeline/indexing/index.ts';

export interface DraftPage {
  readonly id: string;
  readonly title: string;
  readonly body: string;
  readonly space?: string;
  readonly parent?: string;
  readonly labels?: readonly string[];
  readonly modified?: string;
  /** null: nobody that is known. */
  readonly editor?: string | null;
  /** Below the folder of the space. Default: `<id>.md`. */
  readonly name?: string;
}

export const MIRROR_ROOT = 'wiki';

export function pathOfPage(page: DraftPage): string {
  return `${MIRROR_ROOT}/${page.space ?? 'ENG'}/${page.name ?? `${page.id}.md`}`;
}

/** The file of a page as the mirror holds it. */
export function fileOfPage(page: DraftPage): string {
  const head = printFrontMatter({
    pageId: page.id,
    spaceKey: page.space ?? 'ENG',
    title: page.title,
    version: 3,
    url: `https://wiki.example/pages/${page.id}`,
    parentId: page.parent ?? null,
    labels: page.labels ?? [],
    author: page.editor === null ? null : 'Ada',
    editor: page.editor === undefined ? 'Ada' : page.editor,
    createdAt: '2026-01-01T00:00:00.000Z',
    modifiedAt: page.modified ?? '2026-02-01T00:00:00.000Z',
    sourceHash: 'hash',
    kind: 'page',
  });
  return `${head}\n${page.body}\n`;
}

export interface Library {
  readonly repository: TrackedRepository;
  /** Content by path, as at the newest commit. */
  readonly files: ReadonlyMap<string, string>;
  readonly commit: string;
}

/** Puts pages and files into a repository of an organization, the way an indexing run does. */
export async function fillLibrary(
  ports: Ports,
  orgId: string,
  content: {
    readonly pages?: readonly DraftPage[];
    readonly files?: Readonly<Record<string, string>>;
    /** When files last changed; others are not known. */
    readonly changed?: Readonly<Record<string, string>>;
  },
  fullName = 'acme/docs',
): Promise<Library> {
  const connection = await ports.connections.create(orgId, { connector: 'host', name: 'host' });
  const url = `https://host.example/${fullName}`;
  const fields = { connectionId: connection.id, remoteId: `${orgId}-${fullName}`, fullName, url, branch: 'main' };
  const repository = await ports.repositories.track(orgId, fields);
  const pages = new Map((content.pages ?? []).map((page) => [pathOfPage(page), page]));
  const files = new Map(Object.entries(content.files ?? {}));
  for (const [path, page] of pages) files.set(path, fileOfPage(page));
  const commit = createHash('sha1')
    .update(JSON.stringify([...files]))
    .digest('hex');
  const documents: IndexedDocument[] = [];
  const facts = new Map<string, DocumentFacts>();
  for (const [path, text] of files) {
    const blob = createHash('sha1').update(text).digest('hex');
    const bytes = new TextEncoder().encode(text);
    const document = indexFile({
      repositoryId: repository.id,
      path,
      commit,
      blob,
      content: bytes,
      mirrorRoot: MIRROR_ROOT,
    });
    if ('skipped' in document) continue;
    documents.push(document);
  }
  const context: GraphContext = {
    repository,
    pageAt: (at) => pages.get(at)?.id,
    hasFile: (at) => files.has(at),
    entityAt: () => undefined,
  };
  for (const document of documents) facts.set(document.path, factsOf(document, context));
  await ports.chunks.apply(orgId, repository.id, { commit, documents, removed: [] });
  await ports.graph.apply(orgId, repository.id, facts);
  for (const document of documents) {
    const named = namedAmong(
      (await ports.graph.named?.(orgId, namesOf(namingOf(document, codePlaceOf(context))))) ?? [],
    );
    facts.set(document.path, factsOf(document, { ...context, named }));
  }
  const traces = documents.map((document) => {
    const links = linkTraces(document, context);
    return [document.path, { page: document.traces ?? null, links }] as const;
  });
  await ports.health.apply(orgId, repository.id, new Map(traces));
  const changed = [...files.keys()].map((path) => ({ path, changedAt: content.changed?.[path] ?? null }));
  await ports.health.saveFiles(orgId, repository.id, changed, []);
  await ports.graph.apply(orgId, repository.id, facts);
  await ports.repositories.setHead(orgId, repository.id, commit);
  await ports.repositories.setIndexed(orgId, repository.id, commit);
  return { repository: (await ports.repositories.get(orgId, repository.id))!, files, commit };
}

export function fileUrl(
  { url }: { readonly url: string },
  commit: string,
  path: string,
  [first, last]: readonly [number, number],
): string {
  return `${url}/blob/${commit}/${path.split('/').map(encodeURIComponent).join('/')}#L${first}-L${last}`;
}
