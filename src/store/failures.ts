import { Problem, type ProblemFields } from '../core/problem.ts';

type Known = Omit<ProblemFields, 'cause'>;

const unavailable: Known = {
  code: 'database-unavailable',
  message: 'The database cannot be reached at the moment.',
  status: 503,
  hint: 'Check that the database runs and that DATABASE_URL is right.',
  retry: { kind: 'soon' },
};
const busy: Known = {
  code: 'database-busy',
  message: 'The database was too busy for this call.',
  status: 503,
  actor: 'nobody',
  retry: { kind: 'soon' },
};
const full: Known = {
  code: 'database-full',
  message: 'The disk of the database is full.',
  status: 503,
  hint: 'Free or add disk space; nothing that was acknowledged is lost.',
  retry: { kind: 'after', ms: 60_000 },
};
const readOnly: Known = {
  code: 'database-read-only',
  message: 'The database takes no writes.',
  status: 503,
  hint: 'DATABASE_URL points to a standby or a read-only database: let it point to the primary.',
  retry: { kind: 'after', ms: 30_000 },
};
const gone: Known = {
  code: 'not-found',
  message: 'What this belongs to does not exist in this organization.',
  status: 404,
  hint: 'It may have been removed meanwhile; reload.',
};

/** By SQLSTATE (Postgres manual, appendix A), its class, or the client's own code. */
const known: Readonly<Record<string, Known>> = {
  '08': unavailable,
  '57P01': unavailable,
  '57P02': unavailable,
  '57P03': unavailable,
  '53300': busy,
  '40': busy,
  '55P03': busy,
  '57014': busy,
  '53100': full,
  '25006': readOnly,
  '23503': gone,
  CONNECTION_CLOSED: unavailable,
  CONNECTION_ENDED: unavailable,
  CONNECTION_DESTROYED: unavailable,
  CONNECT_TIMEOUT: unavailable,
  ECONNREFUSED: unavailable,
  ECONNRESET: unavailable,
  EPIPE: unavailable,
  ENOTFOUND: unavailable,
  EAI_AGAIN: unavailable,
};

/**
 * A failure of the database as a Problem; anything else unchanged. What the server says of values (`detail`, parameters) is
 * left out, so that no content reaches a log.
 */
export function toStoreProblem(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof Problem || !('code' in error)) return error;
  const code = String(error.code);
  const fields = known[code] ?? known[code.slice(0, 2)];
  if (fields) return new Problem({ ...fields, detail: code });
  if (error.name !== 'PostgresError') return error;
  return new Problem({
    code: 'internal',
    message: `The database refused a statement: ${error.message}`,
    actor: 'support',
    hint: 'Report this with the log.',
    detail: code,
  });
}

/** Failures of work that a caller handed in: a refused connection of theirs is not one of the database. */
const foreign = new WeakSet<object>();

function remember(work: (...args: unknown[]) => unknown) {
  return async (...args: unknown[]) => {
    try {
      return await work(...args);
    } catch (error) {
      if (typeof error === 'object' && error !== null) foreign.add(error);
      throw error;
    }
  };
}

/** The same object with every method's failure turned into a Problem, except those of functions handed to it. */
export function withProblems<Port extends object>(port: Port): Port {
  const guarded: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(port)) {
    guarded[name] =
      typeof value !== 'function'
        ? value
        : async (...args: unknown[]) => {
            try {
              const handed = args.map((arg) =>
                typeof arg === 'function' ? remember(arg as (...args: unknown[]) => unknown) : arg,
              );
              return await (value as (...args: unknown[]) => unknown).apply(port, handed);
            } catch (error) {
              throw typeof error === 'object' && error !== null && foreign.has(error) ? error : toStoreProblem(error);
            }
          };
  }
  return guarded as Port;
}
