import { CommandError, readArguments, usage } from './arguments.ts';
import { runBatch } from './batch.ts';
import { runOne } from './one.ts';
import { runSpace } from './space.ts';
import type { Terminal } from './terminal.ts';

/**
 * The command. Gives the exit code: 0 done, 1 something failed, 2 used wrongly. A reader that stops reading ends it
 * quietly.
 *
 * @param words what stands behind the name of the command
 */
export async function main(words: readonly string[], terminal: Terminal): Promise<number> {
  terminal.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    terminal.exit?.(0);
  });
  // What is converted is worth more than who hears of its losses.
  terminal.stderr.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  try {
    const command = readArguments(words);
    switch (command.kind) {
      case 'help':
        terminal.stdout.write(usage);
        return 0;
      case 'one':
        return await runOne(command, terminal);
      case 'batch':
        return await runBatch(command, terminal);
      case 'space':
        return await runSpace(command, terminal);
    }
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    terminal.stderr.write(`confluence-markdown: ${error.message}\n`);
    if (error.exitCode === 2) terminal.stderr.write('Run confluence-markdown --help for what it takes.\n');
    return error.exitCode;
  }
}
