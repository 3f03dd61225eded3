import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { findCli } from '../../src/connectors/confluence/forge/cli-tool.ts';
import { browserPath } from '../browser/browser.ts';
import { goByInterface } from './by-interface.ts';
import { goByPages } from './by-pages.ts';
import { setStage } from './stage.ts';
import { nameOf, type Way, ways } from './way.ts';

const usage = `npm run test:ways -- [--only TEXT] [--json] [--save]

Connects a source from nothing to live in every way there is, each on a deployment of its own, with the vendor's real
command-line tool: the app registered with a token or installed by a link; the OAuth app of the deployment or of the
connection; the embedded database or one of a server (TEST_DATABASE_URL, or one that is started for this); clicked in a
browser or called. Ways in a browser are left out where there is none (CTXPIPE_BROWSER).

  --only TEXT   ways whose name contains the text; may be given several times
  --json        one line a way
  --save        write bench/results/ways.{json,md}; ways that were not gone keep their last result
`;

interface Outcome extends Way {
  readonly name: string;
  readonly holds: boolean;
  readonly problem: string | null;
  readonly seconds: number;
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
if (browserPath === null)
  process.stderr.write('No browser on this machine (set CTXPIPE_BROWSER): its ways are left out.\n');

/** What departs from what is expected; null: nothing. */
async function go(way: Way): Promise<string | null> {
  const stage = await setStage(way);
  try {
    const end = way.by === 'pages' ? await goByPages(stage, way) : await goByInterface(stage, way);
    if (end !== 'live') return `it ended at the step ${end}`;
    return stage.product.output().includes(stage.apiToken) ? 'the token stands in what the product printed' : null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await stage.close();
  }
}

const folder = new URL('../../bench/results/', import.meta.url);

/** Ways that were not gone this time keep their last result. */
async function withKept(outcomes: readonly Outcome[]): Promise<readonly Outcome[]> {
  const text = await readFile(new URL('ways.json', folder), 'utf8').catch(() => '{"outcomes":[]}');
  const kept = (JSON.parse(text) as { readonly outcomes: readonly Outcome[] }).outcomes;
  return ways.flatMap((way) => [...outcomes, ...kept].find(({ name }) => name === nameOf(way)) ?? []);
}

async function save(now: readonly Outcome[]): Promise<void> {
  const outcomes = await withKept(now);
  const on = new Date().toISOString().slice(0, 10);
  const made = { on, tool: `@forge/cli ${findCli().version}`, node: process.versions.node, cores: cpus().length };
  const failed = outcomes.filter(({ holds }) => !holds).length;
  const result = { ...made, ways: outcomes.length, failed, outcomes };
  await writeFile(new URL('ways.json', folder), `${JSON.stringify(result, null, 1)}\n`);
  const rows = outcomes.map(
    ({ by, database, mode, oauth, problem, seconds }) =>
      `| ${by} | ${database} | ${mode} | ${oauth} | ${problem === null ? 'yes' : problem.split('\n')[0]} | ${seconds} |`,
  );
  const text = `# Every way to connect

\`npm run test:ways -- --save\` wrote this on ${on}: ${made.tool} on Node.js ${made.node} and ${made.cores} cores, against the
stand-ins. Each row is a deployment of its own, from its first owner to live. Of ${ways.length} ways ${outcomes.length} were gone; ${failed} failed.

| by | database | the app comes by | OAuth app of | live | seconds |
|---|---|---|---|---|---|
${rows.join('\n')}
`;
  await writeFile(new URL('ways.md', folder), text);
}

const outcomes: Outcome[] = [];
const chosen = ways.filter(
  (way) =>
    (values.only ?? ['']).some((text) => nameOf(way).includes(text)) &&
    (way.by === 'interface' || browserPath !== null),
);
// The pages are those of the sources as they are now.
if (chosen.some(({ by }) => by === 'pages'))
  await promisify(execFile)(process.execPath, [fileURLToPath(new URL('../../scripts/build.mjs', import.meta.url))]);
for (const way of chosen) {
  const from = performance.now();
  const problem = await go(way);
  const seconds = Number(((performance.now() - from) / 1000).toFixed(1));
  const outcome = { name: nameOf(way), ...way, holds: problem === null, problem, seconds };
  outcomes.push(outcome);
  if (values.json) process.stdout.write(`${JSON.stringify(outcome)}\n`);
  // A long run that is ended keeps what it has found.
  if (values.save) await save([outcome]);
  process.stderr.write(
    `${problem === null ? 'holds' : 'FAILS'}  ${outcome.name} (${seconds} s)${problem ? `\n       ${problem}` : ''}\n`,
  );
}
const failed = outcomes.filter(({ holds }) => !holds).length;
process.stdout.write(`${outcomes.length - failed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
