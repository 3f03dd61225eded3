import type { EntityKind } from '../../core/entity.ts';
import type { Ports } from '../../core/ports/index.ts';
import { Problem } from '../../core/problem.ts';
import { fileKey } from '../../pipeline/graph/index.ts';
import type { Impacted, Related, Way } from './knowledge.ts';
import { findDocument } from './target.ts';

type Stores = Pick<Ports, 'chunks' | 'repositories' | 'graph'>;
type Ref = { readonly kind: EntityKind; readonly key: string };

/** The node that a document is in the graph: its page, else its file. */
async function nodeOfDocument(ports: Stores, orgId: string, target: string): Promise<Ref> {
  const document = await findDocument(ports, orgId, target);
  if (document.source) return { kind: 'page', key: document.source.pageId };
  const repository = await ports.repositories.get(orgId, document.repositoryId);
  return { kind: 'file', key: fileKey(repository?.fullName ?? '', document.path) };
}

/** The node that bears a name exactly, or the only one that resembles it. */
async function nodeByName(ports: Stores, orgId: string, name: string): Promise<Ref | null> {
  const found = await ports.graph.find(orgId, name, 20);
  const wanted = name.toLowerCase();
  const exact = found.filter((node) => node.name.toLowerCase() === wanted || node.key.toLowerCase() === wanted);
  return exact[0] ?? (found.length === 1 ? found[0]! : null);
}

async function nodeOf(ports: Stores, orgId: string, target: string): Promise<Ref> {
  return nodeOfDocument(ports, orgId, target).catch(async (error: unknown) => {
    const named = error instanceof Problem && error.status === 404 ? await nodeByName(ports, orgId, target) : null;
    if (!named) throw error;
    return named;
  });
}

function notInGraph(): Problem {
  return new Problem({
    code: 'document-not-found',
    message: 'Nothing in the graph stands under that target yet.',
    status: 404,
    hint: 'Try again when the index has caught up: the sources tool says whether it has.',
  });
}

/** What stands around a document, or around a thing of the graph by its name. */
export async function relatedTo(
  ports: Stores,
  orgId: string,
  request: { readonly target: string; readonly depth?: 1 | 2; readonly limit?: number },
): Promise<Related> {
  const { target, depth = 1, limit = 40 } = request;
  const ref = await nodeOf(ports, orgId, target);
  const graph = await ports.graph.neighbours(orgId, ref, { depth, limit });
  const center = graph.nodes.find((node) => node.kind === ref.kind && node.key === ref.key);
  if (!center) throw notInGraph();
  return { center: center.id, graph };
}

/** The shortest way between two things. */
export async function pathBetween(
  ports: Stores,
  orgId: string,
  { from, to, steps = 6 }: { readonly from: string; readonly to: string; readonly steps?: number },
): Promise<Way> {
  const [start, end] = await Promise.all([nodeOf(ports, orgId, from), nodeOf(ports, orgId, to)]);
  return { graph: (await ports.graph.path?.(orgId, start, end, steps)) ?? null };
}

/** What a change of something may concern. */
export async function impactOf(
  ports: Stores,
  orgId: string,
  { target, limit = 50 }: { readonly target: string; readonly limit?: number },
): Promise<Impacted> {
  const ref = await nodeOf(ports, orgId, target);
  const [around, found] = await Promise.all([
    ports.graph.neighbours(orgId, ref, { depth: 1, limit: 1 }),
    ports.graph.impact?.(orgId, ref, limit),
  ]);
  const center = around.nodes[0];
  if (!center) throw notInGraph();
  return { center, items: found?.items ?? [], total: found?.total ?? 0 };
}
