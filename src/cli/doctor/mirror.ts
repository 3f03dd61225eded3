import type { Connection, Target } from '../../core/connection.ts';
import type { Ports } from '../../core/ports/index.ts';
import type { TrackedRepository } from '../../core/ports/repositories.ts';
import type { RepoHost } from '../../core/roles/repo-host.ts';
import { redact } from '../../core/secret.ts';
import { broken, brokenBy, type Check, doubtful, type Finding, healthy, spanOf } from './finding.ts';
import { isLive, missing, objectIn } from './source-connection.ts';

export interface MirrorDeps {
  readonly ports: Ports;
  /** null: repositories are not asked. */
  readonly openRepoHost: ((connection: Connection) => Promise<RepoHost>) | null;
  /** Milliseconds between two sweeps of a connection. */
  sweepEveryMs(connection: Connection): number;
  now(): number;
}

const RUNS = 20;
const LOG_LINES = 500;
const SWEEP_SPARE_MS = 15 * 60_000;
const INDEX_BEHIND_MS = 10 * 60_000;

async function lookAtTarget(connection: Connection, deps: MirrorDeps): Promise<readonly Finding[]> {
  const target = objectIn<Target>(connection, 'target');
  if (target === null)
    return [
      missing(connection, 'target', {
        what: 'No target repository is chosen.',
        why: 'The mirror has no place to go.',
        next: 'Choose it in the setup.',
      }),
    ];
  const why = 'The mirror is pushed there.';
  const host = await deps.ports.connections.get(connection.orgId, target.connectionId);
  if (host === null)
    return [
      broken('target', {
        what: `The connection to the host of ${target.fullName} is gone.`,
        why,
        next: 'Link the repository host again and choose the target anew.',
      }),
    ];
  if (deps.openRepoHost === null) return [healthy('target', `${target.fullName}, branch ${target.branch}.`)];
  try {
    const opened = await deps.openRepoHost(host);
    const repository = await opened.getRepository(target.repositoryId);
    const found: Finding[] = [healthy('target', `${repository.fullName}, branch ${target.branch}.`)];
    if (repository.archived)
      found.push(
        broken('target-archived', {
          what: `${repository.fullName} is archived.`,
          why: 'An archived repository takes no push.',
          next: 'Unarchive it, or choose another target.',
        }),
      );
    if (!repository.private)
      found.push(
        doubtful('target-public', {
          what: `${repository.fullName} is public.`,
          why: 'Everybody on the internet can read the mirrored pages.',
          next: 'Make it private, or make sure that every chosen page may be public.',
        }),
      );
    const branch = await opened.getBranch(repository, target.branch);
    // The first run makes the first commit of an empty repository.
    if (branch === null && (target.branch !== repository.defaultBranch || isLive(connection)))
      found.push(
        doubtful('target-branch', {
          what: `${repository.fullName} has no branch ${target.branch}.`,
          why: `The scope file is read from it, and the mirror stands on it. The default branch is ${repository.defaultBranch}.`,
          next: 'Create the branch, or choose another one in the setup.',
        }),
      );
    if (branch?.protected)
      found.push(
        healthy('target-protected', `${target.branch} is protected: what it does not take waits in a pull request.`),
      );
    return found;
  } catch (error) {
    return [brokenBy('target', error, why)];
  }
}

function lookAtScope(connection: Connection): readonly Finding[] {
  const problem = objectIn<{ message: string; line?: number; column?: number }>(connection, 'scopeProblem');
  const place = problem?.line === undefined ? '' : ` (line ${problem.line}, column ${problem.column ?? 1})`;
  const scope = problem
    ? broken('scope-file', {
        what: `The scope file on the target branch cannot be used${place}: ${problem.message}`,
        why: 'The last good scope stays in force; what was changed since has no effect.',
        next: 'Correct the file on the branch. ctxpipe config check says what is wrong in it.',
      })
    : healthy('scope-file', objectIn(connection, 'scope') ? 'In force.' : 'Not in force yet.');
  const proposal = objectIn<{ state: string; url: string }>(connection, 'proposal');
  if (proposal?.state !== 'declined') return [scope];
  return [
    scope,
    doubtful('proposal', {
      what: `The configuration pull request was closed without a merge: ${proposal.url}`,
      why: 'The chosen scope is not in force.',
      next: 'Propose it again in the setup, or choose another scope.',
    }),
  ];
}

function lookAtHolds(connection: Connection): readonly Finding[] {
  const found: Finding[] = [];
  if (connection.config.paused === true)
    found.push(
      doubtful('paused', {
        what: 'The connection is paused.',
        why: 'Nothing is mirrored before somebody resumes it.',
        next: 'Resume it in the web page.',
      }),
    );
  const guard = objectIn<{ state: string; removals: number; of: number }>(connection, 'guard');
  if (guard?.state === 'waiting')
    found.push(
      doubtful('removals-to-review', {
        what: `A run would remove ${guard.removals} of ${guard.of} files and was stopped.`,
        why: 'Nothing is mirrored before a person says whether that is right.',
        next: 'Review the removals in the web page.',
      }),
    );
  return found;
}

/** What the log of a run says of its failure. */
async function worstOf({ orgId }: Connection, runId: string, { ports }: MirrorDeps): Promise<string> {
  const lines = await ports.runs.readLog(orgId, runId, LOG_LINES);
  const line = lines.find(({ level }) => level === 'error') ?? lines.find(({ level }) => level === 'warn');
  return redact(line?.message ?? 'its log does not say which.');
}

async function lookAtRuns(connection: Connection, deps: MirrorDeps): Promise<readonly Finding[]> {
  if (!isLive(connection)) return [healthy('last-run', 'Expected after the setup.')];
  const runs = await deps.ports.runs.list(connection.orgId, connection.id, RUNS);
  const [last] = runs.filter((run) => run.state !== 'running');
  const found: Finding[] = [];
  if (last?.state === 'failed')
    found.push(
      broken('last-run', {
        what: `The last run failed at ${last.finishedAt ?? last.startedAt}: ${last.problem?.message ?? 'no cause is known.'}`,
        why: 'The mirror is behind the source.',
        next: last.problem?.hint ?? 'Look at the log of the run in the web page.',
      }),
    );
  else if (last?.state === 'succeeded-with-failures')
    found.push(
      doubtful('last-run', {
        what:
          last.counts.failed > 0
            ? `The last run left out pages that failed: ${last.counts.failed}.`
            : `The last run met a failure: ${await worstOf(connection, last.id, deps)}`,
        why: 'What failed shows an older state in the mirror.',
        next: 'Look at the pages and at the log of the run in the web page; the next run tries again.',
      }),
    );
  else
    found.push(healthy('last-run', last ? `${last.state}, ${last.finishedAt ?? last.startedAt}.` : 'None has ended.'));
  if (connection.config.paused === true) return found;
  const sweep = runs.find((run) => run.kind !== 'events' && run.state.startsWith('succeeded'));
  const age = deps.now() - Date.parse(sweep?.finishedAt ?? connection.updatedAt);
  const due = 2 * deps.sweepEveryMs(connection) + SWEEP_SPARE_MS;
  if (age <= due || (sweep === undefined && runs.length === RUNS))
    return [...found, healthy('sweep', sweep ? `Ended ${spanOf(age)} ago.` : 'Not due.')];
  return [
    ...found,
    doubtful('sweep', {
      what: `The last whole look at the source ended ${spanOf(age)} ago.`,
      why: 'It heals what lost events left behind, and finds restrictions that no event tells of.',
      next: 'Check that a worker runs, and the last run.',
    }),
  ];
}

/** Where the pages go, what is chosen, and how the last runs ended. */
export function mirrorChecks(connection: Connection, deps: MirrorDeps): readonly Check[] {
  const { id, name } = connection;
  const about = { connection: { id, name } };
  return [
    { ...about, name: 'target', look: () => lookAtTarget(connection, deps) },
    { ...about, name: 'scope-file', look: async () => lookAtScope(connection) },
    { ...about, name: 'holds', look: async () => lookAtHolds(connection) },
    { ...about, name: 'last-run', look: () => lookAtRuns(connection, deps) },
  ];
}

/** How far the index is behind a repository's newest known commit. */
export function indexFinding(repository: TrackedRepository, now: number): Finding {
  const { fullName, headCommit, indexedCommit, indexedAt } = repository;
  if (headCommit === indexedCommit) return healthy('index', `${fullName} is indexed up to its newest commit.`);
  const age = indexedAt === null ? Number.POSITIVE_INFINITY : now - Date.parse(indexedAt);
  if (age <= INDEX_BEHIND_MS) return healthy('index', `${fullName} is being indexed.`);
  return doubtful('index', {
    what: `${fullName}: the newest commit is not indexed; the last one was ${indexedAt === null ? 'never' : `${spanOf(age)} ago`}.`,
    why: 'Answers show an older state.',
    next: 'If it stays so for some minutes, check that a worker runs, and its log.',
  });
}
