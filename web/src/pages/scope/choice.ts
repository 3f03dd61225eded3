import type { Scope, SpaceScope } from '../../api/types.ts';

/** What is chosen of one space while a person ticks. */
export interface SpaceChoice {
  readonly whole: boolean;
  readonly selected: ReadonlySet<string>;
  readonly excluded: ReadonlySet<string>;
}

export interface Choice {
  readonly spaces: ReadonlyMap<string, SpaceChoice>;
  /** Selected pages bring what is below them. */
  readonly descendants: boolean;
  readonly labels: readonly string[];
  readonly attachments: boolean;
  /** Bytes. */
  readonly maxBytes: number;
  readonly blogPosts: boolean;
}

/** `unknown` parents end a chain: what is above was not loaded. */
export type Parents = ReadonlyMap<string, string | null>;

export type Tick = 'on' | 'off' | 'mixed';

export const emptyChoice: Choice = {
  spaces: new Map(),
  descendants: true,
  labels: [],
  attachments: true,
  maxBytes: 10_000_000,
  blogPosts: false,
};

const emptySpace: SpaceChoice = { whole: false, selected: new Set(), excluded: new Set() };

export function choiceOf(scope: Scope | null): Choice {
  if (!scope) return emptyChoice;
  const lists = scope.spaces.filter(({ selectedPageIds }) => selectedPageIds !== null);
  return {
    spaces: new Map(
      scope.spaces.map(({ key, selectedPageIds, exclude }) => [
        key,
        {
          whole: selectedPageIds === null,
          selected: new Set(selectedPageIds ?? []),
          excluded: new Set(exclude.pageIds),
        },
      ]),
    ),
    descendants: lists.length === 0 || lists.some(({ includeDescendants }) => includeDescendants),
    labels: [...new Set(scope.spaces.flatMap(({ exclude }) => exclude.labels))],
    attachments: scope.attachments.include,
    maxBytes: scope.attachments.maxBytes,
    blogPosts: scope.blogPosts,
  };
}

function isEmpty({ whole, selected }: SpaceChoice): boolean {
  return !whole && selected.size === 0;
}

export function scopeOf(choice: Choice): Scope {
  const spaces = [...choice.spaces]
    .filter(([, space]) => !isEmpty(space))
    .map(
      ([key, { whole, selected, excluded }]): SpaceScope => ({
        key,
        selectedPageIds: whole ? null : [...selected],
        includeDescendants: whole || choice.descendants,
        exclude: { pageIds: whole || choice.descendants ? [...excluded] : [], labels: [...choice.labels] },
      }),
    );
  return {
    version: 1,
    spaces: spaces.sort((a, b) => (a.key < b.key ? -1 : 1)),
    attachments: { include: choice.attachments, maxBytes: choice.maxBytes },
    blogPosts: choice.blogPosts,
  };
}

function chain(id: string, parents: Parents): readonly string[] {
  const up: string[] = [];
  const seen = new Set([id]);
  for (let at = parents.get(id) ?? null; at !== null && !seen.has(at); at = parents.get(at) ?? null) {
    seen.add(at);
    up.push(at);
  }
  return up;
}

/** Whether a page is in, by its own mark or the nearest one above it. */
export function isIn(choice: Choice, key: string, id: string, parents: Parents): boolean {
  const space = choice.spaces.get(key) ?? emptySpace;
  if (space.excluded.has(id)) return false;
  if (space.selected.has(id)) return true;
  const inherits = space.whole || choice.descendants;
  if (inherits) {
    for (const above of chain(id, parents)) {
      if (space.excluded.has(above)) return false;
      if (space.selected.has(above)) return true;
    }
  }
  return space.whole;
}

/** Pages with an own mark somewhere below them, so that their tick may be mixed. */
export function markedAbove(choice: Choice, key: string, parents: Parents): ReadonlySet<string> {
  const space = choice.spaces.get(key) ?? emptySpace;
  const above = new Set<string>();
  for (const id of [...space.selected, ...space.excluded]) for (const one of chain(id, parents)) above.add(one);
  return above;
}

export function pageTick(choice: Choice, key: string, id: string, parents: Parents, above: ReadonlySet<string>): Tick {
  const own = isIn(choice, key, id, parents);
  if (!above.has(id)) return own ? 'on' : 'off';
  const space = choice.spaces.get(key) ?? emptySpace;
  const differs = [...space.selected, ...space.excluded].some(
    (marked) => chain(marked, parents).includes(id) && isIn(choice, key, marked, parents) !== own,
  );
  return differs ? 'mixed' : own ? 'on' : 'off';
}

export function spaceTick(choice: Choice, key: string): Tick {
  const space = choice.spaces.get(key);
  if (!space || isEmpty(space)) return 'off';
  return space.whole && space.excluded.size === 0 ? 'on' : 'mixed';
}

function withSpace(choice: Choice, key: string, space: SpaceChoice): Choice {
  const spaces = new Map(choice.spaces);
  if (isEmpty(space)) spaces.delete(key);
  else spaces.set(key, space);
  return { ...choice, spaces };
}

/** The whole space, or nothing of it. */
export function toggleSpace(choice: Choice, key: string): Choice {
  const on = spaceTick(choice, key) !== 'on';
  return withSpace(choice, key, { ...emptySpace, whole: on });
}

/** Turns a page over. With descendants the marks below it go, since the page now speaks for them. */
export function togglePage(choice: Choice, key: string, id: string, parents: Parents): Choice {
  const space = choice.spaces.get(key) ?? emptySpace;
  const tick = pageTick(choice, key, id, parents, markedAbove(choice, key, parents));
  const on = tick !== 'on';
  const inherits = space.whole || choice.descendants;
  const keep = (marked: string) => marked !== id && (!inherits || !chain(marked, parents).includes(id));
  const selected = new Set([...space.selected].filter(keep));
  const excluded = new Set([...space.excluded].filter(keep));
  const cleared = withSpace(choice, key, { ...space, selected, excluded });
  if (isIn(cleared, key, id, parents) !== on) {
    if (on) selected.add(id);
    else excluded.add(id);
  }
  return withSpace(choice, key, { whole: space.whole, selected, excluded });
}

/** What is chosen, in numbers: whole spaces and single marks. */
export function countChoice(choice: Choice): {
  readonly spaces: number;
  readonly pages: number;
  readonly excluded: number;
} {
  const all = [...choice.spaces.values()];
  return {
    spaces: all.filter(({ whole }) => whole).length,
    pages: all.reduce((sum, { whole, selected }) => sum + (whole ? 0 : selected.size), 0),
    excluded: all.reduce((sum, { excluded }) => sum + excluded.size, 0),
  };
}
