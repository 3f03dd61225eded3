import type { FaultRewrite } from '../../sandbox/core/faults.ts';
import type { Dice } from './dice.ts';

interface List {
  readonly results: readonly { readonly id?: unknown }[];
  readonly _links?: Readonly<Record<string, unknown>>;
}

function isList(body: unknown): body is List {
  return typeof body === 'object' && body !== null && Array.isArray((body as List).results);
}

/** What goes wrong with a listing that is given in pieces. */
export type ListingFault = 'pieces' | 'twice' | 'loop' | 'ends early';

/**
 * A listing in pieces of a few, whatever was asked for: it may give things twice, lead back to itself, or
 * end before its end. Install with `memory` of its own: the cursors of the pieces are kept there.
 */
export function brokenListing(
  fault: ListingFault,
  dice: Dice,
  memory: Map<string, string>,
  url: () => URL,
): FaultRewrite {
  const size = dice.int(2, 5);
  const ask = (cursor: string) => {
    const next = new URL(url().href);
    next.searchParams.set('cursor', cursor);
    return `${next.pathname.replace(/^.*?(?=\/wiki)/, '')}${next.search}`;
  };
  return {
    rewrite: ({ status, body }) => {
      const cursor = url().searchParams.get('cursor');
      const kept = cursor === null ? undefined : memory.get(cursor);
      const list: unknown = kept === undefined ? body : JSON.parse(kept);
      if (kept === undefined && (status !== 200 || !isList(body))) return { status, body };
      const { results, _links } = list as List;
      if (results.length <= size && fault !== 'loop') return { status: 200, body: list };
      if (fault === 'ends early') return { status: 200, body: { results: results.slice(0, size), _links: {} } };
      if (fault === 'loop') {
        memory.set('loop', JSON.stringify(list));
        return { status: 200, body: { results, _links: { ..._links, next: ask('loop') } } };
      }
      const rest = results.slice(fault === 'twice' ? size - 1 : size);
      const mark = `piece-${memory.size}`;
      memory.set(mark, JSON.stringify({ results: rest, _links }));
      return { status: 200, body: { results: results.slice(0, size), _links: { ..._links, next: ask(mark) } } };
    },
  };
}
