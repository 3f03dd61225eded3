import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
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

/** `npm run bench -- fresh`; gives the exit code. */
export async function main(args: string[]): Promise<number> {
  let options: ReturnType<typeof readOptions>;
  try {
    options = readOptions(args);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    return 2;
  }
  if (options === null) {
    process.stdout.write(usage);
    return 0;
  }
  const bench = await runFreshBench(options, (line) => process.stderr.write(`${line}\n`));
  if (options.save) {
    await mkdir(folder, { recursive: true });
    await writeFile(`${folder}fresh.json`, `${JSON.stringify(bench, null, 2)}\n`);
    await writeFile(`${folder}fresh.md`, pageOf(bench));
  }
  process.stdout.write(`${JSON.stringify(bench, null, options.json ? undefined : 2)}\n`);
  return bench.found === bench.asked ? 0 : 1;
}
