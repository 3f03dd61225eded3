import { parseArgs } from 'node:util';

export interface DemoOptions {
  readonly world: string;
  readonly pages: number | undefined;
  readonly json: boolean;
  /** Leaves the data folder. */
  readonly keep: boolean;
}

export const usage = `npm run demo -- --once [--json] [--world acme|large|hostile|FOLDER] [--pages N] [--keep]

Takes the product from an empty data folder to an agent's answer, without a person, on the stand-ins: owner,
organization, linked account, provisioned app, repository host, configuration pull request, first sync, edit, move,
trash, answer over MCP. Progress goes to stderr; --json ends with one line of figures on stdout. Exits with 1 when a
step fails.

  --world   the company that is mirrored (default acme); a folder holds world.json or plain bodies
  --pages   number of pages of the world "large" (default 10000)
  --keep    leave the data folder and print where it is
With DATABASE_URL set, a server and two workers run as processes of their own on a new database of that Postgres.
`;

/** null: help was asked for. Throws where the arguments are wrong. */
export function readOptions(args: readonly string[]): DemoOptions | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      once: { type: 'boolean' },
      json: { type: 'boolean' },
      world: { type: 'string', default: 'acme' },
      pages: { type: 'string' },
      keep: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return null;
  if (!values.once) throw new Error('Say --once; a demonstration that stays is "npm start".');
  const pages = values.pages === undefined ? undefined : Number(values.pages);
  if (pages !== undefined && (!Number.isInteger(pages) || pages < 1))
    throw new Error('--pages takes a whole number from 1.');
  return { world: values.world, pages, json: values.json === true, keep: values.keep === true };
}
