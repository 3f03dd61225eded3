import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../command.ts';
import { readOptions, usage } from './options.ts';
import { type FreshBench, runFreshBench } from './run.ts';

const folder = fileURLToPath(new URL('../results/', import.meta.url));

function pageOf(bench: FreshBench): string {
  const { pages, rate, made, edits, toSearchable, runs, asked, found } = bench;
  return `# How fresh the index stays

Made by \`npm run bench -- fresh --save\` on ${bench.at}, Node ${bench.node}, ${bench.cpus} processors, load of the machine before:
${bench.loadBefore}. Pages of a mirrored wiki are edited at a steady rate, each edit another page; the time goes from the edit
to its version in the index: event, run, commit, push, index. Product, database and both stand-ins share the machine.

| pages | edits a second, asked and made | edits | p50 ms | p95 ms | runs | p50 ms of a run | found by the search tool afterwards |
|---|---|---|---|---|---|---|---|
| ${pages} | ${rate}, ${made} | ${edits} | ${toSearchable.p50} | ${toSearchable.p95} | ${runs.calls} | ${runs.p50} | ${found} of ${asked} |
`;
}

async function save(bench: FreshBench): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(`${folder}fresh.json`, `${JSON.stringify(bench, null, 2)}\n`);
  await writeFile(`${folder}fresh.md`, pageOf(bench));
}

/** `npm run bench -- fresh`; gives the exit code. */
export function main(args: string[]): Promise<number> {
  const isGood = ({ found, asked }: FreshBench) => found === asked;
  return runCommand(args, { usage, readOptions, run: runFreshBench, save, isGood });
}
