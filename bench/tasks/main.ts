import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runTaskBench, type TaskBench } from './run.ts';

const page = fileURLToPath(new URL('../../docs/4-understand/agents.md', import.meta.url));
const TABLE = /(<!-- tasks -->\n)[\s\S]*?(\n<!-- \/tasks -->)/;

const usage = `npm run bench -- tasks [--json] [--save | --check]

Lets a scripted agent solve ten tasks about the world "acme" with the official MCP client, and counts calls and tokens.

  --save    write the table into docs/4-understand/agents.md
  --check   end with 1 where a task is not solved or that table says something else
`;

function rounded(tokens: number): number {
  return Math.round(tokens / 100) * 100;
}

/** Addresses differ in length from run to run, so tokens are told in hundreds. */
function tableOf({ tasks, calls, tokens, toolListTokens }: TaskBench): string {
  const rows = tasks.map(
    (task) => `| ${task.asked} | ${task.solved ? 'yes' : 'no'} | ${task.calls.join(', ')} | ${rounded(task.tokens)} |`,
  );
  return `| task | solved | calls | tokens |\n|---|---|---|---|\n${rows.join('\n')}\n| all of them | ${tasks.filter(({ solved }) => solved).length} of ${tasks.length} | ${calls} | ${rounded(tokens)} |\n\nThe list of tools takes ${rounded(toolListTokens)} tokens once.`;
}

/** Whether two tables say the same but for a few tokens. */
function agree(one: string, other: string): boolean {
  const numbers = (text: string) => [...text.matchAll(/\d+/g)].map(Number);
  const words = (text: string) => text.replace(/\d+/g, '#');
  const [left, right] = [numbers(one), numbers(other)];
  return (
    words(one) === words(other) &&
    left.every((value, at) => Math.abs(value - right[at]!) <= Math.max(200, value * 0.05))
  );
}

/** `npm run bench -- tasks`; gives the exit code. */
export async function main(args: string[]): Promise<number> {
  const options = {
    json: { type: 'boolean' },
    save: { type: 'boolean' },
    check: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  } as const;
  let given: { json?: boolean; save?: boolean; check?: boolean; help?: boolean };
  try {
    given = parseArgs({ args, options }).values;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    return 2;
  }
  if (given.help) {
    process.stdout.write(usage);
    return 0;
  }
  const bench = await runTaskBench((line) => process.stderr.write(`${line}\n`));
  const text = await readFile(page, 'utf8');
  const table = tableOf(bench);
  const isTrue = agree(table, TABLE.exec(text)?.[0].split('\n').slice(1, -1).join('\n') ?? '');
  if (given.save)
    await writeFile(
      page,
      text.replace(TABLE, (_whole, open: string, end: string) => open + table + end),
    );
  else if (given.check && !isTrue) process.stderr.write(`docs/4-understand/agents.md says something else:\n${table}\n`);
  process.stdout.write(`${JSON.stringify(bench, null, given.json ? undefined : 2)}\n`);
  return bench.solved === bench.tasks.length && (isTrue || !given.check) ? 0 : 1;
}
