import { parseArgs } from 'node:util';
import { killAt, type Outcome, record } from './points.ts';
import { writeKillReport } from './report.ts';
import { openScene } from './scene.ts';
import { type WorkersOutcome, workerTrials } from './workers.ts';

const usage = `npm run test:kill -- [--point NAME] [--every N] [--json] [--save]

Runs a first sync once undisturbed and notes every await of the sync: each call of a port, of the source, of the
repository host, of Git and of the HTTP client, before and after. Then, for each of them, a worker process kills itself
there with kill -9 and another takes over. The branch must hold a whole commit at any time, the mirror must end as the
undisturbed one, with at most one commit more.
Then two worker processes at one database: one writer a run, a killed one is followed within 60 s, one that was frozen past
its lease makes no second commit.
  --every N   only each Nth await; 0: none
  --save      write bench/results/kill.{json,md}
`;

const { values } = parseArgs({
  options: {
    point: { type: 'string' },
    every: { type: 'string', default: '1' },
    json: { type: 'boolean' },
    save: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  },
});
if (values.help) {
  process.stdout.write(usage);
  process.exit(0);
}
const say = (line: string) => process.stderr.write(`${line}\n`);
const scene = await openScene();
const outcomes: Outcome[] = [];
const trials: WorkersOutcome[] = [];
try {
  const recording = await record(scene);
  const every = Number(values.every);
  const chosen =
    values.point === undefined ? recording.points.filter((_, at) => every > 0 && at % every === 0) : [values.point];
  say(`${recording.points.length} awaits; killing at ${chosen.length} of them.`);
  for (const [at, point] of chosen.entries()) {
    const outcome = await killAt(scene, point, recording);
    outcomes.push(outcome);
    const problems = outcome.problems.map((each) => `\n       ${each}`).join('');
    say(`${problems === '' ? 'holds' : 'FAILS'}  ${at + 1}/${chosen.length} ${point} (${outcome.ms} ms)${problems}`);
  }
  if (values.point === undefined)
    for (const trial of workerTrials) {
      const trialled = await trial(scene);
      trials.push(trialled);
      const problems = trialled.problems.map((each) => `\n       ${each}`).join('');
      say(
        `${problems === '' ? 'holds' : 'FAILS'}  ${trialled.what} ${trialled.note} (${trialled.seconds} s)${problems}`,
      );
    }
  if (values.save) await writeKillReport(recording.points.length, outcomes, trials);
} finally {
  await scene.close();
}
const all = [...outcomes, ...trials];
const failed = all.filter(({ problems }) => problems.length > 0);
if (values.json) process.stdout.write(`${JSON.stringify({ points: outcomes.length, failed: failed.length })}\n`);
else process.stdout.write(`${all.length - failed.length} passed, ${failed.length} failed\n`);
process.exit(failed.length === 0 ? 0 : 1);
