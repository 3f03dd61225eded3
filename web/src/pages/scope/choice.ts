import type { Scope, SpaceScope } from '../../api/types.ts';

/** What is chosen of one space while a person ticks. */
export interface SpaceChoice {
  readonly whole: boolean;
  readonly selected: ReadonlySet<string>;
  /** Selected pages that bring what is below them in any case. */
  readonly subtrees: ReadonlySet<string>;
  readonly excluded: ReadonlySet<string>;
  /** What a person wrote into the file and the page does not offer: it is kept. */
  readonly kept: Partial<SpaceScope>;
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
  readonly kept: Partial<Scope>;
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
  kept: {},
};

const emptySpace: SpaceChoice = {
  whole: false,
  selected: new Set(),
  subtrees: new Set(),
  excluded: new Set(),
  kept: {},
};

function spaceChoiceOf(space: SpaceScope): SpaceChoice {
  const { key: _key, selectedPageIds, includeDescendants: _below, subtreePageIds, ...kept } = space;
  return {
    whole: selectedPageIds === null,
    selected: new Set(selectedPageIds ?? []),
    subtrees: new Set(subtreePageIds ?? []),
    excluded: new Set(space.exclude.pageIds),
    kept,
  };
}

export function choiceOf(scope: Scope | null): Choice {
  if (!scope) return emptyChoice;
  const { version: _version, spaces, attachments, blogPosts, ...kept } = scope;
  const lists = spaces.filter(({ selectedPageIds }) => selectedPageIds !== null);
  return {
    spaces: new Map(spaces.map((space) => [space.key, spaceChoiceOf(space)])),
    descendants: lists.length === 0 || lists.some(({ includeDescendants }) => includeDescendants),
    labels: [...new Set(spaces.flatMap(({ exclude }) => exclude.labels))],
    attachments: attachments.include,
    maxBytes: attachments.maxBytes,
    blogPosts,
    kept: { ...kept, attachments },
  };
}

function isEmpty({ whole, selected, subtrees }: SpaceChoice): boolean {
  return !whole && selected.size === 0 && subtrees.size === 0;
}

function spaceScopeOf(key: string, space: SpaceChoice, choice: Choice): SpaceScope {
  const { whole, selected, subtrees, excluded, kept } = space;
  return {
    ...kept,
    key,
    selectedPageIds: whole ? null : [...selected],
    includeDescendants: !whole && choice.descendants,
    ...(whole || subtrees.size === 0 ? {} : { subtreePageIds: [...subtrees] }),
    exclude: { ...kept.exclude, pageIds: [...excluded], labels: [...choice.labels] },
  };
}

export function scopeOf(choice: Choice): Scope {
  const spaces = [...choice.spaces]
    .filter(([, space]) => !isEmpty(space))
    .map(([key, space]) => spaceScopeOf(key, space, choice));
  return {
    version: 1,
    ...choice.kept,
    spaces: spaces.sort((a, b) => (a.key < b.key ? -1 : 1)),
    attachments: { ...choice.kept.attachments, include: choice.attachments, maxBytes: choice.maxBytes },
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
  if (space.selected.has(id) || space.subtrees.has(id)) return true;
  for (const above of chain(id, parents)) {
    if (space.excluded.has(above)) return false;
    if (space.subtrees.has(above) || (choice.descendants && space.selected.has(above))) return true;
  }
  return space.whole;
}

function marksOf(space: SpaceChoice): readonly string[] {
  return [...space.selected, ...space.subtrees, ...space.excluded];
}

/** Pages with an own mark somewhere below them, so that their tick may be mixed. */
export function markedAbove(choice: Choice, key: string, parents: Parents): ReadonlySet<string> {
  const space = choice.spaces.get(key) ?? emptySpace;
  const above = new Set<string>();
  for (const id of marksOf(space)) for (const one of chain(id, parents)) above.add(one);
  return above;
}

export function pageTick(choice: Choice, key: string, id: string, parents: Parents, above: ReadonlySet<string>): Tick {
  const own = isIn(choice, key, id, parents);
  if (!above.has(id)) return own ? 'on' : 'off';
  const space = choice.spaces.get(key) ?? emptySpace;
  const differs = marksOf(space).some(
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

/** Turns a page over. What it brings with it loses its own marks, since the page now speaks for them. */
export function togglePage(choice: Choice, key: string, id: string, parents: Parents): Choice {
  const space = choice.spaces.get(key) ?? emptySpace;
  const on = pageTick(choice, key, id, parents, markedAbove(choice, key, parents)) !== 'on';
  const brings = space.whole || choice.descendants || space.subtrees.has(id);
  const keep = (marked: string) => marked !== id && (!brings || !chain(marked, parents).includes(id));
  const selected = new Set([...space.selected].filter(keep));
  const subtrees = new Set([...space.subtrees].filter(keep));
  const excluded = new Set([...space.excluded].filter(keep));
  const cleared = withSpace(choice, key, { ...space, selected, subtrees, excluded });
  if (isIn(cleared, key, id, parents) !== on) {
    if (on) selected.add(id);
    else excluded.add(id);
  }
  return withSpace(choice, key, { ...space, selected, subtrees, excluded });
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
    pages: all.reduce((sum, { whole, selected, subtrees }) => sum + (whole ? 0 : selected.size + subtrees.size), 0),
    excluded: all.reduce((sum, { excluded }) => sum + excluded.size, 0),
  };
}
