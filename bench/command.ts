/** A bench as a command: what it reads, does and keeps. */
export interface BenchCommand<Options extends { readonly json: boolean; readonly save: boolean }, Result> {
  readonly usage: string;
  /** null: help was asked for. Throws where the arguments are wrong. */
  readOptions(args: readonly string[]): Options | null;
  run(options: Options, say: (line: string) => void): Promise<Result>;
  save(result: Result): Promise<void>;
  /** Whether the result is one to be content with. Default: always. */
  isGood?(result: Result): boolean;
}

/** Runs a bench and prints its result last, as JSON; gives the exit code. */
export async function runCommand<Options extends { readonly json: boolean; readonly save: boolean }, Result>(
  args: readonly string[],
  bench: BenchCommand<Options, Result>,
): Promise<number> {
  let options: Options | null;
  try {
    options = bench.readOptions(args);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${bench.usage}`);
    return 2;
  }
  if (options === null) {
    process.stdout.write(bench.usage);
    return 0;
  }
  const result = await bench.run(options, (line) => process.stderr.write(`${line}\n`));
  if (options.save) await bench.save(result);
  process.stdout.write(`${JSON.stringify(result, null, options.json ? undefined : 2)}\n`);
  return bench.isGood?.(result) === false ? 1 : 0;
}

/** A whole number from `least` on that an option gives. Throws an Error that names it. */
export function wholeNumber(name: string, text: string, least = 1): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least) throw new Error(`--${name} takes a whole number from ${least}.`);
  return value;
}
