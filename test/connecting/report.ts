import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { findCli } from '../../src/connectors/confluence/forge/cli-tool.ts';

const folder = new URL('../../bench/results/', import.meta.url);

/** One case as it went. */
export interface Outcome {
  readonly name: string;
  readonly holds: boolean;
  readonly problems: readonly string[];
  readonly seconds: number;
}

interface Kept extends Outcome {
  /** Day on which it was run. */
  readonly on: string;
}

const groups: Readonly<Record<string, string>> = {
  failure: 'Failures, each with its code, its cause and its cure, after which a retry ended live with one app in all',
  upgrade: 'New scopes, to which an admin consents',
  command: 'Commands that the product never gives, and ones that never end',
  killed: 'A worker killed with kill -9, after which another one ended with one app, or with none',
  'no secret': 'Every row of the database, searched for secrets',
};
const groupOf = ({ name }: Outcome) => Object.keys(groups).find((group) => name.startsWith(group)) ?? 'others';

async function readKept(): Promise<readonly Kept[]> {
  try {
    const { cases } = JSON.parse(await readFile(new URL('connecting.json', folder), 'utf8')) as { cases: Kept[] };
    return cases;
  } catch {
    return [];
  }
}

function tableOf(cases: readonly Kept[], group: string): string {
  const rows = cases
    .filter((one) => groupOf(one) === group)
    .map(
      ({ name, problems, seconds, on }) =>
        `| ${name.replace(/^[a-z]+: /, '')} | ${problems.join('; ') || 'yes'} | ${seconds} | ${on} |`,
    );
  return rows.length === 0
    ? ''
    : `## ${groups[group]}\n\n| case | holds | seconds | on |\n|---|---|---|---|\n${rows.join('\n')}\n`;
}

/** Writes the result where it is committed. Cases that were not run this time stay as they were; `known` drops others. */
export async function saveReport(outcomes: readonly Outcome[], known: readonly string[], now: Date): Promise<void> {
  const on = now.toISOString().slice(0, 10);
  const all = new Map<string, Kept>((await readKept()).map((one) => [one.name, one]));
  for (const outcome of outcomes) all.set(outcome.name, { ...outcome, on });
  const cases = known.flatMap((name) => all.get(name) ?? []);
  const failed = cases.filter(({ holds }) => !holds).length;
  const { version } = findCli();
  const made = { on, tool: `@forge/cli ${version}`, node: process.versions.node, cores: cpus().length };
  const result = { ...made, known: known.length, passed: cases.length - failed, failed, cases };
  await writeFile(new URL('connecting.json', folder), `${JSON.stringify(result, null, 1)}\n`);
  const missing = known.length - cases.length;
  const text = `# Connecting, with the vendor's command-line tool

\`npm run test:connecting -- --save\` wrote this: ${made.tool} on Node.js ${made.node} and ${made.cores} cores, against the stand-ins. Of
${known.length} cases ${cases.length - failed} hold and ${failed} failed${missing === 0 ? '' : `; ${missing} were not run yet`}.

${Object.keys(groups)
  .map((group) => tableOf(cases, group))
  .filter(Boolean)
  .join('\n')}`;
  await writeFile(new URL('connecting.md', folder), text);
}
