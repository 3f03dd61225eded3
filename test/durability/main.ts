import { parseArgs } from 'node:util';
import { runPath } from './path.ts';
import type { Victim } from './supervised.ts';

const usage = `npm run test:durability -- [--point NAME] [--json]

Takes the path from nothing to an indexed edit once undisturbed and then once for each named point, where one process
is killed with kill -9: the worker, the server or the database. After a restart each run must end as the undisturbed
one: one app, the same tree, at most one commit more, everything indexed.
`;

/** Ten points of the path, each with the process that dies there. */
const points: readonly (readonly [string, Victim])[] = [
  ['provision:registered', 'worker'],
  ['provision:deploy', 'postgres'],
  ['provision:install', 'server'],
  ['propose:pushed', 'worker'],
  ['sync:staged', 'worker'],
  ['sync:planned', 'postgres'],
  ['sync:committed', 'worker'],
  ['sync:pushed', 'worker'],
  ['sync:ledger-saved', 'server'],
  ['index:applied', 'worker'],
];

const { values } = parseArgs({
  options: { point: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
});
if (values.help) {
  process.stdout.write(usage);
  process.exit(0);
}
const chosen = values.point === undefined ? points : points.filter(([point]) => point === values.point);
if (chosen.length === 0) {
  process.stderr.write(`${usage}\nPoints: ${points.map(([point]) => point).join(', ')}\n`);
  process.exit(2);
}

const say = (line: string) => process.stderr.write(`${line}\n`);
say('Undisturbed ...');
const expected = await runPath(null);
let failed = 0;
for (const [point, victim] of chosen) {
  const from = performance.now();
  const problems: string[] = [];
  try {
    const end = await runPath({ point, victim });
    if (end.deaths !== 1) problems.push(`${end.deaths} deaths instead of one`);
    if (end.apps !== 1) problems.push(`${end.apps} apps are registered`);
    if (end.tree !== expected.tree) problems.push('the tree differs');
    if (end.commits > expected.commits + 1) problems.push(`${end.commits} commits instead of ${expected.commits}`);
    if (end.documents !== expected.documents)
      problems.push(`${end.documents} documents instead of ${expected.documents}`);
  } catch (error) {
    problems.push(error instanceof Error ? error.message : String(error));
  }
  if (problems.length > 0) failed += 1;
  const took = ((performance.now() - from) / 1000).toFixed(1);
  say(
    `${problems.length === 0 ? 'holds' : 'FAILS'}  ${victim} killed at ${point} (${took} s)${problems.map((each) => `\n       ${each}`).join('')}`,
  );
}
process.stdout.write(`${chosen.length - failed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
