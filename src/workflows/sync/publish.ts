import { Problem } from '../../core/problem.ts';
import type { RunCounts } from '../../core/run.ts';
import { commitMessage } from '../../pipeline/publish/index.ts';
import { urgentPart } from '../../pipeline/sync/index.ts';
import type { GuardState } from '../connection-state.ts';
import { placeAttachments } from './attachments.ts';
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
  readonly guard: (Pick<GuardState, 'removals' | 'of'> & { readonly pages: GuardState['pages'] }) | null;
}

const MOST_TRIES = 5;
/** Pages that a person is shown before many files go. */
const MOST_NAMED = 300;

function namedRemovals({ outcome, ledger }: RunPlan): NonNullable<GuardState['pages']> {
  // What leaves at once in any case does not wait for an answer.
  const urgent = new Set(urgentPart(outcome.plan).removals.map(({ pageId }) => pageId));
  return outcome.plan.removals
    .filter(({ pageId }) => !urgent.has(pageId))
    .slice(0, MOST_NAMED)
    .map(({ pageId, path, proof }) => ({ pageId, path, proof, title: ledger.get(pageId)?.title ?? pageId }));
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

async function readRepository(session: SyncSession): Promise<RepositoryState> {
  const { branch, commit } = await publishedHead(session);
  return { branch, head: commit, tree: await readTree(session, commit) };
}

/** Plan, files, commit and push against one state of the branch; null where the branch moved meanwhile. */
async function publishOnce(session: SyncSession, reading: SourceReading): Promise<Published | null> {
  const { context, input } = session;
  const { ports } = context;
  const repository = await readRepository(session);
  await session.progress('planning');
  const full = await planRun(session, reading, repository);
  const { guard } = full.outcome.plan;
  const stopped = guard.state === 'stopped';
  const plan: RunPlan = stopped ? { ...full, outcome: { ...full.outcome, plan: urgentPart(full.outcome.plan) } } : full;
  context.reach('sync:planned');

  const { writes, removals } = plan.outcome.plan;
  const attachments = await placeAttachments(session, reading.scope, plan, new Set(repository.tree.values()));
  const rendering = new Rendering(session, reading, plan, repository, attachments);
  let commit: string | null = null;
  let branch = repository.branch;
  if (writes.length > 0 || removals.length > 0) {
    await session.progress('rendering', { pages: full.outcome.counts.pages });
    commit = await session.mirror.commit({
      message: commitMessage({
        runId: input.runId,
        source: session.connection.connector,
        plan: plan.outcome.plan,
        titles: new Map(removals.map(({ pageId }) => [pageId, plan.ledger.get(pageId)?.title ?? pageId])),
      }),
      at: new Date(context.clock.now()).toISOString(),
      changes: rendering.changes(),
      parent: repository.head,
    });
    context.reach('sync:committed');
  }
  if (commit !== null) {
    await session.goOn();
    await session.progress('publishing');
    const pushed = await pushMirror(session, repository, commit);
    if (pushed === null) return null;
    branch = pushed.branch;
    context.reach('sync:pushed');
  }

  const leavings = leavingsOf(plan, rendering.pages);
  const standing = commit ?? (await pushedBefore(session, repository.head));
  const recorded = commit === null && standing !== null ? await ports.runs.get(input.orgId, input.runId) : null;
  // A repeated step finds its work done; what it did is what the first try counted.
  const own = stopped ? stoppedCounts(leavings.counts, removals.length) : leavings.counts;
  const counts = recorded?.commit === standing && recorded ? recorded.counts : own;
  await ports.runs.progress(input.orgId, input.runId, { counts, ...(standing ? { commit: standing } : {}) });
  await saveLeavings(session, plan, leavings, rendering.pages, attachments);
  if (standing !== null) await ports.connections.patch(input.orgId, input.connectionId, { mirrorCommit: standing });
  for (const text of [...reading.readings.problems, ...leavings.problems]) await session.say('warn', text);
  return {
    state: stopped ? 'stopped' : 'done',
    commit: standing,
    branch,
    counts,
    failures: counts.failed + leavings.problems.length + reading.readings.problems.length,
    guard: guard.state === 'stopped' ? { removals: guard.removals, of: guard.of, pages: namedRemovals(full) } : null,
  };
}

/** Publishes what was read as one commit. A branch that moved is read again and planned against, five times. */
export async function publish(session: SyncSession, reading: SourceReading): Promise<Published> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const published = await publishOnce(session, reading);
    if (published !== null) return published;
    await session.say('info', 'The branch moved meanwhile: planning again.');
  }
  throw alwaysMoving();
}
