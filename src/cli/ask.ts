import { z } from 'zod';
import { accessUsage, readAccess, type ServerAccessOptions } from './server-access.ts';
import { type CallOptions, callServer } from './server-call.ts';
import { exits, jsonLine, plainLine, readOptions, type TerminalCommand, wrongUse } from './terminal.ts';
import { printUnknown, unknownForm } from './unknown-filters.ts';

export type AskOptions = ServerAccessOptions & CallOptions;

const ANSWER_MS = 60_000;
/** Characters of a question that a server takes. */
const LONGEST_QUESTION = 2000;

const citation = z.object({
  title: z.string(),
  pageUrl: z.string().nullable(),
  version: z.number().nullable(),
  repository: z.string(),
  path: z.string(),
  commit: z.string(),
  lines: z.tuple([z.number(), z.number()]),
  fileUrl: z.string(),
});
const proseForm = z.object({
  state: z.enum(['written', 'not-found', 'off', 'failed']),
  sentences: z.array(z.object({ text: z.string(), passages: z.array(z.number()) })),
});
const answerForm = z.looseObject({
  passages: z.array(z.looseObject({ headingPath: z.array(z.string()), text: z.string(), citation })),
  more: z.number().nullable(),
  freshness: z.object({ indexedAt: z.string().nullable(), pendingCommits: z.number() }),
  meaning: z.enum(['used', 'failed']).optional(),
  prose: proseForm.nullable().optional(),
  unknown: unknownForm,
});

/** Options that narrow a question, each with the name of its filter at the server. */
const filters = {
  space: 'space',
  label: 'label',
  repository: 'repository',
  path: 'pathPrefix',
  author: 'author',
  kind: 'kind',
  after: 'modifiedAfter',
  before: 'modifiedBefore',
} as const;

type Answer = z.output<typeof answerForm>;

/** Sentences with the numbers of the passages below that say each. */
function printProse({ state, sentences }: z.output<typeof proseForm>): string {
  if (state === 'off') return 'No model is configured on the server, so there is no prose.\n\n';
  if (state === 'failed') return 'The model gave no answer; these are the passages.\n\n';
  if (state === 'not-found') return 'Not found: no passage answers the question.\n\n';
  const said = sentences.map(({ text, passages }) => `${text} ${passages.map((at) => `[${at + 1}]`).join('')}`);
  return `${said.map(plainLine).join('\n')}\n\n`;
}

/** Text of pages is data: nothing in it may steer the terminal. */
function printAnswer({ passages, more, freshness, meaning, prose, unknown }: Answer): string {
  const blocks = passages.map(({ headingPath, text, citation: from }, index) => {
    const [first, last] = from.lines;
    const heading = [from.title, ...headingPath.filter((part) => part !== from.title)].join(' > ');
    const body = text
      .trim()
      .split('\n')
      .map((line) => `   ${line}`.trimEnd());
    const page =
      from.pageUrl === null
        ? []
        : [`   page  ${from.pageUrl}${from.version === null ? '' : ` (version ${from.version})`}`];
    const file = `   file  ${from.repository}/${from.path}:${first}-${last} at ${from.commit.slice(0, 10)}  ${from.fileUrl}`;
    return [`${index + 1}. ${heading}`, ...body, '', ...page, file].map(plainLine).join('\n');
  });
  const found = blocks.length === 0 ? 'Nothing was found.' : blocks.join('\n\n');
  const rest = more === null || more === 0 ? '' : ` More matches: ${more}.`;
  const behind = freshness.pendingCommits === 0 ? '' : ` Commits not yet indexed: ${freshness.pendingCommits}.`;
  return `${meaning === 'failed' ? 'Ranked by words alone: the model for meaning failed.\n\n' : ''}${prose ? printProse(prose) : ''}${printUnknown(unknown)}${found}\n\nIndexed: ${freshness.indexedAt ?? 'nothing yet'}.${rest}${behind}\n`;
}

/** Asks a server and prints the passages that answer, each with its citation. */
export function askCommand(options: AskOptions): TerminalCommand {
  return {
    usage: `ctxpipe ask "QUESTION" --url URL --org NAME [--passages N] [--prose] [--json]
            [--space KEY,...] [--label NAME,...] [--repository OWNER/NAME,...] [--path PREFIX] [--author NAME,...]
            [--kind KIND,...] [--after TIME] [--before TIME]

Prints the passages that answer a question, best first, each with the page and the lines of the file that it stands in.

${accessUsage}
  --passages   passages at most, 1 to 100 (default 10)
  --prose      also an answer in sentences, each with the numbers of the passages that say it, where the server has a
               model; "not found" where no passage answers
  --space, --label, --repository, --author, --kind
               only what has one of these; kinds are mirrored-page, markdown, code, text
  --path       only files whose path begins so
  --after, --before
               only pages changed since, or before, such as 2026-05-01
  --json       the answer of the server as it is

Exits 0 when the server answered, 1 when it did not, 2 for wrong use.
`,
    async run(args, terminal) {
      const { given, words } = readOptions(
        args,
        {
          url: 'text',
          org: 'text',
          passages: 'text',
          prose: 'flag',
          json: 'flag',
          space: 'text',
          label: 'text',
          repository: 'text',
          path: 'text',
          author: 'text',
          kind: 'text',
          after: 'text',
          before: 'text',
        },
        1,
      );
      const question = words[0]?.trim() ?? '';
      if (question === '')
        throw wrongUse('The question is missing.', 'Put it in quotation marks: ctxpipe ask "How ...?"');
      if (question.length > LONGEST_QUESTION)
        throw wrongUse(`The question has more than ${LONGEST_QUESTION} characters.`, 'Ask a shorter one.');
      const maxPassages = Number(given.passages ?? 10);
      if (!Number.isInteger(maxPassages) || maxPassages < 1 || maxPassages > 100)
        throw wrongUse(`--passages ${given.passages}: it is a number from 1 to 100.`);
      const narrowed = Object.entries(filters).flatMap(([option, name]) => {
        const value = given[option as keyof typeof filters];
        return value === undefined ? [] : [[name, value]];
      });
      const answer = await callServer(
        options,
        readAccess(given, options, terminal),
        {
          method: 'POST',
          path: '/ask',
          body: { question, maxPassages, ...Object.fromEntries(narrowed), ...(given.prose && { prose: true }) },
          answerMs: ANSWER_MS,
        },
        answerForm,
      );
      terminal.write(given.json ? jsonLine(answer) : printAnswer(answer));
      return exits.ok;
    },
  };
}
