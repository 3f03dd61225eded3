import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type SeedOutcome, writeChaosReport } from './report.ts';
import { runSeeds } from './seeds.ts';

const usage = `npm run chaos -- [--seed S] [--schedules N] [--processes P] [--json] [--verbose] [--save]

Runs N schedules (500), of the seed S (1) and those after it: a small world, its mirror, and everything that can go wrong
with both: edits, lost and repeated events, faults of the site and of the repository host, people who push, deaths of the
process. When all is well again, at most three sweeps later, the mirror must be what a first sync of the same source into
an empty repository makes, byte for byte. A schedule that fails says its seed: --seed S --schedules 1 --verbose shows it.
  --processes P  so many at a time (as many as there are processors, at most 4)
  --save         write bench/results/chaos.{json,md}
`;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    schedules: { type: 'string', default: '500' },
    processes: { type: 'string', default: String(Math.min(4, availableParallelism())) },
    json: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
    save: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
if (values.help) {
  process.stdout.write(usage);
  process.exit(0);
}

const say = (line: string) => process.stderr.write(`${line}\n`);
const first = Number(values.seed);
const count = Number(values.schedules);
const seeds = Array.from({ length: count }, (_, at) => first + at);
const processes = Math.min(Number(values.processes), count);

/** Every Pth seed in a process of its own. */
async function runBeside(at: number): Promise<SeedOutcome[]> {
  const own = seeds.filter((_, index) => index % processes === at);
  const child = fork(fileURLToPath(new URL('./child.ts', import.meta.url)), [own.join(',')]);
  const outcomes: SeedOutcome[] = [];
  child.on('message', (message) => {
    const { line, outcome } = message as { readonly line?: string; readonly outcome?: SeedOutcome };
    if (line !== undefined) say(line);
    if (outcome !== undefined) outcomes.push(outcome);
  });
  await new Promise((resolve) => child.once('exit', resolve));
  const missing = own.filter((seed) => !outcomes.some((outcome) => outcome.seed === seed));
  return [...outcomes, ...missing.map((seed) => ({ seed, problem: 'the process ended before', result: null }))];
}

const began = performance.now();
const outcomes: SeedOutcome[] = [];
if (processes > 1)
  for (const some of await Promise.all(seeds.slice(0, processes).map((_, at) => runBeside(at)))) outcomes.push(...some);
else await runSeeds(seeds, { say, verbose: values.verbose, done: (outcome) => outcomes.push(outcome) });
outcomes.sort((one, other) => one.seed - other.seed);
const seconds = Math.round((performance.now() - began) / 1_000);
const failed = outcomes.filter(({ result }) => result === null).map(({ seed, problem }) => ({ seed, problem }));
if (values.save) await writeChaosReport({ first, count, outcomes, seconds });
if (values.json) process.stdout.write(`${JSON.stringify({ seed: first, schedules: count, failed, seconds })}\n`);
else process.stdout.write(`${count - failed.length} held, ${failed.length} failed, ${seconds} s\n`);
process.exit(failed.length === 0 ? 0 : 1);
