import { configPath } from '../../config/index.ts';
import type { Plan } from '../../core/plan.ts';
import { Problem } from '../../core/problem.ts';
import type { CommitRequest } from '../../core/roles/repo-host.ts';
import type { RunCounts } from '../../core/run.ts';
import { commitMessage, editedFiles, editsLine, handEditsOf, partsOf } from '../../pipeline/publish/index.ts';
import { urgentPart } from '../../pipeline/sync/index.ts';
import type { GuardState } from '../connection-state.ts';
import { placeAttachments } from './attachments.ts';
import { removalsDigest, waitingRemovals } from './consent.ts';
import { MOST_STORIES, PageStories } from './history.ts';
import { planRun, type RepositoryState, type RunPlan, readTree, type SourceReading } from './plan-run.ts';
import { pushMirror } from './push.ts';
import { Rendering } from './render-pages.ts';
import { leavingsOf, saveLeavings } from './save.ts';
import type { SyncSession } from './session.ts';
import { publishedHead } from './take.ts';

/** What a run has published; stands in the engine's tables. */
export interface Published {
  readonly state: 'done' | 'stopped';
  /** null: nothing changed. */
  readonly commit: string | null;
  readonly branch: string;
  readonly counts: RunCounts;
  readonly failures: number;
  /** What a stopped run would have removed; of many pages some are named. */
  readonly guard: Pick<Required<GuardState>, 'removals' | 'of' | 'pages' | 'digest'> | null;
}

const MOST_TRIES = 5;
/** Pages that a person is shown before many files go. */
const MOST_NAMED = 300;
const MOST_IDS = 20;

/** What a person is shown and agrees to. */
function reviewOf({ outcome, ledger }: RunPlan): Pick<Required<GuardState>, 'pages' | 'digest'> {
  const waiting = waitingRemovals(outcome.plan);
  const pages = waiting
    .slice(0, MOST_NAMED)
    .map(({ pageId, path, proof }) => ({ pageId, path, proof, title: ledger.get(pageId)?.title ?? pageId }));
  return { pages, digest: removalsDigest(waiting) };
}

function alwaysMoving(): Problem {
  return new Problem({
    code: 'branch-keeps-moving',
    message: 'Somebody else pushed to the branch each time that the mirror was to be pushed.',
    actor: 'nobody',
    hint: 'Wait; the run is repeated.',
    retry: { kind: 'soon' },
  });
}

/** A commit of this run that a killed process pushed before it could say so. */
async function pushedBefore(session: SyncSession, head: string | null): Promise<string | null> {
  if (head === null) return null;
  const newest = await session.mirror.log(head, 10);
  return newest.find(({ message }) => message.includes(session.input.runId))?.commit ?? null;
}

/** A plan that the guard stopped is not carried out: its pages wait. */
function stoppedCounts(planned: RunCounts, removed: number): RunCounts {
  const held = planned.pages - planned.skipped - planned.failed - planned.unchanged;
  return { ...planned, written: 0, moved: 0, removed, held };
}

/** For work that goes on beside other work: a failure is thrown where it is waited for. */
function quietly<Value>(work: Promise<Value>): Promise<Value> {
  work.catch(() => undefined);
  return work;
}

async function readHead(session: SyncSession): Promise<RepositoryState> {
  const { branch, commit, sure } = await publishedHead(session);
  return { branch, head: commit, sure, tree: await readTree(session, commit) };
}

/** The repository as it stands, read while something else is. */
export function readRepository(session: SyncSession): Promise<RepositoryState> {
  return quietly(readHead(session));
}

/** One commit of all that changed; with page stories their versions come before it as commits of their own. */
async function commitRequest(
  session: SyncSession,
  plan: RunPlan,
  repository: RepositoryState,
  rendering: Rendering,
  stories: PageStories,
): Promise<CommitRequest> {
  const { input, connection, context } = session;
  const titles = { get: (id: string) => plan.remote.get(id)?.meta.title };
  const { ledger: before } = plan;
  const messageOf = (part: Plan) =>
    commitMessage({
      runId: input.runId,
      source: connection.connector,
      plan: part,
      titles,
      before,
      heldBy: repository.head,
    });
  const shared = { at: new Date(context.clock.now()).toISOString(), parent: repository.head };
  const structure = await rendering.places();
  if (stories.told.size === 0)
    return {
      ...shared,
      message: messageOf(plan.outcome.plan),
      changes: concat(structure, rendering.changes()),
    };
  const { places, rest } = partsOf(plan.outcome.plan, stories.told);
  return {
    ...shared,
    before: { places: { message: messageOf(places), changes: structure }, states: rendering.states(stories) },
    message: messageOf(rest),
    changes: rendering.changes(),
  };
}

async function* concat<Item>(first: readonly Item[], then: AsyncIterable<Item>): AsyncGenerator<Item> {
  yield* first;
  yield* then;
}

/** Says which edits by hand the commit overwrites, and which stay for now. Said before the push: a killed process has said it then. */
async function sayEdits(session: SyncSession, full: RunPlan, plan: RunPlan, head: string | null): Promise<void> {
  const source = session.connection.connector;
  const line = editsLine(handEditsOf(plan.outcome.plan), source, head);
  if (line !== null) await session.say('warn', line);
  const kept = full.outcome.plan.holds.flatMap(({ edits }) => edits ?? []);
  if (kept.length > 0)
    await session.say(
      'warn',
      `Edited by hand in the repository, and put right as soon as the pages can be read again: ${editedFiles(kept).join(', ')}.`,
    );
}

/** A page that is gone and an id that was mistyped look the same. */
async function sayMissing(session: SyncSession, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const more = ids.length > MOST_IDS ? ` and ${ids.length - MOST_IDS} more` : '';
  const named = ids.slice(0, MOST_IDS).join(', ');
  await session.say('info', `Chosen by id, and not shown to the app in their spaces: ${named}${more}.`);
}

/** Plan, files, commit and push against one state of the branch; null where the branch moved meanwhile. */
async function publishOnce(
  session: SyncSession,
  reading: SourceReading,
  repository: RepositoryState,
): Promise<Published | null> {
  const { context, input } = session;
  const { ports } = context;
  await session.progress('planning');
  const before = quietly(pushedBefore(session, repository.head));
  const full = await planRun(session, reading, repository);
  const pushedBy = await before;
  // A repeated step finds its work done; what it did is what the first try counted before it pushed.
  const recorded = pushedBy === null ? null : ((await ports.runs.get(input.orgId, input.runId))?.counts ?? null);
  const telling: SyncSession = recorded === null ? session : { ...session, progress: (step) => session.progress(step) };
  const { guard } = full.outcome.plan;
  const stopped = guard.state === 'stopped';
  const plan: RunPlan = stopped ? { ...full, outcome: { ...full.outcome, plan: urgentPart(full.outcome.plan) } } : full;
  context.reach('sync:planned');

  const { writes, removals } = plan.outcome.plan;
  const attachments = await placeAttachments(session, reading, plan, new Set(repository.tree.values()));
  const rendering = new Rendering(telling, reading, plan, repository, attachments);
  const stories = new PageStories(session, reading.scope, plan);
  let commit: string | null = null;
  let branch = repository.branch;
  if (writes.length > 0 || removals.length > 0) {
    await telling.progress('rendering', { pages: full.outcome.counts.pages });
    commit = await session.mirror.commit(await commitRequest(session, plan, repository, rendering, stories));
    context.reach('sync:committed');
  }
  await session.writable;
  if (commit === null && !repository.sure && (await session.mirror.fetch(repository.branch)) !== repository.head)
    return null;
  const leavings = leavingsOf(plan, rendering.pages);
  const own = stopped ? stoppedCounts(leavings.counts, removals.length) : leavings.counts;
  if (commit !== null) {
    await session.goOn();
    await session.progress('publishing', own);
    await sayEdits(session, full, plan, repository.head);
    const pushed = await pushMirror(session, repository, commit);
    if (pushed === null) return null;
    branch = pushed.branch;
    context.reach('sync:pushed');
  }

  const standing = commit ?? pushedBy;
  const counts = commit === null && recorded !== null ? recorded : own;
  await ports.runs.progress(input.orgId, input.runId, { counts, ...(standing ? { commit: standing } : {}) });
  await saveLeavings(session, plan, leavings, rendering.pages, attachments);
  if (standing !== null) await ports.connections.patch(input.orgId, input.connectionId, { mirrorCommit: standing });
  const warnings = [...reading.readings.problems, ...leavings.problems, ...stories.problems];
  for (const text of warnings) await session.say('warn', text);
  await sayMissing(session, full.outcome.missingPages);
  if (stories.untold > 0)
    await session.say(
      'info',
      `${stories.untold} pages came with their newest version alone: a run reads ${MOST_STORIES} histories.`,
    );
  return {
    state: stopped ? 'stopped' : 'done',
    commit: standing,
    branch,
    counts,
    failures: counts.failed + leavings.problems.length + reading.readings.problems.length,
    guard: guard.state === 'stopped' ? { removals: guard.removals, of: guard.of, ...reviewOf(full) } : null,
  };
}

/** Whether the scope file on the target branch is another one than the run goes by. */
function isOtherScope({ root, target }: SyncSession, { scopeBlob }: SourceReading, { branch, tree }: RepositoryState) {
  return branch === target.branch && (tree.get(configPath(root)) ?? null) !== scopeBlob;
}

/**
 * Publishes what was read as one commit. A branch that moved is read again and planned against, five times; where its
 * scope file is another one by then, the run has to begin again. `first`: the repository as it stood a moment ago.
 */
export async function publish(
  session: SyncSession,
  reading: SourceReading,
  first: Promise<RepositoryState> | null,
): Promise<Published | 'scope-moved'> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const repository = await ((tries === 0 && first) || readHead(session));
    if (isOtherScope(session, reading, repository)) return 'scope-moved';
    const published = await publishOnce(session, reading, repository);
    if (published !== null) return published;
    await session.say('info', 'The branch moved meanwhile: planning again.');
  }
  throw alwaysMoving();
}
