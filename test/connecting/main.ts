import { parseArgs } from 'node:util';
import { commandRows, startCommands } from './commands.ts';
import { apiToken } from './connection.ts';
import { type Deployment, startDeployment } from './deployment.ts';
import {
  disconnectPoints,
  killWhileDisconnecting,
  killWhileProvisioning,
  provisionPoints,
  secretValues,
} from './kills.ts';
import { formRows, preflightRows, type Row, toolRows, walk } from './rows.ts';

const usage = `npm run test:connecting -- [--only TEXT] [--json]

Connects a source over and over on the stand-ins, with the vendor's real command-line tool: every failure that is
known of, each with its code, its cause and its cure, after which a retry must end live with one app registered in all;
commands that this product never gives; and a worker that is killed with kill -9 at every step and between steps of
provisioning and of disconnecting. At last every row of the database is searched for secrets.

  --only TEXT   cases whose name contains the text
  --json        one line a case
`;

interface Case {
  readonly name: string;
  /** What departs from what is expected. */
  run(): Promise<readonly string[]>;
}

const { values } = parseArgs({
  options: { only: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
});
if (values.help) {
  process.stdout.write(usage);
  process.exit(0);
}

const chosen = (cases: readonly Case[]) => cases.filter(({ name }) => name.includes(values.only ?? ''));
let passed = 0;
let failed = 0;

async function carryOut(cases: readonly Case[]): Promise<void> {
  for (const { name, run } of cases) {
    const from = performance.now();
    const problems = await run().catch((error: unknown) => [error instanceof Error ? error.message : String(error)]);
    const seconds = Number(((performance.now() - from) / 1000).toFixed(1));
    if (problems.length === 0) passed += 1;
    else failed += 1;
    if (values.json)
      process.stdout.write(`${JSON.stringify({ name, holds: problems.length === 0, problems, seconds })}\n`);
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

const right = { scopedApiToken: apiToken, developerSpaceId: '', siteHost: 'acme.atlassian.net' };
const rowCase = (deployment: Deployment, row: Row): Case => ({
  name: `failure: ${row.name}`,
  run: () => {
    const own = [...deployment.platform.developerSpaces.values()][0]?.id ?? '';
    return walk(deployment, row, { ...right, developerSpaceId: own });
  },
});

const nothing = { run: async () => [] };
const rows = chosen(
  [...preflightRows, ...formRows, ...toolRows].map(({ name }) => ({ name: `failure: ${name}`, ...nothing })),
);
if (rows.length > 0)
  await withDeployment(async (deployment) => {
    const worker = await deployment.work();
    await carryOut(chosen([...preflightRows, ...formRows, ...toolRows].map((row) => rowCase(deployment, row))));
    await worker.stop();
  });

const commands = chosen(commandRows.map(({ name }) => ({ name: `command: ${name}`, ...nothing })));
const late = chosen([{ name: 'command: one that never ends', ...nothing }]);
if (commands.length + late.length > 0) {
  const bench = await startCommands();
  await carryOut(chosen(commandRows.map((row) => ({ name: `command: ${row.name}`, run: () => bench.run(row) }))));
  if (late.length > 0) await carryOut([{ name: 'command: one that never ends', run: () => bench.late() }]);
  await bench.close();
}

const killed = (deployment: Deployment): readonly Case[] => [
  ...provisionPoints.map((point) => ({
    name: `killed at ${point}`,
    run: () => killWhileProvisioning(deployment, point),
  })),
  ...disconnectPoints.map((point) => ({
    name: `killed at ${point}`,
    run: () => killWhileDisconnecting(deployment, point),
  })),
];
const points = chosen(
  [...provisionPoints, ...disconnectPoints].map((point) => ({ name: `killed at ${point}`, ...nothing })),
);
if (points.length > 0)
  await withDeployment(async (deployment) => {
    await carryOut(chosen(killed(deployment)));
    const search = async () => {
      const text = await deployment.dump();
      return secretValues
        .filter((value) => text.includes(value))
        .map((value) => `"${value.slice(0, 20)}" stands in the database`);
    };
    await carryOut([{ name: 'no secret is left in the clear', run: search }]);
  });

process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
