import { coalesce } from '../../pipeline/intake/coalesce.ts';
import { asJson, firstSyncOf, mirrorPullRequestOf } from '../connection-state.ts';
import { readScopeInForce } from '../scope-in-force.ts';
import { cancelled, type SyncSession } from './session.ts';

/** What a run sets out to do; decided once, so that a repeated step does the same. */
export interface Task {
  /** `list`: every chosen space is listed. `pages`: only what events name is read again. `ended`: somebody ended the run. */
  readonly mode: 'list' | 'pages' | 'ended';
  /** Journal entries that this run covers. */
  readonly entryIds: readonly string[];
  readonly pageIds: readonly string[];
  /** Of these, pages of which the newest event says that they were restricted. */
  readonly restrictedIds?: readonly string[];
  /** In mode `pages`: spaces to be listed all the same, without bodies. */
  readonly spaceIds: readonly string[];
  /** Render every page again. */
  readonly all: boolean;
  /** Commit of a scope that this run is the first to carry out. */
  readonly unread: string | null;
  /** Blob of the scope file that the run goes by; null: there is none. */
  readonly scopeBlob: string | null;
}

/** Events that one run takes; the next takes the others. */
const MOST_EVENTS = 2_000;
/** With more pages than this, listing the spaces is cheaper than reading pages, labels and restrictions by id. */
const MOST_PAGES = 1_000;
/** For so long a head that was fetched holds for the plan that follows; a push onto a branch that moved is refused. */
const HEAD_MS = 5_000;
/** For so long a run of events goes by the head that an earlier one pushed. */
const SEEN_MS = 10_000;

/** A branch and the commit it stands at. `sure`: the host said so in this run; otherwise an earlier one saw it. */
interface BranchHead {
  readonly branch: string;
  readonly commit: string | null;
  readonly sure: boolean;
}

/** The branch that the mirror is published to at the moment, and the commit it stands at. */
export async function publishedHead(session: SyncSession): Promise<BranchHead> {
  const { connection, host, repository, mirror, target } = session;
  const current = await session.context.ports.connections.get(connection.orgId, connection.id);
  const known = current && mirrorPullRequestOf(current);
  if (known) {
    const pull = await host.findPullRequest(repository, known.branch);
    const commit = pull?.state === 'open' ? await mirror.fetch(known.branch) : null;
    if (commit !== null) return { branch: known.branch, commit, sure: true };
    await session.context.ports.connections.patch(connection.orgId, connection.id, { mirrorPullRequest: null });
  }
  const taken = heads.get(session);
  heads.delete(session);
  const { clock } = session.context;
  if (taken !== undefined && clock.now() - taken.at < HEAD_MS) return taken;
  return { branch: target.branch, commit: await mirror.fetch(target.branch), sure: true };
}

/** Heads of the target branch as runs found them when they began; each is used once, so that a second try fetches. */
const heads = new WeakMap<SyncSession, BranchHead & { readonly at: number }>();

/** Reads the journal and the scope file, and says what the run has to do. */
export async function takeTask(session: SyncSession): Promise<Task> {
  const { context, input, mirror, target } = session;
  const { ports } = context;
  // As it stands now: a run that begins again has changed it itself.
  const connection = (await ports.connections.get(input.orgId, input.connectionId)) ?? session.connection;
  const run = await ports.runs.get(input.orgId, input.runId);
  if (run?.state !== 'running')
    return { mode: 'ended', entryIds: [], pageIds: [], spaceIds: [], all: false, unread: null, scopeBlob: null };
  if (await ports.runs.cancelRequested(input.orgId, input.runId)) throw cancelled();
  await session.progress('preparing');
  const entries = await ports.journal.pending(input.orgId, input.connectionId, MOST_EVENTS);
  const work = coalesce(entries);
  // With pages to be written a push tells whether the branch moved; without them the host is asked before the run ends.
  const sure = run.kind !== 'events' || entries.length === 0;
  const head = await mirror.fetch(target.branch, ...(sure ? [] : [{ seenWithinMs: SEEN_MS }]));
  heads.set(session, { branch: target.branch, commit: head, sure, at: context.clock.now() });
  const { unread, rendersAnew, problem, blob } = await readScopeInForce(context, connection, session, head);
  if (problem !== null) await session.say('warn', `${problem} The last good scope stays in force.`);
  const first = firstSyncOf(connection);
  if (run.kind === 'initial' && first?.state !== 'succeeded')
    await ports.connections.patch(input.orgId, input.connectionId, {
      firstSync: asJson({ state: 'running', runId: run.id }),
    });
  context.reach('sync:taken');
  // Until a first sync has succeeded nobody has seen all that is chosen.
  const list =
    run.kind !== 'events' ||
    first?.state !== 'succeeded' ||
    unread !== null ||
    work.sweep ||
    work.pageIds.length > MOST_PAGES;
  return {
    mode: list ? 'list' : 'pages',
    entryIds: work.entryIds,
    pageIds: work.pageIds,
    restrictedIds: work.restrictedIds,
    spaceIds: list ? [] : work.spaceIds,
    all: run.kind === 'resync' || (unread !== null && rendersAnew),
    unread,
    scopeBlob: blob,
  };
}
