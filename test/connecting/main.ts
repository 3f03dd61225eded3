import { parseArgs } from 'node:util';
import { commandRows, startCommands } from './commands.ts';
import { type Deployment, startDeployment } from './deployment.ts';
import {
  disconnectMoments,
  disconnectPoints,
  killWhileDisconnecting,
  killWhileProvisioning,
  provisionMoments,
  provisionPoints,
  secretValues,
} from './kills.ts';
import { type Outcome, saveReport } from './report.ts';
import { formRows, preflightRows, type Row, toolRows, walk } from './rows.ts';
import { upgrades } from './upgrades.ts';

const usage = `npm run test:connecting -- [--only TEXT] [--json] [--save]

Connects a source over and over on the stand-ins, with the vendor's real command-line tool: every failure that is
known of, each with its code, its cause and its cure, after which a retry must end live with one app registered in all;
commands that this product never gives; and a worker that is killed with kill -9 at every step and between steps of
provisioning and of disconnecting. At last every row of the database is searched for secrets.

  --only TEXT   cases whose name contains the text; may be given several times
  --json        one line a case
  --save        write bench/results/connecting.{json,md}; cases that were not run keep their last result
`;

interface Case {
  readonly name: string;
  /** What departs from what is expected. */
  run(): Promise<readonly string[]>;
}

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    json: { type: 'boolean' },
    save: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  },
});
if (values.help) {
  process.stdout.write(usage);
  process.exit(0);
}

const chosen = (cases: readonly Case[]) =>
  cases.filter(({ name }) => (values.only ?? ['']).some((text) => name.includes(text)));
const outcomes: Outcome[] = [];

async function carryOut(cases: readonly Case[]): Promise<void> {
  for (const { name, run } of cases) {
    const from = performance.now();
    const problems = await run().catch((error: unknown) => [error instanceof Error ? error.message : String(error)]);
    const seconds = Number(((performance.now() - from) / 1000).toFixed(1));
    const outcome = { name, holds: problems.length === 0, problems, seconds };
    outcomes.push(outcome);
    if (values.json) process.stdout.write(`${JSON.stringify(outcome)}\n`);
    // A long run that is ended keeps what it has found.
    if (values.save) await saveReport([outcome], known, new Date());
    const more = problems.map((each) => `\n       ${each}`).join('');
    process.stderr.write(`${problems.length === 0 ? 'holds' : 'FAILS'}  ${name} (${seconds} s)${more}\n`);
  }
}

async function withDeployment(work: (deployment: Deployment) => Promise<void>): Promise<void> {
  const deployment = await startDeployment();
  try {
    await work(deployment);
  } finally {
    await deployment.close();
  }
}

const rowCase = (deployment: Deployment, row: Row): Case => ({
  name: `failure: ${row.name}`,
  run: () => walk(deployment, row),
});

const nothing = { run: async () => [] };
const named = (names: readonly string[]): readonly Case[] => names.map((name) => ({ name, ...nothing }));
const rowNames = [...preflightRows, ...formRows, ...toolRows].map(({ name }) => `failure: ${name}`);
const upgradeNames = upgrades.map(({ name }) => `upgrade: ${name}`);
const commandNames = commandRows.map(({ name }) => `command: ${name}`);
const lateName = 'command: one that never ends';
const killNames = [
  ...[...provisionPoints, ...disconnectPoints].map((point) => `killed at ${point}`),
  ...[...provisionMoments, ...disconnectMoments].map((step) => `killed while the tool does ${step}`),
];
const searchName = 'no secret is left in the clear';
const known = [...rowNames, ...upgradeNames, ...commandNames, lateName, ...killNames, searchName];

if (chosen(named([...rowNames, ...upgradeNames])).length > 0)
  await withDeployment(async (deployment) => {
    const worker = await deployment.work();
    await carryOut(chosen([...preflightRows, ...formRows, ...toolRows].map((row) => rowCase(deployment, row))));
    await carryOut(chosen(upgrades.map(({ name, run }) => ({ name: `upgrade: ${name}`, run: () => run(deployment) }))));
    await worker.stop();
  });

if (chosen(named([...commandNames, lateName])).length > 0) {
  const bench = await startCommands();
  await carryOut(chosen(commandRows.map((row) => ({ name: `command: ${row.name}`, run: () => bench.run(row) }))));
  await carryOut(chosen([{ name: lateName, run: () => bench.late() }]));
  await bench.close();
}

const killed = (deployment: Deployment): readonly Case[] => [
  ...provisionPoints.map((point) => ({
    name: `killed at ${point}`,
    run: () => killWhileProvisioning(deployment, { point }),
  })),
  ...disconnectPoints.map((point) => ({
    name: `killed at ${point}`,
    run: () => killWhileDisconnecting(deployment, { point }),
  })),
  ...provisionMoments.map((during) => ({
    name: `killed while the tool does ${during}`,
    run: () => killWhileProvisioning(deployment, { during }),
  })),
  ...disconnectMoments.map((during) => ({
    name: `killed while the tool does ${during}`,
    run: () => killWhileDisconnecting(deployment, { during }),
  })),
];
if (chosen(named(killNames)).length > 0)
  await withDeployment(async (deployment) => {
    await carryOut(chosen(killed(deployment)));
    const search = async () => {
      const text = await deployment.dump();
      return secretValues
        .filter((value) => text.includes(value))
        .map((value) => `"${value.slice(0, 20)}" stands in the database`);
    };
    await carryOut([{ name: searchName, run: search }]);
  });

const failed = outcomes.filter(({ holds }) => !holds).length;
process.stdout.write(`${outcomes.length - failed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
