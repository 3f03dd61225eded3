import { parseArgs } from 'node:util';
import type { BodyFormat } from '../types.ts';

export const usage = `Usage:
  confluence-markdown [FILE|-] [--from adf|storage|view] [--json]
  confluence-markdown --batch LIST.jsonl|-
  confluence-markdown --space EXPORT.zip|FOLDER --out FOLDER [--force]

Converts Confluence pages to Markdown: ADF, storage format, rendered HTML.

  FILE            a body; - or nothing reads standard input
  --from FORMAT   adf, storage or view; guessed when not given
  --json          {"markdown","report","links"} as one line instead of Markdown here and the report on standard error
  --batch LIST    one JSON object a line, {"id","from","body"} or {"id","from","file"};
                  one line out for each, in order: {"id","markdown","report"} or {"id","error":{"code","message"}}
  --space EXPORT  a space exported as XML (zip or unpacked), or a folder of bodies
  --out FOLDER    where the tree of Markdown files is written; new or empty
  --force         write into a folder that is not: files of the same names are replaced, all others stay and are counted
  --base-url URL  the site, e.g. https://acme.atlassian.net/wiki, that relative links start from
  --help          this text

Input is UTF-8, or UTF-16 with its byte order mark; anything else is refused (not-utf-8), no letter is guessed.

Exit codes: 0 done, 1 something failed, 2 used wrongly. A batch is done when each line has its answer, errors included.
`;

interface Common {
  readonly baseUrl?: string | undefined;
}

export type Command =
  | { readonly kind: 'help' }
  | (Common & {
      readonly kind: 'one';
      readonly file: string;
      readonly from?: BodyFormat | undefined;
      readonly json: boolean;
    })
  | (Common & { readonly kind: 'batch'; readonly list: string })
  | (Common & { readonly kind: 'space'; readonly source: string; readonly out: string; readonly force: boolean });

/** What ends the command: words for the person at the terminal, and the exit code. */
export class CommandError extends Error {
  readonly exitCode: 1 | 2;
  constructor(message: string, exitCode: 1 | 2) {
    super(message);
    this.exitCode = exitCode;
  }
}

function wrong(message: string): CommandError {
  return new CommandError(message, 2);
}

function formatOf(value: string | undefined): BodyFormat | undefined {
  if (value === undefined || value === 'adf' || value === 'storage' || value === 'view') return value;
  throw wrong(`--from ${value}: there is no such format; use adf, storage or view.`);
}

function siteOf(value: string | undefined): string | undefined {
  if (value === undefined || (URL.canParse(value) && /^https?:/i.test(value))) return value;
  throw wrong(`--base-url ${value}: this is no address; use one such as https://acme.atlassian.net/wiki.`);
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        from: { type: 'string' },
        json: { type: 'boolean' },
        batch: { type: 'string' },
        space: { type: 'string' },
        out: { type: 'string' },
        force: { type: 'boolean' },
        'base-url': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw wrong((error as Error).message.split('\n')[0]!);
  }
}

/** Reads the words behind the command. Throws {@link CommandError} with exit code 2 for what makes no sense. */
export function readArguments(words: readonly string[]): Command {
  const { values, positionals } = parse(words);
  if (values.help) return { kind: 'help' };
  const from = formatOf(values.from);
  const baseUrl = siteOf(values['base-url']);
  const { batch, space, out } = values;
  if (batch !== undefined && space !== undefined) throw wrong('--batch and --space do not go together.');
  if ((batch !== undefined || space !== undefined) && positionals.length > 0) {
    throw wrong(`${positionals[0]}: a FILE does not go together with --batch or --space.`);
  }
  if ((batch !== undefined || space !== undefined) && (from !== undefined || values.json)) {
    throw wrong('--from and --json belong to a single FILE; a batch names the format of each line.');
  }
  if (space !== undefined) {
    if (out === undefined || out === '')
      throw wrong('--space needs --out FOLDER, where the Markdown files are written.');
    return { kind: 'space', source: space, out, force: values.force ?? false, baseUrl };
  }
  if (out !== undefined || values.force) throw wrong(`${values.force ? '--force' : '--out'} belongs to --space.`);
  if (batch !== undefined) return { kind: 'batch', list: batch, baseUrl };
  if (positionals.length > 1) throw wrong(`${positionals[1]}: only one FILE is taken; use --batch for many.`);
  return { kind: 'one', file: positionals[0] ?? '-', from, json: values.json ?? false, baseUrl };
}
