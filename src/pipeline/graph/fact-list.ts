import type { DocumentFacts, Entity, EntityKind, Relation, RelationKind } from '../../core/entity.ts';

export interface EntityRef {
  readonly kind: EntityKind;
  readonly key: string;
}

export interface Showing {
  readonly lines: readonly [number, number];
  readonly rule: string;
  /** File that shows it where that is another than the document. */
  readonly path?: string;
}

function nameOf(ref: EntityRef): string {
  return JSON.stringify([ref.kind, ref.key]);
}

/** Collects what one document says: each entity and each relation once, shown where it is said first. */
export class FactList {
  readonly #path: string;
  readonly #commit: string;
  readonly #entities = new Map<string, Entity>();
  readonly #relations = new Map<string, Relation>();

  constructor(document: { readonly path: string; readonly commit: string }) {
    this.#path = document.path;
    this.#commit = document.commit;
  }

  entity(entity: Entity): EntityRef {
    const ref = { kind: entity.kind, key: entity.key };
    if (!this.#entities.has(nameOf(ref))) this.#entities.set(nameOf(ref), entity);
    return ref;
  }

  /** Nothing is related to itself. */
  relate(from: EntityRef, kind: RelationKind, to: EntityRef, { lines, rule, path = this.#path }: Showing): void {
    const name = JSON.stringify([kind, from.kind, from.key, to.kind, to.key]);
    if (nameOf(from) === nameOf(to) || this.#relations.has(name)) return;
    const evidence = { path, commit: this.#commit, lines, rule };
    this.#relations.set(name, { kind, from, to: { kind: to.kind, key: to.key }, evidence });
  }

  facts(): DocumentFacts {
    return { entities: [...this.#entities.values()], relations: [...this.#relations.values()] };
  }
}
