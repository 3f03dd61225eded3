import type { DocumentFacts, Evidence } from '../../core/entity.ts';
import { lastOfEach } from '../ledger/rows.ts';

/** What a batch of documents says, as rows; entities stand by their place in `nodes`. */
export interface FactRows {
  readonly nodes: readonly {
    readonly kind: string;
    readonly key: string;
    readonly name: string;
    readonly url: string | null;
    readonly claimed: boolean;
  }[];
  readonly claims: readonly {
    readonly path: string;
    readonly node: number;
    readonly name: string;
    readonly url: string | null;
  }[];
  readonly relations: readonly {
    readonly path: string;
    readonly from: number;
    readonly kind: string;
    readonly to: number;
    readonly evidence: Evidence;
  }[];
}

function keyOf(entity: { readonly kind: string; readonly key: string }): string {
  return `${entity.kind}\n${entity.key}`;
}

/** Lays facts out as rows, each once. An entity that nobody describes is named by its key. */
export function rowsOf(facts: ReadonlyMap<string, DocumentFacts>): FactRows {
  const nodes = new Map<string, FactRows['nodes'][number]>();
  const all = [...facts];
  for (const [, { entities, relations }] of all) {
    for (const entity of entities) nodes.set(keyOf(entity), { ...entity, claimed: true });
    for (const { from, to } of relations)
      for (const end of [from, to])
        if (!nodes.has(keyOf(end))) nodes.set(keyOf(end), { ...end, name: end.key, url: null, claimed: false });
  }
  const sorted = [...nodes].sort(([one], [other]) => (one < other ? -1 : 1));
  const place = new Map(sorted.map(([key], at) => [key, at]));
  const at = (entity: { readonly kind: string; readonly key: string }) => place.get(keyOf(entity))!;
  return {
    nodes: sorted.map(([, node]) => node),
    claims: all.flatMap(([path, { entities }]) =>
      lastOfEach(entities, keyOf).map((entity) => ({ path, node: at(entity), name: entity.name, url: entity.url })),
    ),
    relations: all.flatMap(([path, { relations }]) =>
      lastOfEach(relations, ({ from, kind, to }) => JSON.stringify([keyOf(from), kind, keyOf(to)])).map(
        ({ from, kind, to, evidence }) => ({ path, from: at(from), kind, to: at(to), evidence }),
      ),
    ),
  };
}
