// Names of services beside the work, and a part of a word: cspell:ignore gasv statsig rror

// Colours, cursor movements and links of terminals.
const escapes = /[\u001b\u009b](?:\[?[0-9;?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\))/g;

/** Output as plain text with Unix line ends. What a shell wrote in two bytes a character is readable too. */
export function plainText(output: string): string {
  return output
    .replace(escapes, '')
    .replace(/[\0\b\u200b\ufeff]/g, '')
    .replace(/\r\n?/g, '\n');
}

/** Calls beside the work, whose failures the tool tolerates: flags, error reports, figures, its own newest version. */
const sideCalls =
  /\/flags\/api\/|\/frontend\/gates|statsig|sentry|\/gasv3\/|registry\.npmjs|spinner config|dynamic configurations/i;

const trace = /^\s*[▶◀]\ufe0f?\s+GraphQL\b/;
const frame = /^\s+at (?:async )?\S+.*(?:\)|:\d+)$/;

/**
 * Leaves out what the tool shows with `--verbose`: questions to its server with their answers, which hold names that
 * people gave, and the stack of an error.
 */
function withoutTraces(text: string): string {
  const kept: string[] = [];
  let inside: 'no' | 'until-json' | 'in-json' = 'no';
  for (const line of text.split('\n')) {
    if (trace.test(line)) inside = 'until-json';
    else if (inside === 'until-json') {
      const value = /^(?:Variables|Result): (.*)$/.exec(line)?.[1];
      if (value !== undefined) inside = /^[[{]$/.test(value) ? 'in-json' : 'no';
    } else if (inside === 'in-json') {
      if (/^[\]}]$/.test(line)) inside = 'no';
    } else if (!frame.test(line)) kept.push(line);
  }
  return kept.join('\n');
}

const quoted =
  /"(?:[^"\\\n]|\\.){0,4000}"|“[^”\n]{0,400}”|`[^`\n]{0,400}`|(?<=^|[\s(:=[])'[^'\n]{0,400}'(?=$|[\s.,;:)\]!?])/gm;

/** What stands in quotes was named by somebody, or came from elsewhere: the quotes stay. */
function withoutQuotes(text: string): string {
  return text.replace(quoted, (found) => `${found[0]}${found.at(-1)}`);
}

/** Lines of the tool that say the name of an app, of a space or of a person. */
const named = [
  /\bDeploy(?:ing|ed) (.{2,60}?)(?: using build with tag \S+)? to (?:the )?\S+(?: environment\b|\.\.\.)/,
  /^\W*(?:Registered|Created) (.{2,60})$/m,
  /(?:contributing to|assigning your app to) this Developer Space: (.{2,60}?)\.?$/m,
  /\bLogged in as (.{2,80}?)(?: \(|\.?$)/m,
];
const ownWords = /^(?:your app|warning|(?:\w*[ -])?error)$/i;

/** Takes out names that people gave, wherever else they stand: an app may be called "permission denied". */
function withoutNames(text: string): string {
  let result = text;
  for (const pattern of named) {
    const name = pattern.exec(text)?.[1]?.trim();
    if (name !== undefined && name.length > 1 && !ownWords.test(name)) result = result.replaceAll(name, '…');
  }
  return result;
}

/** Joins lines that were broken because they were long, as terminals and viewers of logs do it. */
function unwrapped(text: string): string {
  return text.replace(/(?<=[^\n]{40}[^\n.:!?])\n(?=[^\S\n]{0,8}[\p{L}\d(/-])[^\S\n]*/gu, ' ');
}

// What people see before the message: symbols, times, names of containers.
const before = /^(?:[\w.-]+ *\| *)?[^\p{L}\n]*(?:T[\d:.,]+Z?[^\p{L}\n]*)?(?:(?:X|ERR!?) )?(?:npm )?/u.source;
const errorBlock = new RegExp(
  `${before}(?:\\w*[Ee]rror|FetchError)(?: \\[\\w+\\])?: ?.*(?:\\n(?![^\\S\\n]*$).*)*`,
  'gmu',
);

/** What of an output may decide: what people named, quoted or asked for is out of it. */
export interface Heard {
  readonly text: string;
  /** The same with broken lines joined. */
  readonly joined: string;
  /** The lines on which a failure stands, joined; where none is marked, all that may tell of one. */
  readonly errors: string;
  /** True where a line is marked as an error. */
  readonly isMarked: boolean;
}

/** What tells of a success, or only warns. */
const goneWell = /^[^\S\n]*(?:✔|√|ℹ|i |Warning\b|\d+:\d+\s+warning\b)/;

/** Reads an output that was made plain. */
export function readHeard(plain: string): Heard {
  const text = withoutNames(withoutQuotes(withoutTraces(plain)));
  const found = text.match(errorBlock);
  // A tool that was cut off, or speaks through another program, may have said why without an error's name.
  const lines = found ?? text.split('\n').filter((line) => !goneWell.test(line));
  const errors = lines.filter((block) => !sideCalls.test(block)).join('\n');
  return { text, joined: unwrapped(text), errors: unwrapped(errors), isMarked: found !== null };
}

/**
 * What the tool said with `--verbose` of its first question, who it is that calls: without that it ends with the same
 * words for a wrong token and a dead network.
 */
export function causeOf(heard: Heard): string {
  return heard.text
    .split('\n')
    .filter((line) => !sideCalls.test(line) && !/^\s*\w*Error\b|^Warning/.test(line))
    .join('\n');
}
