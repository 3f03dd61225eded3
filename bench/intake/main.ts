import { writeFile } from 'node:fs/promises';
import { intakeFigures } from './figures.ts';
import { type IntakeOptions, readOptions, usage } from './options.ts';
import { runIntakeBench } from './run.ts';

/** `npm run bench -- intake`; gives the exit code. */
export async function main(args: string[]): Promise<number> {
  let options: IntakeOptions | null;
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
  const result = await runIntakeBench(options, (line) => process.stderr.write(`${line}\n`));
  if (options.save) {
    const file = new URL('../results/intake.json', import.meta.url);
    await writeFile(file, `${JSON.stringify(result, null, 2)}\n`);
  }
  const text = options.json ? JSON.stringify(intakeFigures(result)) : JSON.stringify(result, null, 2);
  process.stdout.write(`${text}\n`);
  return result.lost === 0 ? 0 : 1;
}
