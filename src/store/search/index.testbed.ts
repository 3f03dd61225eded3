import { createHash } from 'node:crypto';
import type { DocumentSource, IndexedDocument } from '../../core/chunk.ts';
import type { Ports } from '../../core/ports/index.ts';

/** A repository to index into, with the connection that it belongs to. */
export async function trackRepository(ports: Ports, orgId: string, remoteId = '1') {
  const connection = await ports.connections.create(orgId, { connector: 'host', name: 'host' });
  return ports.repositories.track(orgId, {
    connectionId: connection.id,
    remoteId,
    fullName: `org/repository-${remoteId}`,
    url: `https://host.example/org/repository-${remoteId}`,
    branch: 'main',
  });
}

export interface DraftDocument {
  readonly path: string;
  readonly title?: string;
  /** One chunk each. */
  readonly texts: readonly string[];
  readonly headings?: readonly string[];
  readonly source?: Partial<DocumentSource>;
}

/** A document as indexing makes it, of one chunk per text. */
export function documentOf(repositoryId: string, commit: string, draft: DraftDocument): IndexedDocument {
  const title = draft.title ?? draft.path;
  return {
    repositoryId,
    path: draft.path,
    commit,
    blob: createHash('sha1').update(JSON.stringify(draft)).digest('hex'),
    kind: draft.source ? 'mirrored-page' : 'markdown',
    title,
    source: draft.source
      ? {
          pageId: `page-${draft.path}`,
          spaceKey: 'ENG',
          url: `https://wiki.example/${draft.path}`,
          version: 1,
          parentId: null,
          labels: [],
          author: null,
          editor: null,
          createdAt: '2026-01-01T00:00:00.000Z',
          modifiedAt: '2026-01-01T00:00:00.000Z',
          ...draft.source,
        }
      : null,
    chunks: draft.texts.map((text, ordinal) => ({
      ordinal,
      headingPath: draft.headings ?? [],
      text,
      startLine: ordinal * 10 + 1,
      endLine: ordinal * 10 + 9,
    })),
    links: [],
  };
}
