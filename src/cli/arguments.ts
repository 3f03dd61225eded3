import { parseArgs } from 'node:util';
import { Problem } from '../core/problem.ts';

/** A command of the terminal with its options, checked. */
export type Command =
  | { readonly name: 'help'; readonly of: string | null }
  | { readonly name: 'version' }
  | { readonly name: 'start'; readonly role: 'all' | 'server'; readonly demo: boolean | null }
  | { readonly name: 'worker' }
  | { readonly name: 'migrate' };

type Line = readonly [name: string, summary: string];

const processes: readonly Line[] = [
  ['start', 'serve and work; the embedded database and, while nothing real is configured, the stand-ins'],
  ['', '--role all|server   server: leave the work to processes of "ctxpipe worker" (default all)'],
  ['', '--no-demo           do not start the stand-ins'],
  ['worker', 'carry out the work of a server that runs elsewhere on the same database'],
  ['migrate', "bring the database to this build's schema and end"],
];
const about: readonly Line[] = [
  ['help', 'this text'],
  ['version', 'the version of this build'],
];

/** The list of commands; `others` run once and end. */
export function usageText(others: readonly Line[]): string {
  const lines = [...processes, ...others, ...about];
  const width = Math.max(...lines.map(([name]) => name.length));
  const list = lines.map(([name, summary]) => `  ${name.padEnd(width)}  ${summary}\n`).join('');
  return `ctxpipe <command>\n\n${list}\nEach command takes --help. The environment is described in docs/1-start/environment.md.\n`;
}

function wrong(message: string): Problem {
  return new Problem({ code: 'wrong-arguments', message, hint: 'See "ctxpipe help".' });
}

function startCommand(args: readonly string[]): Command {
  const { values } = parseArgs({
    args: [...args],
    options: { role: { type: 'string', default: 'all' }, 'no-demo': { type: 'boolean' } },
  });
  if (values.role !== 'all' && values.role !== 'server') throw wrong(`--role ${values.role}: it is "all" or "server".`);
  return { name: 'start', role: values.role, demo: values['no-demo'] ? false : null };
}

/** Throws Problem `wrong-arguments`. */
export function readCommand(args: readonly string[]): Command {
  const [name = 'help', ...rest] = args;
  if (rest.includes('--help') || rest.includes('-h')) return { name: 'help', of: name };
  try {
    if (name === 'start') return startCommand(rest);
    if (name === 'help' || name === '--help' || name === '-h') return { name: 'help', of: rest[0] ?? null };
    if (name === 'version' || name === '--version') return { name: 'version' };
    if (rest.length > 0 && (name === 'worker' || name === 'migrate')) throw wrong(`"${name}" takes no ${rest[0]}.`);
    if (name === 'worker' || name === 'migrate') return { name };
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw wrong(error instanceof Error ? error.message : String(error));
  }
  throw wrong(`There is no command "${name}".`);
}
