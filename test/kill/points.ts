import { isSame, type Tree } from '../chaos/checks.ts';
import type { Scene, Worker } from './scene.ts';

/** What an undisturbed run gives, and every await that it passed. */
export interface Recording {
  readonly points: readonly string[];
  readonly tree: Tree;
  readonly commits: number;
}

export interface Outcome {
  readonly point: string;
  /** Empty: it holds. */
  readonly problems: readonly string[];
  readonly ms: number;
}

async function endOf(worker: Worker): Promise<void> {
  worker.process.kill('SIGKILL');
  await worker.ended;
}

/** Runs a first sync in a worker of its own and notes each await between the first reading and the end of the run. */
export async function record(scene: Scene): Promise<Recording> {
  const stage = await scene.newStage();
  const { opened, place } = stage;
  await opened.jobs.sync(place.orgId, place.connectionId, 'initial');
  const worker = scene.startWorker(stage, null);
  try {
    const run = await scene.awaitRun(stage);
    if (run.state !== 'succeeded') throw new Error(`undisturbed, the run ${run.state}: ${run.problem?.message}`);
    const points = worker.points.filter((point) => point.includes('#'));
    return { points, tree: await scene.tree(stage), commits: await scene.commits(stage) };
  } finally {
    await endOf(worker);
    await stage.close();
  }
}

/** Kills a worker with kill -9 at one await, starts another, and says what is not as it should be. */
export async function killAt(scene: Scene, point: string, expected: Recording): Promise<Outcome> {
  const from = performance.now();
  const problems: string[] = [];
  const stage = await scene.newStage();
  const { opened, place } = stage;
  const workers: Worker[] = [];
  try {
    await opened.jobs.sync(place.orgId, place.connectionId, 'initial');
    const first = scene.startWorker(stage, point);
    workers.push(first);
    const late = setTimeout(() => first.process.kill('SIGTERM'), 60_000);
    const signal = await first.ended.finally(() => clearTimeout(late));
    if (signal !== 'SIGKILL') problems.push(`the worker ended with ${signal} instead of at the point`);
    await scene.checkWhole(stage);
    const half = await scene.tree(stage);
    if (half.size > 0 && !isSame(half, expected.tree)) problems.push('the branch holds half a tree');

    await scene.passLeases(stage);
    workers.push(scene.startWorker(stage, null));
    const run = await scene.awaitRun(stage);
    if (run.state !== 'succeeded') problems.push(`the next run ${run.state}: ${run.problem?.message}`);
    if (!isSame(await scene.tree(stage), expected.tree)) problems.push('the tree differs');
    const commits = await scene.commits(stage);
    if (commits > expected.commits + 1) problems.push(`${commits} commits instead of ${expected.commits}`);
    await scene.checkWhole(stage);
  } catch (error) {
    problems.push(error instanceof Error ? error.message : String(error));
  } finally {
    for (const worker of workers) await endOf(worker);
    await stage.close();
  }
  return { point, problems, ms: Math.round(performance.now() - from) };
}
