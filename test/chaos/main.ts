import { parseArgs } from 'node:util';
import { type ChaosReport, writeChaosReport } from './report.ts';
import { Schedule, type ScheduleResult } from './schedule.ts';
import { openSetting } from './setting.ts';

const usage = `npm run chaos -- [--seed S] [--schedules N] [--json] [--verbose] [--save]

Runs N schedules (500), of the seeds S (1) and those after it: a small world, its mirror, and everything that can go wrong
with both: edits, lost and repeated events, faults of the site and of the repository host, people who push, deaths of the
process. When all is well again, at most three sweeps later, the mirror must be what a first sync of the same source into
an empty repository makes, byte for byte. A schedule that fails says its seed: --seed S --schedules 1 --verbose shows it.
  --save   write bench/results/chaos.{json,md}
`;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    schedules: { type: 'string', default: '500' },
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
const LAST_LINES = 12;
const first = Number(values.seed);
const count = Number(values.schedules);
const began = performance.now();
const setting = await openSetting();
const held: ScheduleResult[] = [];
const failed: { readonly seed: number; readonly problem: string }[] = [];
for (let seed = first; seed < first + count; seed += 1) {
  const from = performance.now();
  const lines: string[] = [];
  try {
    const result = await Schedule.run(setting, seed, (line) => {
      if (values.verbose) say(line);
      else lines.push(line);
    });
    held.push(result);
    say(`seed ${seed} holds (${Math.round(performance.now() - from)} ms): ${JSON.stringify(result)}`);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    failed.push({ seed, problem });
    for (const line of lines.slice(-LAST_LINES)) say(line);
    say(`seed ${seed} FAILS: ${problem}`);
    say(`  npm run chaos -- --seed ${seed} --schedules 1 --verbose`);
  }
}
await setting.close();
const report: ChaosReport = { first, count, held, failed, seconds: Math.round((performance.now() - began) / 1_000) };
if (values.save) await writeChaosReport(report);
const { seconds } = report;
if (values.json) process.stdout.write(`${JSON.stringify({ seed: first, schedules: count, failed, seconds })}\n`);
else process.stdout.write(`${held.length} held, ${failed.length} failed, ${seconds} s\n`);
process.exit(failed.length === 0 ? 0 : 1);
