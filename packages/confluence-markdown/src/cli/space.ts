import { ExportError } from '../space-export/error.ts';
import { exportSpace } from '../space-export/index.ts';
import { type Command, CommandError } from './arguments.ts';
import type { Terminal } from './terminal.ts';

const EVERY_MS = 1000;
/** Files that are named of those that stay. */
const NAMED = 5;

/** Says which files are not of this run, so that nobody takes those of an earlier one for it. */
function stay(others: readonly string[], out: string): string {
  const some = others.slice(0, NAMED).join(', ');
  return `${others.length} other files stay in ${out}, of an earlier export or of somebody else: ${some}${others.length > NAMED ? ', …' : '.'}`;
}

/** Writes a space as a tree of Markdown files; progress and the summary stand on standard error. */
export async function runSpace(command: Extract<Command, { kind: 'space' }>, terminal: Terminal): Promise<number> {
  let said = performance.now();
  try {
    const summary = await exportSpace({
      source: command.source,
      out: command.out,
      force: command.force,
      baseUrl: command.baseUrl,
      onProgress: ({ pages, attachments }) => {
        const now = performance.now();
        if (now - said < EVERY_MS) return;
        said = now;
        terminal.stderr.write(`${pages} pages, ${attachments} attachments so far\n`);
      },
      onFailure: (what, message) => terminal.stderr.write(`${what}: ${message}\n`),
    });
    const { pages, posts, attachments, missing, failed, losses, repeated, others } = summary;
    terminal.stderr.write(
      `${pages} pages, ${posts} blog posts, ${attachments} attachments written to ${command.out}; ` +
        `${losses} losses noted, ${missing} attachments missing, ${failed} pages failed.\n`,
    );
    if (repeated > 0)
      terminal.stderr.write(`${repeated} objects of the export stand in it twice; the second was left out.\n`);
    if (others.length > 0) terminal.stderr.write(`${stay(others, command.out)}\n`);
    return failed > 0 ? 1 : 0;
  } catch (error) {
    if (error instanceof ExportError) throw new CommandError(error.message, 1);
    throw error;
  }
}
