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
