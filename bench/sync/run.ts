import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { appendParagraph } from '../../sandbox/atlassian/confluence/body/append.ts';
import { ContentEditor } from '../../sandbox/atlassian/confluence/editor.ts';
import { readBody } from '../../sandbox/atlassian/confluence/item.ts';
import {
  awaitRun,
  chooseAllSpaces,
  connectRepositoryHost,
  findRepository,
  type Operator,
  proposeScope,
  type RunView,
  readStatus,
  until,
} from '../../sandbox/operator/index.ts';
import { demoRepository } from '../../sandbox/stand-ins.ts';
import { type Bare, openBare } from '../../test/demo/repository.ts';
import { emptyResult } from '../../test/demo/result.ts';
import { connect, type Stage, setStage } from '../../test/demo/story.ts';
import type { SyncBench } from './figures.ts';
import { watchMemory } from './memory.ts';
import { measure } from './meter.ts';
import { measureNaive } from './naive.ts';
import type { SyncOptions } from './options.ts';

type Say = (line: string) => void;

const RUN_MS = 3_600_000;
const adminEmail = 'priya@acme.example';
const needle = 'Changed while the bench looked on.';

function delayAll(stage: Stage, delayMs: number): void {
  for (const side of [stage.standIns.atlassian, stage.standIns.github]) {
    side.faults.clear();
    if (delayMs > 0) side.faults.set({ route: '* /*', delayMs });
  }
}

async function chooseTarget(operator: Operator, sourceId: string): Promise<string> {
  const hostId = await connectRepositoryHost(operator, { account: 'acme' });
  const target = await findRepository(operator, hostId, demoRepository);
  await operator.api('PUT', '/connectors/atlassian/target', {
    connectionId: sourceId,
    target: { connectionId: hostId, repositoryId: target.id },
  });
  return target.id;
}

/** The index follows each commit; a phase begins when it has caught up, so that it is charged for its own work. */
function awaitIndexed(operator: Operator, bare: Bare, branch: string): Promise<unknown> {
  return until(
    'the index',
    async () => {
      const head = await bare.head(branch);
      const { sources } = await operator.api<{ sources: { repository: string; indexedCommit: string | null }[] }>(
        'GET',
        '/sources',
      );
      return sources.some((one) => one.repository === demoRepository && one.indexedCommit === head);
    },
    { withinMs: RUN_MS, everyMs: 1_000 },
  );
}

function mustHaveSucceeded(run: RunView): RunView {
  if (run.state !== 'succeeded') throw new Error(`the ${run.kind} run ended as ${run.state}: ${run.problem?.message}`);
  return run;
}

/** Edits pages and waits for the commit that holds all the edits. Seconds from the last edit. */
async function change(stage: Stage, bare: Bare, branch: string, count: number): Promise<number> {
  const { state } = stage.standIns.atlassian;
  const store = state.content.get(state.sites[0]!.cloudId)!;
  const actorId = state.users.find(({ email }) => email === adminEmail)!.accountId;
  const editor = new ContentEditor(store);
  const pages = [...store.items.values()].filter(({ kind, status }) => kind === 'page' && status === 'current');
  const step = Math.max(1, Math.floor(pages.length / count));
  const chosen = pages.filter((_, at) => at % step === 0).slice(0, count);
  for (const page of chosen) editor.edit(page.id, { body: appendParagraph(readBody(page), needle), actorId });
  const from = performance.now();
  await until('the edits', async () => (await bare.filesWith(branch, needle)).length >= chosen.length, {
    withinMs: RUN_MS,
    everyMs: 100,
  });
  return Math.round(performance.now() - from) / 1000;
}

/** Takes the product through a first sync, a sweep and changes, and measures each; then the plain loop. */
export async function runSyncBench(options: SyncOptions, say: Say): Promise<SyncBench> {
  const { pages, latencyMs } = options;
  const loadBefore = Math.round(loadavg()[0]! * 10) / 10;
  const closers: Stage['closers'] = [];
  const close = async () => {
    for (let closer = closers.pop(); closer; closer = closers.pop()) await closer();
  };
  // Nothing that was started outlives a bench that is ended from outside.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void close().finally(() => process.exit(1)));
  const memory = watchMemory();
  closers.push(async () => memory.stop());
  let stage: Stage | null = null;
  try {
    stage = await setStage({ world: 'large', pages, json: true, keep: false }, closers, say);
    stage.standIns.atlassian.state.settings.searchLimit = options.searchLimit;
    const { operator, sourceId } = await connect(stage, emptyResult('large'), say);
    const repositoryId = await chooseTarget(operator, sourceId);
    await chooseAllSpaces(operator, sourceId);
    const pull = await proposeScope(operator, sourceId);
    const record = stage.standIns.github.state.repositories.find(({ id }) => String(id) === repositoryId)!;
    const branch = record.defaultBranch;
    const bare = openBare(join(stage.folder, 'outside', 'github', 'repositories', `${record.id}.git`));
    const meter = { standIns: stage.standIns, bare, branch, memory, latencyMs };

    const rssBeforeMb = memory.take().product;
    delayAll(stage, latencyMs);
    await stage.standIns.github.human.mergePull(demoRepository, pull.number);
    say('First sync ...');
    const first = await measure(meter, async () =>
      mustHaveSucceeded(await awaitRun(operator, sourceId, ({ kind }) => kind === 'initial', RUN_MS)),
    );
    say(`First sync: ${JSON.stringify(first.figures)} ${JSON.stringify(first.routes)}`);
    await awaitIndexed(operator, bare, branch);

    const last = (await readStatus(operator, sourceId)).lastRun?.id;
    const sweep = await measure(meter, async () => {
      await operator.api('POST', '/connectors/atlassian/sync', { connectionId: sourceId, action: 'start' });
      return mustHaveSucceeded(await awaitRun(operator, sourceId, ({ id }) => id !== last, RUN_MS));
    });
    say(`Sweep: ${JSON.stringify(sweep.figures)} ${JSON.stringify(sweep.routes)}`);

    const live = stage;
    const changes = await measure(meter, async () => {
      const seconds = await change(live, bare, branch, options.changed);
      // What the run still has to say to both sides belongs to it.
      await awaitRun(operator, sourceId, ({ kind, state }) => kind === 'events' && state !== 'running', RUN_MS);
      return seconds;
    });
    say(`${options.changed} changes: ${JSON.stringify(changes.figures)} ${JSON.stringify(changes.routes)}`);

    say('The plain loop ...');
    const { state } = stage.standIns.atlassian;
    const store = state.content.get(state.sites[0]!.cloudId)!;
    const naive = await measureNaive({
      standIns: stage.standIns,
      pages,
      pageIds: [...store.items.values()].filter(({ kind }) => kind === 'page').map(({ id }) => id),
      email: adminEmail,
      apiToken: stage.canaries[0]!.value,
      latencyMs,
    });
    return {
      world: 'large',
      pages,
      latencyMs,
      changed: options.changed,
      at: new Date().toISOString(),
      node: process.version,
      cpus: cpus().length,
      loadBefore,
      rssBeforeMb,
      first: { pages: first.value.counts.pages ?? 0, ...first.figures },
      sweep: { pages: sweep.value.counts.pages ?? 0, ...sweep.figures },
      changes: { pages: options.changed, ...changes.figures },
      secondsFromEditsToCommit: changes.value,
      naive,
    };
  } catch (error) {
    if (stage) say(`Last lines of the product:\n${stage.product.output().split('\n').slice(-15).join('\n')}`);
    throw error;
  } finally {
    await close();
  }
}
