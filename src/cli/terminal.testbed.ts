import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { toProblem } from '../core/problem.ts';
import { type Exit, exits, type TerminalCommand } from './terminal.ts';

/** Runs a command as the entry does, and keeps what it printed. */
export async function runCommand(
  command: TerminalCommand,
  args: readonly string[],
  input = '',
): Promise<{ readonly exit: Exit; readonly out: string; readonly err: string }> {
  let out = '';
  let err = '';
  const terminal = {
    input: (async function* () {
      yield input;
    })(),
    write: (text: string) => {
      out += text;
    },
    warn: (text: string) => {
      err += text;
    },
  };
  try {
    return { exit: await command.run(args, terminal), out, err };
  } catch (error) {
    const problem = toProblem(error);
    if (problem.code === 'internal') throw error;
    err += `${problem.message}\n${problem.hint ?? ''}\n`;
    return { exit: problem.code === 'wrong-arguments' ? exits.wrong : exits.failed, out, err };
  }
}

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Runs the entry as a process of its own, with nothing of ours in its environment but `env`. */
export async function ctxpipe(args: readonly string[], input = '', env: Record<string, string> = {}) {
  const flags = ['--conditions=source', '--import', join(root, 'node_modules/tsx/dist/loader.mjs')];
  const child = spawn(process.execPath, [...flags, join(root, 'src/main.ts'), ...args], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: 'pipe',
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (part) => (out += String(part)));
  child.stderr.on('data', (part) => (err += String(part)));
  child.stdin.end(input);
  const [code] = await once(child, 'close');
  return { code, out, err };
}
