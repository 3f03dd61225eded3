import type { TrackedRepository } from '../core/ports/repositories.ts';
import type { GitMirror } from '../core/roles/repo-host.ts';
import { isCodeOwners } from '../pipeline/graph/index.ts';
import { type Attempt, reviveProblem } from './attempt.ts';
import type { WorkContext } from './context.ts';
import { durably } from './durable-step.ts';
import type { WorkflowFunction } from './engine.ts';
import { applyBatch, type FileChange } from './indexing/apply-batch.ts';
import { readSurroundings } from './indexing/surroundings.ts';
import { afterMany } from './precedence.ts';
import { openRepository } from './repository-session.ts';
import type { IndexInput } from './specs.ts';
import type { Tools } from './tools.ts';

const FILES_A_BATCH = 100;
/** A step ends after this time, so that a killed process repeats little. Milliseconds. */
const STEP_MS = 20_000;
const MOST_STEPS = 400;
/** For so long a head that this process saw is taken for the one to be indexed, where it is. */
const SEEN_MS = 60_000;
/** Commits that are looked through for when files last changed. */
const MOST_COMMITS = 20_000;

/** Where a step that ran out of time stopped. */
interface Place {
  readonly commit: string;
  readonly after: string;
}

type Progress =
  | { readonly state: 'nothing' | 'busy' }
  | ({ readonly state: 'going-on' } & Place)
  | { readonly state: 'indexed'; readonly commit: string };

/** Brings the index and the graph of a repository to its head; resumes at the path where it stopped. */
export function indexRepository({ context }: Tools): WorkflowFunction<IndexInput, { readonly state: string }> {
  return async ({ input, step }): Promise<{ readonly state: string }> => {
    let from: Place | null = null;
    for (let count = 0; count < MOST_STEPS; count += 1) {
      const at: Place | null = from;
      const result: Attempt<Progress> = await durably(step, 'index', () => alone(context, input, at), {
        now: () => context.clock.now(),
      });
      if (!result.ok) throw reviveProblem(result.problem);
      if (result.value.state === 'nothing' || result.value.state === 'busy') return { state: result.value.state };
      from = result.value.state === 'going-on' ? result.value : null;
    }
    return { state: 'going-on' };
  };
}

/** Two at once would only read the same files twice; the one that works also sees a head that moves meanwhile. */
async function alone(context: WorkContext, input: IndexInput, from: Place | null): Promise<Progress> {
  const held = await context.ports.locks.tryExclusive(`index:${input.repositoryId}`, () =>
    indexSome(context, input, from),
  );
  return held.state === 'done' ? held.value : { state: 'busy' };
}

async function indexSome(
  context: WorkContext,
  { orgId, repositoryId }: IndexInput,
  from: Place | null,
): Promise<Progress> {
  const { ports, clock } = context;
  const repository = await ports.repositories.get(orgId, repositoryId);
  if (!repository || repository.headCommit === null || repository.headCommit === repository.indexedCommit)
    return { state: 'nothing' };
  const hostConnection = await ports.connections.get(orgId, repository.connectionId);
  await afterMany();
  const { host, mirror } = await openRepository(context, hostConnection, repository.remoteId);
  // The head that a mirror's run has just pushed from here needs no second look.
  const seen = await mirror.fetch(repository.branch, { seenWithinMs: SEEN_MS });
  const fetched = seen === repository.headCommit ? seen : await mirror.fetch(repository.branch);
  const head = from?.commit ?? fetched;
  if (head === null) return { state: 'nothing' };
  if (from === null && head !== repository.headCommit) await ports.repositories.setHead(orgId, repositoryId, head);
  context.reach('index:fetched');

  const tree = new Map((await mirror.readTree(head, '')).map((entry) => [entry.path, entry]));
  const read = (path: string) => mirror.readFile(head, path);
  const surroundings = { ...(await readSurroundings(context, repository, host, tree, read)), tree };
  const since = await changesSince(context, repository, mirror, head, from === null);
  if (from === null) await saveFiles(context, repository, mirror, head, since);
  const changes = since.changes
    .filter(({ path }) => from === null || path > from.after)
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const until = clock.now() + STEP_MS;
  for (let at = 0; at < changes.length; at += FILES_A_BATCH) {
    const batch = changes.slice(at, at + FILES_A_BATCH);
    await afterMany();
    await applyBatch(context, repository, mirror, head, batch, surroundings);
    context.reach('index:applied');
    const more = at + FILES_A_BATCH < changes.length;
    if (more && clock.now() > until) return { state: 'going-on', commit: head, after: batch.at(-1)!.path };
  }
  if (changes.length === 0) await ports.chunks.apply(orgId, repositoryId, { commit: head, documents: [], removed: [] });
  await ports.repositories.setIndexed(orgId, repositoryId, head);
  context.reach('index:done');
  return { state: 'indexed', commit: head };
}

/** Keeps which files there are and when each last changed. */
async function saveFiles(
  { ports }: WorkContext,
  { orgId, id }: TrackedRepository,
  mirror: GitMirror,
  head: string,
  { base, changes }: Since,
): Promise<void> {
  const times = await mirror.lastChanges(base, head, MOST_COMMITS);
  const files = changes.flatMap(({ path, blob }) =>
    blob === null ? [] : [{ path, changedAt: times.get(path) ?? null }],
  );
  const removed = changes.flatMap(({ path, blob }) => (blob === null ? [path] : []));
  await ports.health.saveFiles(orgId, id, files, removed);
}

interface Since {
  /** null: everything is read anew. */
  readonly base: string | null;
  readonly changes: readonly FileChange[];
}

/** What changed since the indexed commit. Where that is gone from the repository, everything is read anew. */
async function changesSince(
  context: WorkContext,
  repository: TrackedRepository,
  mirror: GitMirror,
  head: string,
  first: boolean,
): Promise<Since> {
  const { ports, log } = context;
  if (repository.indexedCommit !== null)
    try {
      const changes = await mirror.diff(repository.indexedCommit, head);
      // Who owns what is said in one file about all others.
      if (!changes.some(({ path }) => isCodeOwners(path))) return { base: repository.indexedCommit, changes };
      const gone = changes.filter(({ blob }) => blob === null);
      return { base: repository.indexedCommit, changes: [...gone, ...(await mirror.diff(null, head))] };
    } catch (error) {
      log.warn(
        { repository: repository.fullName, problem: String(error) },
        'the indexed commit is gone: indexing anew',
      );
      if (first) await ports.chunks.dropRepository(repository.orgId, repository.id);
      if (first) await ports.graph.dropRepository(repository.orgId, repository.id);
      if (first) await ports.health.dropFiles(repository.orgId, repository.id);
    }
  return { base: null, changes: await mirror.diff(null, head) };
}
