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

const began = performance.now();
const outcomes: SeedOutcome[] = [];
const secondsSoFar = () => Math.round((performance.now() - began) / 1_000);

/** What is saved is saved after each schedule, so that a command which is ended early leaves what it found. */
async function take(outcome: SeedOutcome): Promise<void> {
  outcomes.push(outcome);
  if (values.save) await writeChaosReport({ first, wanted: count, outcomes, seconds: secondsSoFar() });
}

/** Every Pth seed in a process of its own. */
async function runBeside(at: number): Promise<void> {
  const own = seeds.filter((_, index) => index % processes === at);
  const child = fork(fileURLToPath(new URL('./child.ts', import.meta.url)), [own.join(',')]);
  let taken = Promise.resolve();
  child.on('message', (message) => {
    const { line, outcome } = message as { readonly line?: string; readonly outcome?: SeedOutcome };
    if (line !== undefined) say(line);
    if (outcome !== undefined) taken = taken.then(() => take(outcome));
  });
  await new Promise((resolve) => child.once('exit', resolve));
  await taken;
  for (const seed of own)
    if (!outcomes.some((outcome) => outcome.seed === seed))
      await take({ seed, problem: 'the process ended before', result: null });
}

if (processes > 1) await Promise.all(seeds.slice(0, processes).map((_, at) => runBeside(at)));
else await runSeeds(seeds, { say, verbose: values.verbose, done: take });
const seconds = secondsSoFar();
const failed = outcomes.filter(({ result }) => result === null).map(({ seed, problem }) => ({ seed, problem }));
if (values.json) process.stdout.write(`${JSON.stringify({ seed: first, schedules: count, failed, seconds })}\n`);
else process.stdout.write(`${count - failed.length} held, ${failed.length} failed, ${seconds} s\n`);
process.exit(failed.length === 0 ? 0 : 1);
