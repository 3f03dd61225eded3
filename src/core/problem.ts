/** Who can mend a problem. `nobody` means that waiting is enough. */
export type Actor = 'operator' | 'site-admin' | 'repository-admin' | 'support' | 'nobody';

/** Whether the same call may succeed later. `after` carries a wait in milliseconds. */
export type Retry = { kind: 'never' } | { kind: 'soon' } | { kind: 'after'; ms: number };

export interface ProblemFields {
  /** Stable, machine-readable, kebab-case or snake_case where the outside contract fixes it. */
  readonly code: string;
  /** One plain sentence: what happened and where. Never holds a secret. */
  readonly message: string;
  /** HTTP status this problem maps to. Default 500. */
  readonly status?: number;
  readonly actor?: Actor;
  /** The next step for `actor`, in the imperative. */
  readonly hint?: string;
  /** A finer cause than `code`. */
  readonly detail?: string;
  readonly retry?: Retry;
  readonly cause?: unknown;
}

/** The one failure class of the product. Everything a person sees about a failure comes from it. */
export class Problem extends Error {
  readonly code: string;
  readonly status: number;
  readonly actor: Actor;
  readonly hint: string | undefined;
  readonly detail: string | undefined;
  readonly retry: Retry;

  constructor(fields: ProblemFields) {
    super(fields.message, fields.cause === undefined ? undefined : { cause: fields.cause });
    this.name = 'Problem';
    this.code = fields.code;
    this.status = fields.status ?? 500;
    this.actor = fields.actor ?? 'operator';
    this.hint = fields.hint;
    this.detail = fields.detail;
    this.retry = fields.retry ?? { kind: 'never' };
  }
}

/** Turns anything thrown into a `Problem`; a `Problem` passes unchanged. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem({
    code: 'internal',
    message: error instanceof Error ? error.message : 'An unexpected failure occurred.',
    actor: 'support',
    hint: 'Retry; if it happens again, report it with the log of this run.',
    retry: { kind: 'soon' },
    cause: error,
  });
}
