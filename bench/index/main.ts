import { readOptions, usage } from './options.ts';
import { saveBench } from './report.ts';
import { runIndexBench } from './run.ts';

/** `npm run bench -- index`; gives the exit code. */
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
  const bench = await runIndexBench({ ...options, say: (line) => process.stderr.write(`${line}\n`) });
  if (options.save) await saveBench(bench);
  process.stdout.write(`${JSON.stringify(bench, null, options.json ? undefined : 2)}\n`);
  return 0;
}
