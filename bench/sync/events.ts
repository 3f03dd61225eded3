import { cpus, loadavg } from 'node:os';
import { setTimeout as rest } from 'node:timers/promises';
import { appendParagraph } from '../../sandbox/atlassian/confluence/body/append.ts';
import { ContentEditor } from '../../sandbox/atlassian/confluence/editor.ts';
import { readBody } from '../../sandbox/atlassian/confluence/item.ts';
import { awaitRun } from '../../sandbox/operator/index.ts';
import { readFrontMatter } from '../../src/config/index.ts';
import { adminEmail, type Bed, onBed, RUN_MS, type Say } from './bed.ts';
import type { EventsBench } from './figures.ts';
import { measure } from './meter.ts';
import type { SyncOptions } from './options.ts';

const LOOK_MS = 25;
/** Longest that the last change is waited for. */
const WAIT_MS = 300_000;

interface Edit {
  readonly version: number;
  readonly at: number;
}

/** Sees each commit come to the branch and takes the time of every edit that it holds. */
class Watch {
  readonly waiting = new Map<string, Edit>();
  readonly times: number[] = [];
  readonly #bed: Bed;
  #head = '';

  constructor(bed: Bed) {
    this.#bed = bed;
  }

  async begin(): Promise<void> {
    this.#head = await this.#bed.bare.head(this.#bed.branch);
  }

  /** Looks once. A commit counts from when its branch was seen to have moved, before its files are read. */
  async look(): Promise<void> {
    const { bare, branch } = this.#bed;
    const head = await bare.head(branch);
    const now = performance.now();
    if (head === this.#head) return;
    const patch = await bare.git('diff', '--no-renames', '--no-color', '--unified=40', this.#head, head);
    this.#head = head;
    for (const file of patch.split(/^diff --git /m).slice(1)) {
      const after = file.split('\n').flatMap((line) => (/^[ +](?!\+\+ )/.test(line) ? [line.slice(1)] : []));
      const header = readFrontMatter(after)?.header;
      const edit = header && this.waiting.get(header.pageId);
      if (!header || !edit || (header.version ?? 0) < edit.version) continue;
      this.times.push(now - edit.at);
      this.waiting.delete(header.pageId);
    }
  }
}

/** Edits one page after another at a steady rate; gives how many a second it came to. */
async function edit({ stage }: Bed, watch: Watch, rate: number, seconds: number): Promise<number> {
  const { state } = stage.standIns.atlassian;
  const store = state.content.get(state.sites[0]!.cloudId)!;
  const actorId = state.users.find(({ email }) => email === adminEmail)!.accountId;
  const editor = new ContentEditor(store);
  const pages = [...store.items.values()].filter(({ kind, status }) => kind === 'page' && status === 'current');
  const count = rate * seconds;
  const started = performance.now();
  for (let nth = 0; nth < count; nth += 1) {
    const ahead = started + (nth * 1_000) / rate - performance.now();
    if (ahead > 1) await rest(ahead);
    // Far apart, as those of many people are.
    const page = pages[(nth * 7_919) % pages.length]!;
    if (watch.waiting.has(page.id)) continue;
    const version = page.version.number + 1;
    watch.waiting.set(page.id, { version, at: performance.now() });
    editor.edit(page.id, { body: appendParagraph(readBody(page), `Event ${nth} of the bench.`), actorId });
  }
  return (count * 1_000) / (performance.now() - started);
}

function share(sorted: readonly number[], part: number): number {
  return Math.round(sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] ?? 0);
}

/** Mirrors a wiki, lets events arrive at a steady rate and measures how long each takes to its commit. */
export function runEventsBench(
  options: SyncOptions & { readonly rate: number; readonly seconds: number },
  say: Say,
): Promise<EventsBench> {
  const { rate, seconds, pages, latencyMs } = options;
  const loadBefore = Math.round(loadavg()[0]! * 10) / 10;
  return onBed(options, say, async (bed) => {
    say('First sync ...');
    await bed.begin();
    await awaitRun(bed.operator, bed.sourceId, ({ kind }) => kind === 'initial', RUN_MS);
    await bed.awaitIndexed();
    say(`${rate} events a second for ${seconds} s ...`);
    const watch = new Watch(bed);
    await watch.begin();
    const { value, figures } = await measure(bed, async () => {
      const editing = edit(bed, watch, rate, seconds);
      let made: number | null = null;
      void editing.then((value) => (made = value));
      const deadline = performance.now() + seconds * 1_000 + WAIT_MS;
      while (made === null || watch.waiting.size > 0) {
        await watch.look();
        if (performance.now() > deadline) throw new Error(`${watch.waiting.size} events came to no commit`);
        await rest(LOOK_MS);
      }
      return editing;
    });
    const sorted = watch.times.toSorted((a, b) => a - b);
    return {
      pages,
      latencyMs,
      rate,
      made: Math.round(value * 10) / 10,
      events: sorted.length,
      toCommit: { p50: share(sorted, 0.5), p95: share(sorted, 0.95), max: share(sorted, 1) },
      commits: figures.commits,
      confluenceRequests: figures.confluenceRequests,
      githubRequests: figures.githubRequests,
      cpuSeconds: figures.cpuSeconds,
      peakRssMb: figures.peakRssMb,
      at: new Date().toISOString(),
      node: process.version,
      cpus: cpus().length,
      loadBefore,
    };
  });
}
