import { runCommand } from '../command.ts';
import { readOptions, usage } from './options.ts';
import { saveBench } from './report.ts';
import { runIndexBench } from './run.ts';

/** `npm run bench -- index`; gives the exit code. */
export function main(args: string[]): Promise<number> {
  return runCommand(args, { usage, readOptions, run: runIndexBench, save: saveBench });
}
