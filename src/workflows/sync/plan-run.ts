import { planSync } from '../../pipeline/sync/index.ts';
import { guardOf } from '../connection-state.ts';
import { CommentBook } from './comments.ts';
import { isAgreed } from './consent.ts';
import { leftoverRemovals } from './leftovers.ts';
import { withOtherAttachments, withSharedAttachments } from './other-attachments.ts';
import { readPages } from './read-pages.ts';
import type { RepositoryState, RunPlan, SourceReading } from './run-facts.ts';
import type { SyncSession } from './session.ts';

export type * from './run-facts.ts';

/** Removals that need nobody's consent: this many files, or this share of the mirror. */
const GUARD = { files: 10, share: 0.2 };
/** Commits of other people between two of ours that are looked through. */
const MOST_COMMITS = 500;
const OWN_COMMIT = /^Ctx-Run: /m;
/** Each round reads what the plan before asked for. */
const MOST_ROUNDS = 6;

export async function readTree(session: SyncSession, commit: string | null): Promise<ReadonlyMap<string, string>> {
  if (commit === null) return new Map();
  const entries = await session.mirror.readTree(commit, session.root);
  return new Map(
    entries.filter(({ path }) => path.startsWith(`${session.root}/`)).map(({ path, blob }) => [path, blob]),
  );
}

/** Whether only people have gone on from a commit of ours. A branch that was set back, or that a restored database does not know, was not edited. */
async function onlyPeopleWentOn(session: SyncSession, head: string, commit: string): Promise<boolean> {
  const newest = await session.mirror.log(head, MOST_COMMITS);
  const at = newest.findIndex((one) => one.commit === commit);
  return at !== -1 && !newest.slice(0, at).some(({ message }) => OWN_COMMIT.test(message));
}

/** Files as we left them: one that looks otherwise now was changed by somebody else. */
async function publishedTree(session: SyncSession, { head, tree }: RepositoryState) {
  const commit = session.connection.config.mirrorCommit;
  if (typeof commit !== 'string' || commit === head) return {};
  // A commit that is gone says nothing: then any file that stands counts as ours.
  const published = await readTree(session, commit).catch(() => undefined);
  if (published === undefined) return {};
  const differs = [...published].some(([path, blob]) => tree.get(path) !== blob);
  return { published, byHand: differs && head !== null && (await onlyPeopleWentOn(session, head, commit)) };
}

/** A page that an event named and that could not be read is looked at afresh by the next run: the event is settled then. */
function withDebts(reading: SourceReading, plan: RunPlan): RunPlan {
  const { outcome } = plan;
  const rows = new Map(outcome.ledger.map((row) => [row.pageId, row]));
  for (const id of reading.named) {
    const row = rows.get(id) ?? plan.ledger.get(id);
    if (row && reading.readings.failed.has(id)) rows.set(id, { ...row, sourceHash: null });
  }
  return { ...plan, outcome: { ...outcome, ledger: [...rows.values()] } };
}

async function withLeftovers(session: SyncSession, reading: SourceReading, repository: RepositoryState, plan: RunPlan) {
  const removals = await leftoverRemovals(session, reading, repository, plan);
  if (removals.length === 0) return plan;
  const { outcome } = plan;
  const full = { ...outcome.plan, removals: [...outcome.plan.removals, ...removals] };
  const files = removals.filter(({ path }) => path.endsWith('.md')).length;
  const counts = { ...outcome.counts, removed: outcome.counts.removed + files };
  return { ...plan, outcome: { ...outcome, plan: full, counts } };
}

/**
 * Plans the run. What the plan asks for (pages to be confirmed, bodies to be read) is read and the plan
 * made again, until it asks for nothing more; all bodies that it needs are staged then.
 */
export async function planRun(
  session: SyncSession,
  reading: SourceReading,
  repository: RepositoryState,
): Promise<RunPlan> {
  const { context, input } = session;
  const { ports } = context;
  const rows = await ports.ledger.pages(input.orgId, input.connectionId);
  const ledger = new Map(rows.map((row) => [row.pageId, row]));
  const spaces = (await ports.ledger.spaces(input.orgId, input.connectionId)).filter(
    (space) => reading.shown === null || reading.shown.has(space.id),
  );
  const published = await publishedTree(session, repository);
  const approval = guardOf(session.connection);
  const asked = new Set<string>();
  const read = new Set<string>();
  const book = new CommentBook(session, reading.scope);
  const looked = new Set<string>();
  const changedFiles = new Set<string>();
  let compared = false;
  for (let round = 1; ; round += 1) {
    await session.goOn();
    const staged = await ports.ledger.stagedMeta(input.orgId, input.runId);
    const bodies = new Set(staged.filter((one) => one.hasBody).map((one) => one.meta.id));
    await book.read(staged.map(({ meta }) => meta));
    const remote = new Map(
      staged.map(({ meta, labels, restricted }) => [meta.id, { meta, labels, restricted, ...book.hashOf(meta) }]),
    );
    if (reading.all) for (const id of remote.keys()) asked.add(id);
    const facts = {
      scope: reading.scope,
      mirrorRoot: session.root,
      spaces,
      remote: [...remote.values()],
      listings: reading.listings,
      confirmed: reading.readings.confirmed,
      saidRestricted: reading.saidRestricted,
      failed: reading.readings.failed,
      ledger: rows,
      tree: repository.tree,
      ...published,
      guard: GUARD,
      asked,
      changedFiles,
      anew: reading.all,
    };
    let outcome = planSync(facts);
    let approved = false;
    if (outcome.plan.guard.state === 'stopped' && isAgreed(approval, outcome.plan)) {
      approved = true;
      outcome = planSync({ ...facts, approvedRemovals: true });
    }
    const plan: RunPlan = { outcome, ledger, remote, approved, comments: book.shown };
    const wanted = outcome.plan.writes.filter(
      ({ page, render }) => render && (page.kind === 'page' || page.kind === 'blog') && !bodies.has(page.id),
    );
    const open = new Set([...outcome.toConfirm, ...outcome.toRead, ...wanted.map((write) => write.page.id)]);
    for (const id of read) open.delete(id);
    if (open.size === 0 && !compared) {
      compared = true;
      const others = await withOtherAttachments(session, reading, plan);
      for (const id of others) {
        asked.add(id);
        changedFiles.add(id);
      }
      if (others.length > 0) continue;
    }
    if (open.size === 0) {
      const shared = await withSharedAttachments(session, reading, plan, looked);
      for (const id of shared) changedFiles.add(id);
      if (shared.length > 0) continue;
    }
    if (open.size === 0 || round > MOST_ROUNDS)
      return withLeftovers(session, reading, repository, withDebts(reading, plan));
    for (const id of open) read.add(id);
    await readPages(session, [...open], reading.scope, reading.readings);
  }
}
