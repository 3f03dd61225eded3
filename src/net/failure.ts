import { Problem, type Retry } from '../core/problem.ts';
import { redact } from '../core/secret.ts';

/** A failure of one try, before it is decided whether there is another. */
export class TryFailed extends Error {
  readonly kind: 'connect' | 'network' | 'timeout' | 'server' | 'malformed';
  readonly status: number | null;
  /** False where the other side cannot have seen the request. */
  readonly sent: boolean;

  constructor(kind: TryFailed['kind'], message: string, options: { status?: number; sent?: boolean } = {}) {
    super(message);
    this.kind = kind;
    this.status = options.status ?? null;
    this.sent = options.sent ?? true;
  }
}

/** Method and address without its query, which may hold what nobody should read. */
export function nameCall(method: string, url: URL): string {
  return redact(`${method} ${url.host}${url.pathname}`);
}

const codes: Record<TryFailed['kind'], string> = {
  connect: 'network',
  network: 'network',
  timeout: 'timeout',
  server: 'upstream-failed',
  malformed: 'malformed-answer',
};

/** What the caller sees once no try is left. */
export function failureProblem(call: string, failure: TryFailed): Problem {
  return new Problem({
    code: codes[failure.kind],
    message: redact(`${call} failed: ${failure.message}`),
    status: failure.kind === 'timeout' ? 504 : 502,
    actor: failure.kind === 'connect' ? 'operator' : 'nobody',
    hint:
      failure.kind === 'connect'
        ? 'Check DNS, the firewall and that outbound HTTPS to this host is allowed.'
        : 'Wait; the call is made again later.',
    detail: failure.status === null ? failure.kind : String(failure.status),
    retry: { kind: 'soon' },
  });
}

/** A rate limit that asks for more patience than a call has. */
export function limitProblem(lane: string, waitMs: number): Problem {
  const retry: Retry = { kind: 'after', ms: Math.max(1, Math.ceil(waitMs)) };
  return new Problem({
    code: 'rate-limited',
    message: redact(`${lane} asks to wait ${Math.ceil(waitMs / 1000)} s before the next call.`),
    status: 503,
    actor: 'nobody',
    hint: 'Wait; work goes on by itself when the limit allows.',
    retry,
  });
}

/** An address that must not be called. */
export function addressProblem(host: string, why: string): Problem {
  return new Problem({
    code: 'address-refused',
    message: redact(`${host} is not called: ${why}.`),
    status: 502,
    actor: 'operator',
    hint: 'If this host is yours and meant to be reached, configure it as a base address.',
  });
}

export function tooLargeProblem(call: string, maxBytes: number): Problem {
  return new Problem({
    code: 'answer-too-large',
    message: redact(`${call} answered with more than ${maxBytes} bytes.`),
    status: 502,
    actor: 'operator',
    detail: String(maxBytes),
  });
}
