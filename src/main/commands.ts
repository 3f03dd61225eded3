import type { TerminalCommand } from '../cli/terminal.ts';

/** A command that runs once and ends, as it is typed after `ctxpipe`. */
export interface CommandEntry {
  readonly words: readonly string[];
  /** One line for the list of commands. */
  readonly summary: string;
  /** Loaded only when it is run: most commands need little of the product. */
  load(): Promise<TerminalCommand>;
}

/** Every command besides those of processes that serve and work. */
export const commandEntries: readonly CommandEntry[] = [
  {
    words: ['ask'],
    summary: 'ask a server and print the passages that answer, with citations',
    load: async () => (await import('./access.ts')).ask,
  },
  {
    words: ['health'],
    summary: 'say what is wrong with the pages: broken links, contradictions, stale pages and the like',
    load: async () => (await import('./access.ts')).health,
  },
  {
    words: ['mcp'],
    summary: 'speak MCP over standard input and output, on behalf of a server',
    load: async () => (await import('./access.ts')).mcp,
  },
  {
    words: ['config', 'check'],
    summary: 'read a scope file and say what is wrong in it',
    load: async () => (await import('./config.ts')).configCheck,
  },
  {
    words: ['doctor'],
    summary: 'look at everything a deployment needs and say what is wrong',
    load: async () => (await import('./doctor.ts')).doctor,
  },
  {
    words: ['sync'],
    summary: 'start a run of a connection, or show what one would do',
    load: async () => (await import('./sync.ts')).sync,
  },
  {
    words: ['mirror'],
    summary: 'mirror a space export into a folder or a repository, without a server',
    load: async () => (await import('./mirror.ts')).mirror,
  },
  {
    words: ['backup'],
    summary: 'write what the database holds at one moment into a file',
    load: async () => (await import('./backup.ts')).backupToFile,
  },
  {
    words: ['restore'],
    summary: 'bring a backup into an empty database',
    load: async () => (await import('./backup.ts')).restoreFromFile,
  },
  {
    words: ['rotate-keys'],
    summary: 'seal every saved secret with a new key',
    load: async () => (await import('./rotate-keys.ts')).rotateKeys,
  },
  {
    words: ['forge', 'explain'],
    summary: 'say what the output of a failed provisioning step means',
    load: async () => (await import('./forge.ts')).forgeExplain,
  },
  {
    words: ['forge', 'provision'],
    summary: 'register, deploy and install the app through a server, on a terminal',
    load: async () => (await import('./forge.ts')).forgeProvision,
  },
  {
    words: ['forge', 'manifest'],
    summary: 'print the manifest of the app',
    load: async () => (await import('./forge.ts')).forgeManifest,
  },
];

/** The command that the arguments begin with, and the rest of them. */
export function findCommand(
  args: readonly string[],
): { readonly entry: CommandEntry; readonly rest: readonly string[] } | null {
  const entry = commandEntries.find(({ words }) => words.every((word, index) => args[index] === word));
  return entry ? { entry, rest: args.slice(entry.words.length) } : null;
}

/** Full names of the commands that begin with a word, for a person who typed that word alone. */
export function commandsUnder(word: string | undefined): readonly string[] {
  return commandEntries
    .filter(({ words }) => words.length > 1 && words[0] === word)
    .map(({ words }) => words.join(' '));
}

/** The lines of the list of commands. */
export function commandSummaries(): readonly (readonly [name: string, summary: string])[] {
  return commandEntries.map(({ words, summary }) => [words.join(' '), summary] as const);
}
