import { readOptions, type SyncOptions, usage } from './options.ts';
import { saveBench } from './report.ts';
import { runSyncBench } from './run.ts';

/** `npm run bench -- sync`; gives the exit code. */
export async function main(args: string[]): Promise<number> {
  let options: SyncOptions | null;
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
  const say = (line: string) => process.stderr.write(`${line}\n`);
  if (options.save && options.searchLimit !== null) {
    process.stderr.write(
      'The kept figures are those of a search without a most: leave out --save or --search-limit.\n',
    );
    return 2;
  }
  const bench = await runSyncBench(options, say);
  if (options.save) await saveBench(bench);
  process.stdout.write(`${JSON.stringify(bench, null, options.json ? undefined : 2)}\n`);
  return 0;
}
