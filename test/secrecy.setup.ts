import { ChildProcess } from 'node:child_process';
import { afterAll, expect } from 'vitest';
import { leaks, lookForSecrets } from '../src/core/leaks.testbed.ts';

/** Variables through which a child is handed what it needs, and that nothing but the child can read (S10). */
const handedOver = /^(?:FORGE_API_TOKEN|GIT_CONFIG_VALUE_\d+|CHILD_ORDER)=/;
/** Another process of the product itself, which is given the keys of its deployment. */
const ownProcess = /\.ts$|\bmain\.js$/;

interface SpawnOptions {
  readonly args?: readonly string[];
  readonly envPairs?: readonly string[];
}
const prototype = ChildProcess.prototype as unknown as { spawn(options: SpawnOptions): unknown };
const { spawn } = prototype;

// Every child that a test or a part under test starts, with its arguments and its environment (I8).
prototype.spawn = function watched(this: ChildProcess, options: SpawnOptions) {
  const program = options.args?.[0] ?? 'a child';
  lookForSecrets(`arguments of ${program}`, (options.args ?? []).join('\n'));
  const environment = (options.envPairs ?? []).filter((pair) => !handedOver.test(pair));
  const own = options.args?.some((each) => ownProcess.test(each)) ?? false;
  if (!own) lookForSecrets(`environment of ${program}`, environment.join('\n'));
  return spawn.call(this, options);
};

const { write } = process.stdout;
process.stdout.write = ((text: string | Uint8Array, ...more: []) => {
  lookForSecrets('standard output', String(text));
  return write.call(process.stdout, text, ...more);
}) as typeof write;

afterAll(() => expect(leaks, 'secrets stand in the clear (I8)').toEqual([]));
