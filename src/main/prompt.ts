import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** Asks the person at the terminal; null where input is no terminal. `hidden`: what is typed is not shown. */
export async function prompt(question: string, hidden: boolean): Promise<string | null> {
  if (!process.stdin.isTTY) return null;
  process.stderr.write(question);
  const nowhere = new Writable({ write: (_part, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: hidden ? nowhere : process.stderr, terminal: true });
  const ending = new AbortController();
  // Ctrl-C and an ended input are no answer.
  lines.once('SIGINT', () => ending.abort());
  lines.once('close', () => ending.abort());
  try {
    return await lines.question('', { signal: ending.signal });
  } catch {
    return null;
  } finally {
    lines.close();
    if (hidden) process.stderr.write('\n');
  }
}
