import type { EntityKind } from '../../core/entity.ts';
import type { GraphNode } from '../../core/ports/entity-graph.ts';
import type { Ports } from '../../core/ports/index.ts';
import { Problem } from '../../core/problem.ts';
import { fileKey } from '../../pipeline/graph/index.ts';
import type { Impacted, Related, Way } from './knowledge.ts';
import { documentNotFound, findDocument } from './target.ts';

type Stores = Pick<Ports, 'chunks' | 'repositories' | 'graph'>;
type Ref = { readonly kind: EntityKind; readonly key: string };

/** The node that a document is in the graph: its page, else its file. */
async function nodeOfDocument(ports: Stores, orgId: string, target: string): Promise<Ref> {
  const document = await findDocument(ports, orgId, target);
  if (document.source) return { kind: 'page', key: document.source.pageId };
  const repository = await ports.repositories.get(orgId, document.repositoryId);
  return { kind: 'file', key: fileKey(repository?.fullName ?? '', document.path) };
}

/** Suggestions that an error makes. */
const MOST_SUGGESTED = 5;
/** Words of authors stay out of errors: what is not of this shape is named by its key or not at all. */
const PLAIN_NAME = /^(?:[A-Z]{3,7} )?[\w$@./#:{}-]{1,200}$/;

/** How an error names a node: by what can be sent as a target, never by a title. */
function referenceTo({ kind, key, name }: GraphNode): readonly string[] {
  if (kind === 'page') return PLAIN_NAME.test(key) ? [`page ${key}`] : [];
  const shown = [name, key].find((text) => PLAIN_NAME.test(text));
  return shown === undefined ? [] : [`${kind} "${shown}"`];
}

function listed(nodes: readonly GraphNode[]): string {
  return [...new Set(nodes.flatMap(referenceTo))].slice(0, MOST_SUGGESTED).join(', ');
}

function ambiguous(nodes: readonly GraphNode[]): Problem {
  const references = [...new Set(nodes.flatMap((node) => referenceTo({ ...node, name: node.key })))];
  return new Problem({
    code: 'target-ambiguous',
    message: `That target names ${nodes.length} things.`,
    status: 409,
    hint: `Send the id or key of one of them${references.length > 0 ? `: ${references.slice(0, MOST_SUGGESTED).join(', ')}` : ''}.`,
  });
}

/** The things of one kind that bear a name: in its own case where any does, pages before all else. */
function sameKind(nodes: readonly GraphNode[], name: string): readonly GraphNode[] {
  const spelled = nodes.filter((node) => node.name === name || node.key === name);
  const [first, ...others] = spelled.length > 0 ? spelled : nodes;
  return first ? [first, ...others.filter(({ kind }) => kind === first.kind)] : [];
}

/**
 * The node that bears a name, key or address exactly, in any case. What only resembles it is suggested and never taken.
 * Throws Problem `document-not-found` or, where several bear it, `target-ambiguous`.
 */
async function nodeByName(ports: Stores, orgId: string, text: string): Promise<Ref> {
  const name = text.trim();
  const repository = (await ports.repositories.list(orgId)).find(({ url }) => url.toLowerCase() === name.toLowerCase());
  if (repository) return { kind: 'repository', key: repository.fullName };
  const found = sameKind(await ports.graph.bearing(orgId, name, 20), name);
  const keyed = found.find(({ key }) => key === name);
  if (keyed || found.length === 1) return keyed ?? found[0]!;
  if (found.length > 1) throw ambiguous(found);
  // What looks like an id or an address is one or nothing.
  const isName = !/^\d+$|:\/\//.test(name);
  const near = isName ? listed(await ports.graph.find(orgId, name, MOST_SUGGESTED)) : '';
  throw documentNotFound(near === '' ? undefined : `Did you mean: ${near}? Nothing was answered about those.`);
}

async function nodeOf(ports: Stores, orgId: string, target: string): Promise<Ref> {
  return nodeOfDocument(ports, orgId, target).catch((error: unknown) => {
    if (!(error instanceof Problem) || error.code !== 'document-not-found') throw error;
    return nodeByName(ports, orgId, target);
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
