import { exits, jsonLine, plainLine, readOptions, type TerminalCommand, wrongUse } from './terminal.ts';

/** What a backup holds, as both commands tell it. */
export interface BackupFacts {
  readonly at: string;
  readonly rows: number;
  /** Ids of the keys that its secrets are sealed with. */
  readonly keyIds: readonly string[];
}

export interface BackupOptions {
  /** Writes a backup to a file that is not there yet. Throws Problem. */
  backup(file: string): Promise<BackupFacts & { readonly bytes: number }>;
}

export interface RestoreOptions {
  /** Brings a file into the deployment's empty database. Throws Problem. */
  restore(file: string): Promise<BackupFacts>;
  /** Reads a file to its end and changes nothing. Throws Problem. */
  check(file: string): Promise<BackupFacts>;
}

function fileIn(words: readonly string[]): string {
  const [file] = words;
  if (file) return file;
  throw wrongUse('The file is missing.');
}

const keysOf = ({ keyIds }: BackupFacts): string =>
  keyIds.length === 0
    ? 'It holds no sealed secret.'
    : `Its secrets are sealed with the key ${keyIds.join(' and ')}: keep it in another place than the backup.`;

/** Takes a backup of the database. */
export function backupCommand({ backup }: BackupOptions): TerminalCommand {
  return {
    usage: `ctxpipe backup FILE [--json]

Writes what the database holds at one moment into a file, packed with gzip and readable by its owner alone. Servers and
workers may go on. Secrets stay sealed as they are in the database, and the keys are not in it: keep keys.json of the
data folder, or the two keys of the environment, in another place. Sessions are left out: people sign in again.

  --json     {"file","bytes","at","rows","keyIds"}; a key id is the first 8 hexadecimal digits of the key's SHA-256

Exits 0 when the file is whole, 1 when it could not be written, 2 for wrong use.
`,
    async run(args, terminal) {
      const { given, words } = readOptions(args, { json: 'flag' }, 1);
      const file = fileIn(words);
      const facts = await backup(file);
      if (given.json) terminal.write(jsonLine({ file, ...facts }));
      else
        terminal.write(
          plainLine(`${file}: ${facts.rows} rows as of ${facts.at}, ${facts.bytes} bytes.\n${keysOf(facts)}\n`),
        );
      return exits.ok;
    },
  };
}

/** Brings a backup into an empty database. */
export function restoreCommand({ restore, check }: RestoreOptions): TerminalCommand {
  return {
    usage: `ctxpipe restore FILE [--check] [--json]

Brings a backup into the database of this deployment, which has to be empty and not served. Set the keys first, as they
were when the backup was taken: a backup whose secrets this deployment cannot open is refused. All rows come back in one
transaction, or none. Start the servers and workers afterwards; the next look at each source compares the mirror with
the repository as it stands then, and removes nothing because the backup is older.

  --check    only read the file to its end and say whether it is whole
  --json     {"file","at","rows","keyIds"}

Exits 0 when it was restored (or is whole), 1 when it was not, 2 for wrong use.
`,
    async run(args, terminal) {
      const { given, words } = readOptions(args, { check: 'flag', json: 'flag' }, 1);
      const file = fileIn(words);
      const facts = await (given.check ? check(file) : restore(file));
      const done = given.check ? 'is whole' : 'is restored';
      if (given.json) terminal.write(jsonLine({ file, ...facts }));
      else terminal.write(plainLine(`${file} ${done}: ${facts.rows} rows as of ${facts.at}.\n${keysOf(facts)}\n`));
      return exits.ok;
    },
  };
}
