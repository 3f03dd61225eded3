import type { RequestEntry } from '../../sandbox/core/request-log.ts';
import type { Bare } from '../../test/demo/repository.ts';
import type { Bed } from './bed.ts';
import type { Figures } from './figures.ts';

/** Bytes of the files that stand at `to` and not at `from`, each blob once. */
async function bytesBetween(bare: Bare, from: string, to: string): Promise<number> {
  const rows = (await bare.git('diff-tree', '-r', '--no-renames', from, to)).split('\n').filter((row) => row !== '');
  const changed = new Set(rows.filter((row) => row.split(/\s/)[4] !== 'D').map((row) => row.split('\t')[1]!));
  if (changed.size === 0) return 0;
  const tree = (await bare.git('ls-tree', '-r', '-l', '-z', to)).split('\0');
  let bytes = 0;
  for (const entry of tree) {
    const [head = '', path = ''] = entry.split('\t');
    if (changed.has(path)) bytes += Number(head.trim().split(/\s+/)[3]);
  }
  return bytes;
}

/** Calls to the wiki by method and route, ids left out: what a figure is made of. */
function routesOf(entries: readonly RequestEntry[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { service, method, path } of entries) {
    if (service !== 'confluence') continue;
    const route = `${method} ${path.replace(/^\/ex\/confluence\/[^/]+/, '').replace(/\/(?:att)?\d+(?=\/|$)/g, '/{id}')}`;
    counts[route] = (counts[route] ?? 0) + 1;
  }
  return counts;
}

export interface Measured<Value> {
  readonly value: Value;
  readonly routes: Readonly<Record<string, number>>;
  readonly figures: Omit<Figures, 'pages'>;
}

/** Counts what happens at the stand-ins and in the repository while `work` runs. */
export async function measure<Value>(
  bed: Pick<Bed, 'stage' | 'bare' | 'branch' | 'memory' | 'latencyMs'>,
  work: () => Promise<Value>,
): Promise<Measured<Value>> {
  const { bare, branch, memory, latencyMs } = bed;
  const { atlassian, github } = bed.stage.standIns;
  const before = await bare.head(branch);
  atlassian.log.reset();
  github.log.reset();
  memory.take();
  const from = performance.now();
  const value = await work();
  const seconds = Math.round(performance.now() - from) / 1000;
  const peaks = memory.take();
  const { requests = 0, points = 0 } = atlassian.log.counts().byService.confluence ?? {};
  const attachments = atlassian.log
    .entries()
    .filter(({ service, path }) => service === 'confluence' && /attachment/.test(path));
  const isPack = (entry: RequestEntry | undefined) =>
    entry?.method === 'POST' && entry.path.endsWith('/git-receive-pack');
  // Before a large pack Git asks with an empty one whether it is let in: both are one push.
  const calls = github.log.entries();
  const pushes = calls.filter((entry, at) => isPack(entry) && !isPack(calls[at - 1]));
  const worked = [...atlassian.log.entries(), ...calls].reduce((sum, { ms }) => sum + Math.max(0, ms - latencyMs), 0);
  const head = await bare.head(branch);
  return {
    value,
    routes: routesOf(atlassian.log.entries()),
    figures: {
      seconds,
      confluenceRequests: requests,
      attachmentRequests: attachments.length,
      points,
      githubRequests: github.log.counts().requests,
      pushes: pushes.length,
      commits: Number(await bare.git('rev-list', '--count', `${before}..${head}`)),
      peakRssMb: peaks.product,
      databasePeakRssMb: peaks.database,
      cpuSeconds: peaks.cpuSeconds,
      standInSeconds: Math.round(worked / 100) / 10,
      bytes: await bytesBetween(bare, before, head),
    },
  };
}
