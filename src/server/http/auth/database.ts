import type { BetterAuthOptions } from 'better-auth';

type Database = NonNullable<BetterAuthOptions['database']>;
type Call = (input: { readonly model: string }) => Promise<unknown>;

const DUPLICATE = '23505';

function codeOf(error: unknown): unknown {
  return error instanceof Error && typeof error.cause === 'object' && error.cause !== null && 'code' in error.cause
    ? error.cause.code
    : undefined;
}

/** Whether a row was not made because another one has its unique values. */
export function isDuplicate(error: unknown): boolean {
  return codeOf(error) === DUPLICATE || (error instanceof Error && codeOf(error.cause) === DUPLICATE);
}

/**
 * The database as the identity library can start on it. The library writes the resources of its authorization
 * server while it starts, and stays broken when that fails: because the database is away for the moment, or because
 * another process was faster and our driver tells that in the cause and not in the words it looks for. It puts the
 * writing off until a resource is needed when the table "does not exist", so that is what it hears at first.
 */
export function startsWithout(database: Database): Database {
  if (typeof database !== 'function') return database;
  return ((options: BetterAuthOptions) => {
    const adapter = database(options);
    const findOne = adapter.findOne as unknown as Call;
    const create = adapter.create as unknown as Call;
    let starting = true;
    return {
      ...adapter,
      findOne: (async (input) => {
        if (!starting || input.model !== 'oauthResource') return findOne(input);
        starting = false;
        throw new Error('no such table: resources are looked for when one is needed');
      }) satisfies Call,
      create: (async (input) => {
        try {
          return await create(input);
        } catch (error) {
          if (codeOf(error) !== DUPLICATE) throw error;
          throw new Error('duplicate key: the row is there already', { cause: error });
        }
      }) satisfies Call,
    };
  }) as Database;
}
