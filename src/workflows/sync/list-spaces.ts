import type { PageMeta, Space } from '../../core/page.ts';
import type { LedgerPage } from '../../core/ports/page-ledger.ts';
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
function wantsBodies(scope: SpaceScope, ledger: readonly LedgerPage[], all: boolean): boolean {
  if (scope.selectedPageIds !== null) return false;
  return all || !ledger.some((row) => row.spaceKey === scope.key && row.path !== null);
}

class OutOfTime extends Error {}

/** Lists one kind of one space from where the last step stopped; each answer is saved with its cursor. */
async function listKind(session: SyncSession, space: Space, kind: 'page' | 'blog', bodies: boolean, until: number) {
  const { context, input, source } = session;
  const { ledger } = context.ports;
  const part = `${kind} ${space.id}`;
  const saved = await ledger.checkpoint(input.orgId, input.runId, part);
  if (saved?.complete) return;
  const ask = (cursor: string | null) => {
    const asking = source.listPages({ spaceId: space.id, kind, cursor, bodies });
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
    labels.length > 0 || restricted ? [{ pageId, labels, restricted }] : [],
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

async function readSpace(session: SyncSession, space: Space, scope: Scope, bodies: boolean, until: number) {
  try {
    await listKind(session, space, 'page', bodies, until);
    if (scope.blogPosts) await listKind(session, space, 'blog', bodies, until);
    return { state: 'complete', problem: null } satisfies SpaceResult;
  } catch (error) {
    return resultOf(error);
  }
}

/** Reads the marks of the spaces that are listed; where that fails for all at once, each answers for itself. */
async function readMarks(
  session: SyncSession,
  spaces: readonly Space[],
  archived: boolean,
): Promise<ReadonlyMap<string, SpaceResult>> {
  const results = new Map<string, SpaceResult>();
  const failed = await markSpaces(session, spaces, archived).then(() => null, resultOf);
  if (failed !== null && spaces.length > 1)
    for (const space of spaces)
      for (const [key, result] of await readMarks(session, [space], archived)) results.set(key, result);
  else if (failed !== null) results.set(spaces[0]!.key, failed);
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
  const rows = await ledger.pages(input.orgId, input.connectionId);
  const wanted = shown.filter((space) => options.only?.has(space.id) ?? true);

  const results = new Map<string, SpaceResult>();
  const queue = [...wanted];
  const lane = async () => {
    for (let space = queue.shift(); space; space = queue.shift()) {
      const bodies = options.only === undefined && wantsBodies(chosen.get(space.key)!, rows, options.all);
      results.set(space.key, await readSpace(session, space, scope, bodies, options.until));
    }
  };
  await Promise.all(Array.from({ length: SPACES_AT_A_TIME }, lane));
  const listed = wanted.filter(({ key }) => results.get(key)?.state === 'complete');
  if ([...results.values()].every(({ state }) => state !== 'going-on'))
    for (const [key, result] of await readMarks(session, listed, scope.archivedPages === true))
      results.set(key, result);

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
    problems: [...results].flatMap(([key, { problem }]) =>
      problem === null ? [] : [`The space ${key} could not be read: ${problem.message}`],
    ),
  };
}
