import { cpus, loadavg } from 'node:os';
import { setTimeout as rest } from 'node:timers/promises';
import { appendParagraph } from '../../sandbox/atlassian/confluence/body/append.ts';
import { ContentEditor } from '../../sandbox/atlassian/confluence/editor.ts';
import { readBody } from '../../sandbox/atlassian/confluence/item.ts';
import type { Operator } from '../../sandbox/operator/index.ts';
import { until } from '../../sandbox/operator/index.ts';
import { openAgent } from '../../test/demo/agent.ts';
import { emptyResult } from '../../test/demo/result.ts';
import { connect, mirror, type Stage, setStage } from '../../test/demo/story.ts';
import { type Times, timesOf } from '../index/figures.ts';
import type { FreshOptions } from './options.ts';

export interface FreshBench {
  readonly at: string;
  readonly node: string;
  readonly cpus: number;
  readonly loadBefore: number;
  readonly pages: number;
  /** Edits a second that were asked for, and that were made. */
  readonly rate: number;
  readonly made: number;
  readonly edits: number;
  /** From an edit to its version in the index, milliseconds. */
  readonly toSearchable: Times;
  /** Edits that the search tool was asked for afterwards, and those of them that it found. */
  readonly asked: number;
  readonly found: number;
  /** The runs of the mirror that the edits became, milliseconds from start to end. */
  readonly runs: Times;
}

const LOOK_MS = 100;
const WAIT_MS = 180_000;
const ASKED = 20;

interface Edit {
  readonly pageId: string;
  readonly version: number;
  readonly needle: string;
  readonly at: number;
}

interface Recent {
  readonly items: readonly { readonly source: { readonly pageId: string; readonly version: number } | null }[];
}

/** Watches which versions are indexed and takes the time of each edit that comes to be. */
class Watch {
  readonly #operator: Operator;
  readonly waiting = new Map<string, Edit>();
  readonly times: number[] = [];
  #stopped = false;

  constructor(operator: Operator) {
    this.#operator = operator;
  }

  async run(): Promise<void> {
    while (!this.#stopped) {
      const { items } = await this.#operator.api<Recent>('GET', '/recent?limit=200');
      const now = performance.now();
      for (const { source } of items) {
        const edit = source && this.waiting.get(source.pageId);
        if (!edit || source.version < edit.version) continue;
        this.times.push(now - edit.at);
        this.waiting.delete(edit.pageId);
      }
      await rest(LOOK_MS);
    }
  }

  stop(): void {
    this.#stopped = true;
  }
}

async function edit(
  stage: Stage,
  watch: Watch,
  { rate, seconds }: FreshOptions,
): Promise<{ edits: Edit[]; made: number }> {
  const { state } = stage.standIns.atlassian;
  const store = state.content.get(state.sites[0]!.cloudId)!;
  const actorId = state.users[0]!.accountId;
  const editor = new ContentEditor(store);
  const pages = [...store.items.values()].filter(
    (item) =>
      item.kind === 'page' &&
      item.status === 'current' &&
      store.visibleToApp(item) &&
      store.spaceOf(item).type === 'global',
  );
  const count = Math.min(rate * seconds, pages.length);
  const started = performance.now();
  const edits: Edit[] = [];
  for (let nth = 0; nth < count; nth += 1) {
    await rest(Math.max(0, started + (nth * 1_000) / rate - performance.now()));
    const page = pages[nth]!;
    const needle = `quoll${page.id}x${nth}`;
    const body = appendParagraph(readBody(page), `The answer of today is ${needle}.`);
    editor.edit(page.id, { body, actorId });
    const one = { pageId: page.id, version: store.items.get(page.id)!.version.number, needle, at: performance.now() };
    edits.push(one);
    watch.waiting.set(page.id, one);
  }
  return { edits, made: (count * 1_000) / (performance.now() - started) };
}

interface Run {
  readonly startedAt: string;
  readonly finishedAt: string | null;
}

/** Runs of the mirror, the newest first. */
async function runsOf(operator: Operator, sourceId: string): Promise<readonly Run[]> {
  const path = `/connectors/atlassian/runs?connectionId=${sourceId}&limit=200`;
  return (await operator.api<{ items: Run[] }>('GET', path)).items;
}

function durationsOf(runs: readonly Run[]): Times {
  return timesOf(
    runs.flatMap((run) => (run.finishedAt ? [Date.parse(run.finishedAt) - Date.parse(run.startedAt)] : [])),
  );
}

/** Mirrors a wiki, edits it at a steady rate and measures how fresh the index stays. */
export async function runFreshBench(options: FreshOptions, say: (line: string) => void): Promise<FreshBench> {
  const loadBefore = Number(loadavg()[0]!.toFixed(1));
  const closers: Stage['closers'] = [];
  const close = async () => {
    for (let closer = closers.pop(); closer; closer = closers.pop()) await closer();
  };
  try {
    const result = emptyResult('large');
    const stage = await setStage({ world: 'large', pages: options.pages, json: true, keep: false }, closers, say);
    const { operator, sourceId } = await connect(stage, result, say);
    await mirror(stage, result, operator, sourceId, say);
    await until(
      'the first index',
      async () => {
        const { documents, freshness } = await operator.api<{
          documents: number;
          freshness: { pendingCommits: number };
        }>('GET', '/sources');
        return documents >= result.sync.pages && freshness.pendingCommits === 0;
      },
      { withinMs: WAIT_MS, everyMs: 500 },
    );
    const runsBefore = (await runsOf(operator, sourceId)).length;
    say(`Editing ${options.rate} pages a second for ${options.seconds} s ...`);
    const watch = new Watch(operator);
    const watching = watch.run();
    const { edits, made } = await edit(stage, watch, options);
    await until('every edit in the index', async () => watch.waiting.size === 0, {
      withinMs: WAIT_MS,
      everyMs: 100,
    }).finally(() => watch.stop());
    await watching;
    const runs = await runsOf(operator, sourceId);
    const { key } = await operator.api<{ key: string }>('POST', '/keys', { name: 'fresh', role: 'member' });
    const agent = await openAgent(stage.product.origin, operator.org, key);
    closers.push(() => agent.close());
    const step = Math.max(1, Math.floor(edits.length / ASKED));
    const chosen = edits.filter((_, at) => at % step === 0);
    let found = 0;
    for (const { needle } of chosen)
      if ((await agent.search(needle)).some(({ text }) => text.includes(needle))) found += 1;
    return {
      at: new Date().toISOString(),
      node: process.version,
      cpus: cpus().length,
      loadBefore,
      pages: result.sync.pages,
      rate: options.rate,
      made: Number(made.toFixed(1)),
      edits: edits.length,
      toSearchable: timesOf(watch.times),
      asked: chosen.length,
      found,
      runs: durationsOf(runs.slice(0, runs.length - runsBefore)),
    };
  } finally {
    await close();
  }
}
