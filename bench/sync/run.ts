import { cpus, loadavg } from 'node:os';
import { appendParagraph } from '../../sandbox/atlassian/confluence/body/append.ts';
import { ContentEditor } from '../../sandbox/atlassian/confluence/editor.ts';
import { readBody } from '../../sandbox/atlassian/confluence/item.ts';
import { awaitRun, type RunView, readStatus, until } from '../../sandbox/operator/index.ts';
import { adminEmail, type Bed, onBed, RUN_MS, type Say } from './bed.ts';
import type { SyncBench } from './figures.ts';
import { measure } from './meter.ts';
import { measureNaive } from './naive.ts';
import type { SyncOptions } from './options.ts';
import { measureReader } from './reader.ts';

const needle = 'Changed while the bench looked on.';
/** The reader of others is run on as many pages at most. */
const MOST_READ = 1_000;

function mustHaveSucceeded(run: RunView): RunView {
  if (run.state !== 'succeeded') throw new Error(`the ${run.kind} run ended as ${run.state}: ${run.problem?.message}`);
  return run;
}

/** Edits pages and waits for the commit that holds all the edits. Seconds from the last edit. */
async function change({ stage, bare, branch }: Bed, count: number): Promise<number> {
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

/** Takes the product through a first sync, a sweep and changes, and measures each; then what others would do. */
export async function runSyncBench(options: SyncOptions, say: Say): Promise<SyncBench> {
  const { pages, latencyMs } = options;
  const loadBefore = Math.round(loadavg()[0]! * 10) / 10;
  return onBed(options, say, async (bed) => {
    const { stage, operator, sourceId } = bed;
    const rssBeforeMb = bed.memory.take().product;
    say('First sync ...');
    // The person's merge is no commit of the mirror.
    await bed.begin();
    const first = await measure(bed, async () =>
      mustHaveSucceeded(await awaitRun(operator, sourceId, ({ kind }) => kind === 'initial', RUN_MS)),
    );
    say(`First sync: ${JSON.stringify(first.figures)} ${JSON.stringify(first.routes)}`);
    await bed.awaitIndexed();

    const last = (await readStatus(operator, sourceId)).lastRun?.id;
    const sweep = await measure(bed, async () => {
      await operator.api('POST', '/connectors/atlassian/sync', { connectionId: sourceId, action: 'start' });
      return mustHaveSucceeded(await awaitRun(operator, sourceId, ({ id }) => id !== last, RUN_MS));
    });
    say(`Sweep: ${JSON.stringify(sweep.figures)} ${JSON.stringify(sweep.routes)}`);

    const changes = await measure(bed, async () => {
      const seconds = await change(bed, options.changed);
      // What the run still has to say to both sides belongs to it.
      await awaitRun(operator, sourceId, ({ kind, state }) => kind === 'events' && state !== 'running', RUN_MS);
      return seconds;
    });
    say(`${options.changed} changes: ${JSON.stringify(changes.figures)} ${JSON.stringify(changes.routes)}`);

    say('What others would do ...');
    const { state } = stage.standIns.atlassian;
    const store = state.content.get(state.sites[0]!.cloudId)!;
    const given = {
      standIns: stage.standIns,
      pages,
      pageIds: [...store.items.values()].filter(({ kind }) => kind === 'page').map(({ id }) => id),
      email: adminEmail,
      apiToken: stage.canaries[0]!.value,
      latencyMs,
    };
    const reader = pages <= MOST_READ ? await measureReader(given, say) : null;
    const naive = await measureNaive(given);
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
      reader,
    };
  });
}
