import { createHash } from 'node:crypto';
import type { PageMeta, Space } from '../../core/page.ts';
import { type Problem, toProblem } from '../../core/problem.ts';
import type { PageMarks, SpacePages } from '../../core/roles/content-source.ts';
import type { Scope, SpaceScope } from '../../core/scope.ts';
import type { ListingState } from '../../pipeline/sync/index.ts';
import { isLasting } from '../attempt.ts';
import { marksOf } from './marks.ts';
import { readParents } from './parents.ts';
import type { SyncSession } from './session.ts';

/** How far the listing of the chosen spaces has come. Small: it stands in the engine's tables. */
export interface SpacesReading {
  readonly done: boolean;
  /** Ids of chosen spaces that the source shows now. */
  readonly shown: readonly string[];
  readonly listings: readonly (readonly [key: string, state: ListingState])[];
  /** What kept a space from being read, for the run's log and state. */
  readonly problems: readonly string[];
}

const SPACES_AT_A_TIME = 6;
/** Spaces whose blog posts one listing shows. */
const SPACES_A_LISTING = 100;

async function listShownSpaces(session: SyncSession): Promise<Space[]> {
  const spaces: Space[] = [];
  let cursor: string | null = null;
  do {
    const listing = await session.source.listSpaces(cursor);
    spaces.push(...listing.items);
    cursor = listing.next;
  } while (cursor !== null);
  return spaces;
}

/** Bodies come with the listing only where nearly all of them are needed. */
function wantsBodies(scope: SpaceScope, mirrored: ReadonlySet<string>, all: boolean): boolean {
  if (scope.selectedPageIds !== null) return false;
  return all || !mirrored.has(scope.key);
}

class OutOfTime extends Error {}

/** One listing: the pages of one space, or the blog posts of several. */
interface Part {
  readonly kind: 'page' | 'blog';
  readonly spaces: readonly Space[];
  readonly bodies: boolean;
}

/** Name of a listing's checkpoint. */
function partName({ kind, spaces, bodies }: Part): string {
  const ids = spaces.map(({ id }) => id);
  if (ids.length === 1) return `${kind} ${ids[0]}`;
  const hash = createHash('sha256').update(ids.join()).digest('hex').slice(0, 24);
  return `${kind} of ${ids.length} ${hash} ${bodies}`;
}

/** Goes through a listing from where the last step stopped; each answer is saved with its cursor. */
async function listPart(session: SyncSession, listing: Part, until: number) {
  const { context, input, source } = session;
  const { ledger } = context.ports;
  const part = partName(listing);
  const [first, ...others] = listing.spaces.map(({ id }) => id);
  const saved = await ledger.checkpoint(input.orgId, input.runId, part);
  if (saved?.complete) return;
  const ask = (cursor: string | null) => {
    const asking = source.listPages({
      spaceId: first!,
      ...(others.length > 0 ? { alsoSpaceIds: others } : {}),
      kind: listing.kind,
      cursor,
      bodies: listing.bodies,
    });
    // A failure is thrown where it is waited for, also where the database fails first.
    asking.catch(() => undefined);
    return asking;
  };
  if (context.clock.now() > until) throw new OutOfTime();
  await session.goOn();
  let answer = ask(saved?.cursor ?? null);
  for (;;) {
    const { items, next } = await answer;
    const goesOn = next !== null && context.clock.now() <= until;
    // The next answer is on its way while the database takes this one.
    if (goesOn) answer = ask(next);
    const pages = items.map((page) => ({ page, labels: [], restricted: false }));
    await ledger.stage(input.orgId, input.runId, part, { pages, cursor: next, complete: next === null });
    context.reach('sync:staged');
    if (next === null) return;
    if (!goesOn) throw new OutOfTime();
    await session.goOn();
  }
}

/** Whether a page may come into the mirror, so that its labels and restrictions decide something. */
function isMarked({ kind, state }: PageMeta, archived: boolean): boolean {
  return (kind === 'page' || kind === 'blog') && (state === 'current' || (archived && state === 'archived'));
}

/** Ids of the staged pages of a space whose labels and restrictions are still to be read. */
async function unmarkedIn(session: SyncSession, space: Space, archived: boolean): Promise<readonly string[]> {
  const { context, input } = session;
  const { ledger } = context.ports;
  if ((await ledger.checkpoint(input.orgId, input.runId, `marks ${space.id}`))?.complete) return [];
  const staged = await ledger.stagedMeta(input.orgId, input.runId, space.id);
  return staged.flatMap(({ meta }) => (isMarked(meta, archived) ? [meta.id] : []));
}

/** Labels and restrictions of listed spaces, out of one search for all of them. */
async function markSpaces(session: SyncSession, spaces: readonly Space[], archived: boolean): Promise<void> {
  const { context, input, source } = session;
  const { ledger } = context.ports;
  const wanted: SpacePages[] = [];
  for (const space of spaces) {
    const pageIds = await unmarkedIn(session, space, archived);
    if (pageIds.length > 0) wanted.push({ space, pageIds });
  }
  const marks = wanted.length === 0 ? new Map<string, PageMarks>() : await marksOf(source, wanted);
  const changes = [...marks].flatMap(([pageId, { labels, restricted }]) =>
    labels.length > 0 || restricted !== false ? [{ pageId, labels, restricted }] : [],
  );
  await ledger.updateStaged(input.orgId, input.runId, changes);
  for (const space of spaces) {
    const part = `marks ${space.id}`;
    await ledger.stage(input.orgId, input.runId, part, { pages: [], cursor: null, complete: true });
  }
}

type SpaceResult = { readonly state: ListingState | 'going-on'; readonly problem: Problem | null };

/** What a failure says of the space that it concerns. Throws where it concerns all of them. */
function resultOf(error: unknown): SpaceResult {
  if (error instanceof OutOfTime) return { state: 'going-on', problem: null };
  const problem = toProblem(error);
  if (problem.status === 404) return { state: 'absent', problem };
  // A wait that was asked for, a cancelled run and a token that is refused concern every space.
  if (problem.retry.kind === 'after' || isLasting(problem) || problem.code === 'internal') throw problem;
  return { state: 'incomplete', problem };
}

/** Does something for several spaces at once; where that fails, each answers for itself. */
async function forAll(
  spaces: readonly Space[],
  work: (spaces: readonly Space[]) => Promise<void>,
): Promise<ReadonlyMap<string, SpaceResult>> {
  const results = new Map<string, SpaceResult>();
  if (spaces.length === 0) return results;
  const failed = await work(spaces).then(() => null, resultOf);
  if (failed === null) return results;
  if (failed.state === 'going-on' || spaces.length === 1)
    return new Map(spaces.map(({ key }) => [key, failed] as const));
  for (const space of spaces) for (const [key, result] of await forAll([space], work)) results.set(key, result);
  return results;
}

/** Lists the blog posts of spaces; those whose bodies are wanted apart from the others. */
async function readBlogs(
  session: SyncSession,
  spaces: readonly Space[],
  wantsBodies: (space: Space) => boolean,
  until: number,
): Promise<ReadonlyMap<string, SpaceResult>> {
  const results = new Map<string, SpaceResult>();
  for (const bodies of [true, false]) {
    const some = spaces.filter((space) => wantsBodies(space) === bodies);
    for (let at = 0; at < some.length; at += SPACES_A_LISTING)
      for (const [key, result] of await forAll(some.slice(at, at + SPACES_A_LISTING), (those) =>
        listPart(session, { kind: 'blog', spaces: those, bodies }, until),
      ))
        results.set(key, result);
  }
  return results;
}

/**
 * Lists the chosen spaces into the ledger, for at most until the given time; called again it goes on
 * where it was. A space that cannot be read is `incomplete`, one that is not shown `absent`: neither
 * says anything about its pages.
 */
export async function listSpaces(
  session: SyncSession,
  scope: Scope,
  options: { readonly all: boolean; readonly until: number; readonly only?: ReadonlySet<string> },
): Promise<SpacesReading> {
  const { context, input } = session;
  const { ledger } = context.ports;
  await session.progress('reading');
  const chosen = new Map(scope.spaces.map((space) => [space.key, space]));
  const shown = (await listShownSpaces(session)).filter((space) => chosen.has(space.key));
  await ledger.saveSpaces(input.orgId, input.connectionId, shown);
  const mirrored = await ledger.mirroredSpaces(input.orgId, input.connectionId);
  const wanted = shown.filter((space) => options.only?.has(space.id) ?? true);

  const results = new Map<string, SpaceResult>();
  const bodiesOf = (space: Space) =>
    options.only === undefined && wantsBodies(chosen.get(space.key)!, mirrored, options.all);
  const queue = [...wanted];
  const lane = async () => {
    for (let space = queue.shift(); space; space = queue.shift()) {
      const part: Part = { kind: 'page', spaces: [space], bodies: bodiesOf(space) };
      const complete = { state: 'complete', problem: null } as const;
      results.set(space.key, await listPart(session, part, options.until).then(() => complete, resultOf));
    }
  };
  await Promise.all(Array.from({ length: SPACES_AT_A_TIME }, lane));
  const goesOn = () => [...results.values()].some(({ state }) => state === 'going-on');
  const listed = () => wanted.filter(({ key }) => results.get(key)?.state === 'complete');
  const note = (some: ReadonlyMap<string, SpaceResult>) => {
    for (const [key, result] of some) results.set(key, result);
  };
  if (scope.blogPosts && !goesOn()) note(await readBlogs(session, listed(), bodiesOf, options.until));
  if (!goesOn()) note(await forAll(listed(), (those) => markSpaces(session, those, scope.archivedPages === true)));

  const ended = [...results.values()];
  const broken = ended.filter((result) => result.state === 'incomplete');
  if (broken.length > 0 && broken.length === ended.length) throw broken[0]!.problem;
  const done = ended.every((result) => result.state !== 'going-on');
  if (done) await readParents(session, { pagesToo: false });
  context.reach('sync:listed');
  const missing = scope.spaces.filter((space) => !shown.some(({ key }) => key === space.key));
  return {
    done,
    shown: shown.map((space) => space.id),
    listings: [
      ...missing.map(({ key }) => [key, 'absent'] as const),
      ...[...results].map(([key, { state }]) => [key, state === 'going-on' ? 'incomplete' : state] as const),
    ],
    problems: [
      ...(options.only === undefined
        ? missing.map(({ key }) => `The space ${key} is chosen, and the source does not show it to the app.`)
        : []),
      ...[...results].flatMap(([key, { problem }]) =>
        problem === null ? [] : [`The space ${key} could not be read: ${problem.message}`],
      ),
    ],
  };
}
