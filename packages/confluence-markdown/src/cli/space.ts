import { ExportError } from '../space-export/error.ts';
import { exportSpace } from '../space-export/index.ts';
import { type Command, CommandError } from './arguments.ts';
import type { Terminal } from './terminal.ts';

const EVERY_MS = 1000;

/** Writes a space as a tree of Markdown files; progress and the summary stand on standard error. */
export async function runSpace(command: Extract<Command, { kind: 'space' }>, terminal: Terminal): Promise<number> {
  let said = performance.now();
  try {
    const summary = await exportSpace({
      source: command.source,
      out: command.out,
      baseUrl: command.baseUrl,
      onProgress: ({ pages, attachments }) => {
        const now = performance.now();
        if (now - said < EVERY_MS) return;
        said = now;
        terminal.stderr.write(`${pages} pages, ${attachments} attachments so far\n`);
      },
      onFailure: (what, message) => terminal.stderr.write(`${what}: ${message}\n`),
    });
    const { pages, posts, attachments, missing, failed, losses } = summary;
    terminal.stderr.write(
      `${pages} pages, ${posts} blog posts, ${attachments} attachments written to ${command.out}; ` +
        `${losses} losses noted, ${missing} attachments missing, ${failed} pages failed.\n`,
    );
    return failed > 0 ? 1 : 0;
  } catch (error) {
    if (error instanceof ExportError) throw new CommandError(error.message, 1);
    throw error;
  }
}
