import { matchesTitle } from '../../config/index.ts';
import type { ContentKind, PageMeta } from '../../core/page.ts';
import type { PlannedSkip, SkipReason } from '../../core/plan.ts';
import type { Scope, SpaceScope } from '../../core/scope.ts';
import type { RemotePage } from './facts.ts';
import { cyclesOf, inherited, type Parents, withoutCycles } from './tree.ts';

/** An item as far as the scope asks about it. */
export interface Candidate {
  readonly id: string;
  readonly kind: ContentKind;
  readonly spaceKey: string;
  readonly parentId: string | null;
  readonly state: PageMeta['state'];
  /** null: the source does not say. */
  readonly restricted: boolean | null;
  readonly title: string;
  /** ISO 8601; empty where it is not known. */
  readonly modifiedAt: string;
  /** null: not known, since it was not read now. What was decided then stands. */
  readonly labels: readonly string[] | null;
  /** What was decided when it was read last; only for items that were not read now. */
  readonly lastSkip: SkipReason | null;
}

/** `undisclosed`: whether it or what it stands below is restricted cannot be learned. */
export type Verdict = 'selected' | 'outside' | 'gone' | 'unknown' | 'undisclosed' | SkipReason;

type Answer = 'yes' | 'no' | 'gap';

type Named = Pick<Candidate, 'id' | 'parentId'>;

function namedParents(items: Iterable<Named>): Parents {
  const parents = new Map<string, string | null>();
  for (const { id, parentId } of items) parents.set(id, parentId);
  return parents;
}

/** Parents of a set of items, cycles cut. */
export function parentsOf(items: Iterable<Named>): Parents {
  return withoutCycles(namedParents(items));
}

/** Asks of items whether they or an ancestor are marked. In a cycle each item is an ancestor of each. */
function inheritance(items: Iterable<Named>): (marked: Iterable<string>) => (id: string) => Answer {
  const named = namedParents(items);
  const cycles = cyclesOf(named);
  const parents = withoutCycles(named, cycles);
  return (marked) => {
    const all = new Set(marked);
    for (const cycle of cycles) if (cycle.some((id) => all.has(id))) for (const id of cycle) all.add(id);
    return inherited<Answer>(parents, (id) => (all.has(id) ? 'yes' : undefined), { atTop: 'no', atGap: 'gap' });
  };
}

/** Folders are only the way to their pages: they have no labels, and their titles and age exclude nothing. */
function isExcluded({ exclude }: SpaceScope, item: Candidate): boolean {
  if (item.kind === 'folder') return false;
  if (item.lastSkip === 'excluded' || item.labels?.some((label) => exclude.labels.includes(label))) return true;
  if (exclude.titles?.some((pattern) => matchesTitle(pattern, item.title))) return true;
  return exclude.modifiedBefore !== undefined && item.modifiedAt !== '' && item.modifiedAt < exclude.modifiedBefore;
}

function lacksLabel(space: SpaceScope, item: Candidate): boolean {
  if (space.labels === undefined || item.labels === null || item.kind === 'folder') return false;
  return !item.labels.some((label) => space.labels?.includes(label));
}

/** Pages that bring with them what stands below them. */
function rootsOf(space: SpaceScope): readonly string[] {
  return [...(space.includeDescendants ? (space.selectedPageIds ?? []) : []), ...(space.subtreePageIds ?? [])];
}

/**
 * What the scope says of each item. Restriction, exclusion by page and choice with descendants come from
 * ancestors too. `complete` tells whether everything that a space shows is among the items: where it is
 * not, an unknown ancestor might be restricted, and the answer is `unknown`.
 */
export function judge(
  scope: Scope,
  items: ReadonlyMap<string, Candidate>,
  complete: (spaceKey: string) => boolean,
): ReadonlyMap<string, Verdict> {
  const spaces = new Map(scope.spaces.map((space) => [space.key, space]));
  const isBelow = inheritance(items.values());
  const selected = new Set(scope.spaces.flatMap((space) => space.selectedPageIds ?? []));
  const roots = new Map(scope.spaces.map((space) => [space.key, rootsOf(space)]));
  const isBelowRoot = isBelow([...roots.values()].flat());
  const isBelowExcluded = isBelow(scope.spaces.flatMap((space) => space.exclude.pageIds));
  const having = (restricted: true | null) =>
    [...items.values()].flatMap((item) => (item.restricted === restricted ? [item.id] : []));
  const isBelowRestricted = isBelow(having(true));
  const isBelowSilent = isBelow(having(null));

  const chosen = (space: SpaceScope, item: Candidate): Answer => {
    if (space.selectedPageIds === null || selected.has(item.id)) return 'yes';
    return roots.get(space.key)!.length > 0 ? isBelowRoot(item.id) : 'no';
  };
  const verdict = (item: Candidate): Verdict => {
    const space = spaces.get(item.spaceKey);
    if (space === undefined || (item.kind === 'blog' && !scope.blogPosts)) return 'outside';
    if (item.state === 'trashed') return 'gone';
    const choice = chosen(space, item);
    if (choice === 'no' || lacksLabel(space, item)) return 'outside';
    const restricted = isBelowRestricted(item.id);
    if (restricted === 'yes') return 'restricted';
    if (item.state === 'archived' && scope.archivedPages !== true) return 'archived';
    if (isBelowExcluded(item.id) === 'yes' || isExcluded(space, item)) return 'excluded';
    if (isBelowSilent(item.id) === 'yes') return 'undisclosed';
    const mayBeRestricted = restricted === 'gap' && !complete(item.spaceKey);
    return choice === 'gap' || mayBeRestricted ? 'unknown' : 'selected';
  };
  const verdicts = new Map<string, Verdict>();
  for (const [id, item] of items) verdicts.set(id, verdict(item));
  return verdicts;
}

export function candidateOf(page: RemotePage): Candidate {
  const { id, kind, spaceKey, parentId, state, title, modifiedAt } = page.meta;
  const { restricted, labels } = page;
  return { id, kind, spaceKey, parentId, state, title, modifiedAt, restricted, labels, lastSkip: null };
}

export interface Selection {
  readonly selected: readonly RemotePage[];
  readonly skipped: readonly PlannedSkip[];
  /** Ids that nobody chose. */
  readonly outside: readonly string[];
  /** Ids of which it cannot be said, since an ancestor that decides could not be read. */
  readonly unknown: readonly string[];
}

/**
 * Which items the scope chooses, from a full listing. A page is restricted with any of its ancestors and
 * excluded with an excluded one. Personal spaces come only by their key, as every space does.
 */
export function selectPages(scope: Scope, remote: readonly RemotePage[]): Selection {
  const items = new Map(remote.map((page) => [page.meta.id, candidateOf(page)]));
  const verdicts = judge(scope, items, () => true);
  const having = (...wanted: readonly Verdict[]) =>
    remote.filter((page) => wanted.includes(verdicts.get(page.meta.id)!));
  return {
    selected: having('selected'),
    skipped: having('restricted', 'archived', 'excluded').map((page) => ({
      page: page.meta,
      reason: verdicts.get(page.meta.id) as SkipReason,
    })),
    outside: having('outside', 'gone').map((page) => page.meta.id),
    unknown: having('unknown', 'undisclosed').map((page) => page.meta.id),
  };
}
