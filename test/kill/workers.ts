import { setTimeout as sleep } from 'node:timers/promises';
import { ContentEditor } from '../../sandbox/atlassian/confluence/editor.ts';
import { ownerId } from '../../sandbox/worlds/site.ts';
import type { Scene, Stage, Worker } from './scene.ts';

export interface WorkersOutcome {
  readonly what: string;
  readonly problems: readonly string[];
  readonly seconds: number;
  readonly note: string;
}

const TAKEOVER_MS = 60_000;
/** Longer than a lease. */
const FROZEN_MS = 35_000;
const RUNS = 6;

/** The worker that waits for an answer of the site that never comes, as soon as one does. */
async function whoWaits(scene: Scene, workers: readonly Worker[]): Promise<Worker> {
  const end = Date.now() + 30_000;
  for (;;) {
    const found = workers.find(({ points }) => points.includes('source.listPages#1:before'));
    if (found && scene.site.atlassian.faults.list().some(({ hits }) => hits > 0)) return found;
    if (Date.now() > end) throw new Error('no worker took the run');
    await sleep(10);
  }
}

function pushesOf({ points }: Worker): number {
  return points.filter((point) => /^git\.push#\d+:after$/.test(point)).length;
}

async function withWorkers(
  scene: Scene,
  what: string,
  work: (stage: Stage, workers: readonly [Worker, Worker], problems: string[], notes: string[]) => Promise<void>,
): Promise<WorkersOutcome> {
  const from = performance.now();
  const problems: string[] = [];
  const notes: string[] = [];
  const stage = await scene.newStage();
  const workers = [scene.startWorker(stage, null), scene.startWorker(stage, null)] as const;
  try {
    await work(stage, workers, problems, notes);
    await scene.checkWhole(stage);
  } catch (error) {
    problems.push(error instanceof Error ? error.message : String(error));
  } finally {
    scene.site.atlassian.faults.clear();
    for (const worker of workers) worker.process.kill('SIGKILL');
    await Promise.all(workers.map(({ ended }) => ended));
    await stage.close();
  }
  return { what, problems, seconds: Math.round((performance.now() - from) / 100) / 10, note: notes.join('; ') };
}

async function begin({ opened, place }: Stage): Promise<void> {
  await opened.jobs.sync(place.orgId, place.connectionId, 'initial');
}

/** Two processes at one database do run after run: each run is one commit, made by one of them. */
function oneWriter(scene: Scene): Promise<WorkersOutcome> {
  return withWorkers(scene, `two workers, ${RUNS} runs: one writer each`, async (stage, workers, problems) => {
    const { opened, place } = stage;
    await begin(stage);
    await scene.awaitRun(stage);
    const store = scene.site.atlassian.state.content.get(scene.site.cloudId)!;
    const page = [...store.items.values()].find(({ kind, status }) => kind === 'page' && status === 'current')!;
    for (let count = 1; count < RUNS; count += 1) {
      new ContentEditor(store).edit(page.id, { body: { storage: `<p>Round ${count}</p>` }, actorId: ownerId });
      const { id } = await opened.jobs.sync(place.orgId, place.connectionId, 'sweep');
      const run = await scene.awaitRun(stage);
      if (run.id !== id || run.state !== 'succeeded') problems.push(`run ${count}: ${run.state}`);
    }
    const commits = await scene.commits(stage);
    if (commits !== RUNS + 1) problems.push(`${commits} commits of ${RUNS} runs and the first`);
    const pushes = workers.reduce((sum, worker) => sum + pushesOf(worker), 0);
    if (pushes !== RUNS) problems.push(`${pushes} pushes`);
  });
}

/** The one that works is killed with kill -9; its lease is not helped along. */
function takesOver(scene: Scene): Promise<WorkersOutcome> {
  return withWorkers(
    scene,
    'two workers, one killed: the other takes over',
    async (stage, workers, problems, notes) => {
      scene.site.atlassian.faults.set({ route: 'GET /wiki/api/v2/spaces/:id/pages', fail: 'stall', times: 1 });
      await begin(stage);
      const busy = await whoWaits(scene, workers);
      const other = workers.find((worker) => worker !== busy)!;
      busy.process.kill('SIGKILL');
      const killed = performance.now();
      const run = await scene.awaitRun(stage, TAKEOVER_MS);
      const ms = performance.now() - killed;
      notes.push(`after ${Math.round(ms / 100) / 10} s`);
      if (run.state !== 'succeeded') problems.push(`the run ${run.state}`);
      if (ms > TAKEOVER_MS) problems.push(`it took ${Math.round(ms)} ms`);
      if (pushesOf(other) !== 1 || (await scene.commits(stage)) !== 2) problems.push('not one commit of the other');
    },
  );
}

/** The one that works stands still for longer than its lease, in the middle of its commit, and then goes on. */
function wakesUp(scene: Scene): Promise<WorkersOutcome> {
  return withWorkers(
    scene,
    'two workers, one frozen past its lease: no second commit',
    async (stage, workers, problems) => {
      scene.site.atlassian.faults.set({ route: 'GET /wiki/api/v2/spaces/:id/pages', fail: 'stall', times: 1 });
      await begin(stage);
      const busy = await whoWaits(scene, workers);
      busy.process.kill('SIGSTOP');
      await sleep(FROZEN_MS);
      scene.site.atlassian.faults.clear();
      busy.process.kill('SIGCONT');
      const run = await scene.awaitRun(stage, TAKEOVER_MS);
      await sleep(3_000);
      if (run.state !== 'succeeded') problems.push(`the run ${run.state}: ${run.problem?.message}`);
      const commits = await scene.commits(stage);
      if (commits !== 2) problems.push(`${commits - 1} commits of one run`);
    },
  );
}

export const workerTrials = [oneWriter, takesOver, wakesUp] as const;
