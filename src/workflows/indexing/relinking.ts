import type { IndexedDocument } from '../../core/chunk.ts';
import type { DocumentFacts, Relation } from '../../core/entity.ts';
import type { GraphNode } from '../../core/ports/entity-graph.ts';
import type { Ports } from '../../core/ports/index.ts';
import type { TrackedRepository } from '../../core/ports/repositories.ts';
import {
  codePlaceOf,
  type GraphContext,
  namedAmong,
  namesOf,
  namingOf,
  namingRelations,
  subjectOf,
} from '../../pipeline/graph/index.ts';

type Named = ReadonlyMap<string, string>;

/** What bears each name, in a form in which two moments can be compared. */
function bearers(nodes: readonly GraphNode[]): Named {
  const found = new Map<string, string>();
  for (const { name, kind, key } of nodes) {
    found.set(name, `${found.get(name) ?? ''}\n${kind} ${key}`);
    if (kind === 'symbol') found.set(key, key);
  }
  return found;
}

/** Names that a batch of documents may give to things or take from them, and what bears them before. */
export interface NamesBefore {
  readonly names: readonly string[];
  readonly bearers: Named;
}

export async function namesBefore(
  ports: Ports,
  { orgId, id }: TrackedRepository,
  facts: ReadonlyMap<string, DocumentFacts>,
): Promise<NamesBefore> {
  const old = (await ports.graph.namesAt?.(orgId, id, [...facts.keys()])) ?? [];
  const told = [...facts.values()].flatMap(({ entities }) =>
    entities.flatMap(({ kind, name, key }) => (kind === 'symbol' ? [name, key] : [name])),
  );
  const names = [...new Set([...old, ...told])];
  return { names, bearers: bearers((await ports.graph.named?.(orgId, names)) ?? []) };
}

/** Keeps how the documents of a batch call things. */
export async function saveNames(
  ports: Ports,
  repository: TrackedRepository,
  documents: ReadonlyMap<string, IndexedDocument>,
  context: Pick<GraphContext, 'repository' | 'hasFile'>,
): Promise<void> {
  const spelled = [...documents].map(([path, document]) => {
    const namings = namingOf(document, codePlaceOf(context));
    return [path, { subject: subjectOf(document, repository.fullName), namings, names: namesOf(namings) }] as const;
  });
  await ports.graph.saveNames?.(repository.orgId, repository.id, new Map(spelled));
}

/**
 * Looks up again the names in documents that did not change, where what bears one of them came or went: a page is
 * linked to code that was connected after it, and no longer to what has gone or is not the only one of its name. Only
 * the names are read, never the documents.
 */
export async function relink(
  ports: Ports,
  repository: TrackedRepository,
  before: NamesBefore,
  own: ReadonlySet<string>,
  context: Pick<GraphContext, 'entityAt'>,
): Promise<void> {
  const { orgId, id, url, fullName } = repository;
  const after = bearers((await ports.graph.named?.(orgId, before.names)) ?? []);
  const changed = before.names.filter((name) => before.bearers.get(name) !== after.get(name));
  // Addresses of a repository's files mean something from the moment that it is known.
  if (changed.includes(fullName)) changed.push(url);
  const spelling = changed.length === 0 ? [] : ((await ports.graph.spelling?.(orgId, changed)) ?? []);
  const others = spelling.filter((document) => document.repositoryId !== id || !own.has(document.path));
  if (others.length === 0) return;
  const names = [...new Set(others.flatMap(({ namings }) => namesOf(namings)))];
  const named = namedAmong((await ports.graph.named?.(orgId, names)) ?? []);
  const byRepository = new Map<string, Map<string, readonly Relation[]>>();
  for (const document of others) {
    const relations = byRepository.get(document.repositoryId) ?? new Map<string, readonly Relation[]>();
    relations.set(document.path, namingRelations(document, { named, entityAt: context.entityAt }));
    byRepository.set(document.repositoryId, relations);
  }
  for (const [repositoryId, relations] of byRepository) await ports.graph.relink?.(orgId, repositoryId, relations);
}
