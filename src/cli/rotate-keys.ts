import { exits, jsonLine, plainLine, readOptions, type TerminalCommand } from './terminal.ts';

export interface RotateKeysOptions {
  /** Seals every saved secret with the new key. Throws Problem. */
  reseal(): Promise<{
    readonly resealed: number;
    readonly current: number;
    readonly unreadable: readonly { readonly table: string; readonly row: string; readonly name: string }[];
  }>;
}

/** Seals every saved secret with the new key. */
export function rotateKeysCommand({ reseal }: RotateKeysOptions): TerminalCommand {
  return {
    usage: `ctxpipe rotate-keys [--json]

Seals every saved secret with the key in CONNECTION_SECRETS_ENCRYPTION_KEY; the one in
CTXPIPE_PREVIOUS_ENCRYPTION_KEY opens what was sealed before. Do it in this order:

  1. set both variables and restart every server and worker with them
  2. ctxpipe rotate-keys
  3. when it ends with 0: unset CTXPIPE_PREVIOUS_ENCRYPTION_KEY and restart again

It may be repeated, and be stopped at any point.

  --json     {"resealed","current","unreadable":[{"table","row","name"}]}

Exits 0 when every secret is sealed with the new key, 1 when some could not be opened, 2 for wrong use.
`,
    async run(args, terminal) {
      const { given } = readOptions(args, { json: 'flag' });
      const result = await reseal();
      const { resealed, current, unreadable } = result;
      if (given.json) terminal.write(jsonLine(result));
      else {
        terminal.write(`${resealed} secrets sealed with the new key; ${current} had it already.\n`);
        for (const { table, row, name } of unreadable)
          terminal.write(
            `${plainLine(`Opens with neither key: ${name} in ${table} ${row}. Enter it again in the setup.`)}\n`,
          );
      }
      return unreadable.length > 0 ? exits.failed : exits.ok;
    },
  };
}
