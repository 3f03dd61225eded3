import type { BetterAuthOptions } from 'better-auth';

type Database = NonNullable<BetterAuthOptions['database']>;
type Create = (input: unknown) => Promise<unknown>;

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
 * The library knows a row that another process made first by the words of the failure, and our driver puts
 * those into its cause. Without this, one of two processes that start at once on a new database stays without sign-in.
 */
export function tellsDuplicates(database: Database): Database {
  if (typeof database !== 'function') return database;
  return ((options: BetterAuthOptions) => {
    const adapter = database(options);
    const create = adapter.create as unknown as Create;
    return {
      ...adapter,
      create: (async (input) => {
        try {
          return await create(input);
        } catch (error) {
          if (codeOf(error) !== DUPLICATE) throw error;
          throw new Error('duplicate key: the row is there already', { cause: error });
        }
      }) satisfies Create,
    };
  }) as Database;
}
