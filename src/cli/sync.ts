import type { Connection } from '../core/connection.ts';
import type { Preview } from '../core/preview.ts';
import { Problem } from '../core/problem.ts';
import type { Run, RunKind } from '../core/run.ts';
import type { Scope } from '../core/scope.ts';
import { exits, jsonLine, plainLine, readOptions, required, type TerminalCommand, wrongUse } from './terminal.ts';

/** What the command reaches of a deployment, from opening to closing. */
export interface SyncHands {
  /** Throws Problem where there is no such source. */
  locate(connectionId: string): Promise<Connection>;
  preview(connection: Connection, scope: Scope): Promise<Preview>;
  start(connection: Connection, kind: RunKind): Promise<Run>;
  close(): Promise<void>;
}

export interface SyncOptions {
  open(): Promise<SyncHands>;
}

function objectIn<Shape>(connection: Connection, key: string): Shape | null {
  const value = connection.config[key];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as unknown as Shape) : null;
}

function kindOf(connection: Connection, whole: boolean): RunKind {
  if (objectIn(connection, 'target') === null)
    throw new Problem({
      code: 'target-missing',
      message: `${connection.name}: no repository receives the mirror yet.`,
      hint: 'Choose the target repository in the setup.',
    });
  if (connection.config.paused === true)
    throw new Problem({
      code: 'paused',
      message: `${connection.name} is paused.`,
      hint: 'Resume it in the web page first.',
    });
  if (whole) return 'resync';
  return objectIn<{ state?: unknown }>(connection, 'firstSync')?.state === 'succeeded' ? 'sweep' : 'initial';
}

/** What the scope names and the source does not show: a key or id that was mistyped looks just so. */
function missingLine({ missing }: Preview): readonly string[] {
  if (!missing) return [];
  const spaces = missing.spaces.map((key) => `the space ${key}`);
  const pages = missing.pageIds.map((id) => `the page ${id}`);
  return ['', `Chosen, and not shown to the app: ${[...spaces, ...pages].join(', ')}.`];
}

function printPreview(connection: Connection, preview: Preview): string {
  const { pages, files, moreFiles, skipped, skippedByReason, requests, points, attachments } = preview;
  const reasons = Object.entries(skippedByReason).map(([reason, count]) => `${reason} ${count}`);
  const named = skipped.map(({ title, reason }) => `  - ${title} (${reason})`);
  const lines = [
    `${connection.name}: what a sync of the chosen scope would bring. Nothing was changed.`,
    '',
    ...files.map(({ path, bytes }) => `  ${path}${bytes === undefined ? '' : ` (${bytes} bytes)`}`),
    ...(moreFiles > 0 ? [`  and ${moreFiles} more`] : []),
    ...(named.length > 0 ? ['', `Left out: ${reasons.join(', ')}`, ...named] : []),
    ...missingLine(preview),
    '',
    `${pages} pages, ${files.length + moreFiles} files, ${preview.removals ?? 0} to be removed.`,
    ...(attachments
      ? [`${attachments.files} attachments, ${attachments.bytes} bytes, ${attachments.leftOut} left out.`]
      : []),
    ...(preview.bytes === undefined ? [] : [`The repository grows by about ${preview.bytes} bytes.`]),
    `About ${requests} requests, ${points} points${preview.seconds === undefined ? '' : `, ${preview.seconds} seconds`}.`,
    preview.repositoryVisibility === 'public'
      ? 'The repository is public: everybody can read what is mirrored.'
      : 'Whoever can read the repository can read what is mirrored, whoever may see it at the source.',
  ];
  return lines.map((line) => `${plainLine(line)}\n`).join('');
}

/** Starts a run of a connection, or shows what one would do. */
export function syncCommand({ open }: SyncOptions): TerminalCommand {
  return {
    usage: `ctxpipe sync --connection ID [--whole] [--dry-run] [--json]

Starts a run that compares the source with the mirror and pushes what differs. A worker carries it out; where one is
open already, that one is given. With --dry-run nothing is started and nothing changed: it lists the files that the
scope in force would bring (before a scope is in force: the chosen one), what is left out and why, and the cost.

  --connection   id of the connection, as it stands in the address of its page
  --whole        read every page again, also those that seem unchanged
  --dry-run      only show what a run would do
  --json         the run, or the preview, as one JSON value

Exits 0, 1 when it failed, 2 for wrong use.
`,
    async run(args, terminal) {
      const { given } = readOptions(args, { connection: 'text', whole: 'flag', 'dry-run': 'flag', json: 'flag' });
      const id = required(given.connection, 'connection', 'the id of the connection, as in the address of its page');
      if (given.whole && given['dry-run']) throw wrongUse('--whole and --dry-run do not go together.');
      const hands = await open();
      try {
        const connection = await hands.locate(id);
        if (!given['dry-run']) {
          const run = await hands.start(connection, kindOf(connection, given.whole ?? false));
          terminal.write(
            given.json ? jsonLine(run) : `${connection.name}: run ${run.id} (${run.kind}), ${run.step}.\n`,
          );
          return exits.ok;
        }
        const scope = objectIn<Scope>(connection, 'scope') ?? objectIn<Scope>(connection, 'scopeDraft');
        if (scope === null)
          throw new Problem({
            code: 'scope-missing',
            message: `${connection.name}: nothing has been chosen yet.`,
            hint: 'Choose spaces and pages in the setup.',
          });
        const preview = await hands.preview(connection, scope);
        terminal.write(given.json ? jsonLine(preview) : printPreview(connection, preview));
        return exits.ok;
      } finally {
        await hands.close();
      }
    },
  };
}
