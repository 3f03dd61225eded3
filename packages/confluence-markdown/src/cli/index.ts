import { CommandError, readArguments, usage } from './arguments.ts';
import { runBatch } from './batch.ts';
import { runOne } from './one.ts';
import { runSpace } from './space.ts';
import type { Terminal } from './terminal.ts';

/**
 * The command. Gives the exit code: 0 done, 1 something failed, 2 used wrongly. A reader that stops reading ends it
 * quietly; an output that takes nothing, such as a full disk, ends it with 1 and a line that says so.
 *
 * @param words what stands behind the name of the command
 */
export async function main(words: readonly string[], terminal: Terminal): Promise<number> {
  terminal.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') {
      terminal.stderr.write(
        `confluence-markdown: Standard output cannot be written (${error.code}), what stands there is not whole; make room, or send it elsewhere.\n`,
      );
    }
    terminal.exit?.(error.code === 'EPIPE' ? 0 : 1);
  });
  // What is converted is worth more than who hears of its losses.
  terminal.stderr.on('error', () => {});
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
