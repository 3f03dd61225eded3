import { runEventsBench } from './events.ts';
import { plainFigures, type SyncBench } from './figures.ts';
import { readOptions, type SyncCall, usage } from './options.ts';
import { saveBench, saveEvents } from './report.ts';
import { runSyncBench } from './run.ts';

/** The figures that are compared, of each part of the work. */
function plainOf({ first, sweep, changes }: SyncBench) {
  return { first: plainFigures(first), sweep: plainFigures(sweep), changes: plainFigures(changes) };
}

/** `npm run bench -- sync`; gives the exit code. */
export async function main(args: string[]): Promise<number> {
  let call: SyncCall | null;
  try {
    call = readOptions(args);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return 2;
  }
  if (call === null) {
    process.stdout.write(usage);
    return 0;
  }
  const { json, save, rate, seconds } = call;
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const print = (value: object) => process.stdout.write(`${JSON.stringify(value, null, json ? undefined : 2)}\n`);
  if (rate !== null) {
    const events = await runEventsBench({ ...call, rate, seconds }, say);
    if (save) await saveEvents(events);
    print(events);
    return 0;
  }
  for (const pages of call.sizes) {
    if (call.sizes.length > 1) say(`== ${pages} pages`);
    const bench = await runSyncBench({ ...call, pages }, say);
    if (save) await saveBench(bench);
    print(json ? plainOf(bench) : bench);
  }
  return 0;
}
