import { writeFile } from 'node:fs/promises';
import type { ScheduleResult } from './schedule.ts';

/** What became of one seed; without a result it failed. */
export interface SeedOutcome {
  readonly seed: number;
  readonly problem: string;
  readonly result: ScheduleResult | null;
}

export interface ChaosReport {
  readonly first: number;
  /** Schedules that were asked for. */
  readonly wanted: number;
  readonly outcomes: readonly SeedOutcome[];
  readonly seconds: number;
}

const folder = new URL('../../bench/results/', import.meta.url);

function totalOf(held: readonly ScheduleResult[], key: Exclude<keyof ScheduleResult, 'blows' | 'seed'>): number {
  return held.reduce((sum, one) => sum + one[key], 0);
}

/** How often each fault came, by what it says first. */
function faultsOf(held: readonly ScheduleResult[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const { blows } of held) for (const name of blows) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([one], [other]) => (one < other ? -1 : 1));
}

/** Writes the result where it is committed. */
export async function writeChaosReport({ first, wanted, outcomes, seconds }: ChaosReport): Promise<void> {
  const held = outcomes.flatMap(({ result }) => result ?? []);
  const failed = outcomes
    .filter(({ result }) => result === null)
    .map(({ seed, problem }) => ({ seed, problem }))
    .sort((one, other) => one.seed - other.seed);
  const seeds = outcomes.map(({ seed }) => seed);
  const ran = { first, last: Math.max(...seeds), wanted, ran: seeds.length };
  const totals = {
    runs: totalOf(held, 'runs'),
    deaths: totalOf(held, 'deaths'),
    requests: totalOf(held, 'requests'),
    commits: totalOf(held, 'commits'),
  };
  const bySweeps = [1, 2, 3].map((sweeps) => held.filter((one) => one.sweeps === sweeps).length);
  const faults = faultsOf(held);
  const result = { ...ran, held: held.length, failed, seconds, totals, bySweeps, faults };
  await writeFile(new URL('chaos.json', folder), `${JSON.stringify(result, null, 1)}\n`);
  const text = `# Random faults

\`npm run chaos -- --seed ${first} --schedules ${wanted} --save\` wrote this, in ${seconds} s: of ${ran.ran} schedules ${held.length} held and
${failed.length} failed.
${failed.map(({ seed, problem }) => `\n- seed ${seed}: ${problem}`).join('')}

A schedule is a world of some 20 pages, its mirror, and everything that can go wrong with both, drawn from its seed. It runs
the product's own sync on the stand-ins, on Postgres and on Git over HTTP, with a clock that jumps over each wait. In all:
${totals.runs} runs, ${totals.deaths} deaths of the process, ${totals.requests} requests to the site, ${totals.commits} commits.

When all was well again the mirror had to be, within three sweeps, what a first sync of the same source into an empty
repository makes, byte for byte: ${bySweeps[0]} schedules needed one sweep, ${bySweeps[1]} two, ${bySweeps[2]} three. After each step: no
file of a page that stood in source and scope all along vanished (I1), counts that add up (I7), bounded requests (I6), no
failed workflow; at the end: a further run commits nothing (I3), the repository is whole (I4), no secret stands in any table,
step or object (I8). Events came in any order, twice, late or never (I5), those of attachments too. In each round another
organization's mirror on the same product had to follow its own site within minutes, whatever waits the first was told (I9).

| what went wrong | times |
|---|---|
${faults.map(([name, times]) => `| ${name} | ${times} |`).join('\n')}
`;
  await writeFile(new URL('chaos.md', folder), text);
}
