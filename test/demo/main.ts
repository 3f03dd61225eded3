import { toProblem } from '../../src/core/problem.ts';
import { readOptions, usage } from './options.ts';
import { runStory } from './story.ts';

const started = Date.now();

/** Progress for a person: seconds since the start, then what happens. */
function say(line: string): void {
  process.stderr.write(`${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s  ${line}\n`);
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === null) {
    process.stdout.write(usage);
    return 0;
  }
  const result = await runStory(options, say);
  for (const problem of result.problems ?? []) say(`FAILED: ${problem}`);
  if (options.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else if (result.ok) say(`All of it worked in ${result.seconds} s.`);
  return result.ok ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${toProblem(error).message}\n`);
    process.exit(2);
  },
);
