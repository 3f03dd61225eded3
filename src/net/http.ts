import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { bareHost, isLoopbackHost, type Resolve } from './address.ts';
import { type BodyLimits, discard, openBody, parseJson, readAll } from './body.ts';
import { Wire } from './exchange.ts';
import { failureProblem, limitProblem, nameCall, TryFailed } from './failure.ts';
import { refusalWait, restAfter } from './limits.ts';
import { Pacing, type Patience } from './pacing.ts';
import { headersFor, REDIRECT_LIMIT, redirectProblem, redirectTarget } from './redirect.ts';
import type { Bodies, Http, HttpAnswer, HttpRequest } from './request.ts';

export interface HttpOptions {
  readonly userAgent: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** From 0 up to 1, for jitter. */
  readonly random?: () => number;
  /** Once per finished call; `path` is without its query. */
  readonly log?: (line: {
    readonly call: string;
    readonly status: number | null;
    readonly tries: number;
    readonly ms: number;
  }) => void;
  /** Lets calls to a loopback address go out. A call to any other address never ends on loopback. */
  readonly allowLoopback?: boolean;
  /** Configured hosts that may resolve to private addresses and speak clear text. */
  readonly privateHosts?: readonly string[];
  readonly limits?: {
    /** Calls at a time per lane. Default 8. */
    readonly concurrency?: number;
    /** Longest wait inside one call for rate limits, in milliseconds. Default 60,000. */
    readonly patienceMs?: number;
    readonly timeoutMs?: number;
    readonly tries?: number;
  };
  readonly resolve?: Resolve;
}

const DEFAULT_MAX_BYTES = 96 * 1024 * 1024;
const BACKOFF_CAP_MS = 20_000;

type Read<Body> = (body: Readable, status: number) => Promise<Body>;

async function readJson(body: Readable, status: number): Promise<unknown> {
  const bytes = await readAll(body);
  if (status < 300) return parseJson(bytes);
  try {
    return parseJson(bytes);
  } catch {
    return null;
  }
}

const readers: { readonly [Kind in keyof Bodies]: Read<Bodies[Kind]> } = {
  json: readJson,
  bytes: readAll,
  stream: async (body) => body,
};

function encodeBody(body: HttpRequest['body']): { bytes: Uint8Array | null; type: string | null } {
  if (body === undefined) return { bytes: null, type: null };
  if (body instanceof Uint8Array) return { bytes: body, type: null };
  if (typeof body === 'string') return { bytes: Buffer.from(body), type: null };
  return { bytes: Buffer.from(JSON.stringify(body)), type: 'application/json' };
}

function plainHeaders(response: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers))
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  return headers;
}

/** Makes the HTTP client: deadlines, bounded retries, shared rate-limit pauses, guarded redirects. */
export function createHttp(options: HttpOptions): Http & { close(): void } {
  const random = options.random ?? Math.random;
  const { now, sleep } = options;
  const pacing = new Pacing({ now, sleep, random, concurrency: options.limits?.concurrency ?? 8 });
  const wire = new Wire(options.resolve);
  const privateHosts = new Set((options.privateHosts ?? []).map((host) => host.toLowerCase()));

  const backoff = (round: number): number => Math.min(500 * 2 ** round, BACKOFF_CAP_MS) * (0.75 + random() / 2);

  /** One try: the request, its redirects, and the answer's head. */
  async function reach(request: HttpRequest, reuse: boolean): Promise<{ response: IncomingMessage; url: URL }> {
    const method = request.method ?? 'GET';
    const { bytes, type } = encodeBody(request.body);
    let url = new URL(request.url);
    const host = bareHost(url);
    const rules = {
      loopback: options.allowLoopback === true && isLoopbackHost(host),
      privateHosts: privateHosts.has(host) ? privateHosts : new Set<string>(),
    };
    let headers: Record<string, string> = {
      accept: 'application/json',
      'accept-encoding': 'gzip, br',
      'user-agent': options.userAgent,
      ...(type === null ? {} : { 'content-type': type }),
    };
    for (const [name, value] of Object.entries(request.headers ?? {})) headers[name.toLowerCase()] = value;
    if (request.authorize !== undefined) headers.authorization = await request.authorize();
    for (let hops = 0; ; hops += 1) {
      if (request.meter !== undefined) request.meter.requests += 1;
      const response = await wire.send({
        method,
        url,
        headers,
        body: bytes,
        timeoutMs: request.timeoutMs ?? options.limits?.timeoutMs ?? 30_000,
        rules,
        reuse,
        ...(request.signal === undefined ? {} : { signal: request.signal }),
      });
      const next = redirectTarget(response.statusCode ?? 0, response.headers.location, url);
      if (next === null) return { response, url };
      discard(response);
      const call = nameCall(method, url);
      if (method !== 'GET' && method !== 'HEAD') throw redirectProblem(call, 'only reading calls are');
      if (hops >= REDIRECT_LIMIT) throw redirectProblem(call, `more than ${REDIRECT_LIMIT} times`);
      headers = headersFor(headers, { from: url, next, bare: request.bareRedirects === true });
      url = next;
    }
  }

  async function attempt<Body>(request: HttpRequest, call: string, lane: string, reuse: boolean, read: Read<Body>) {
    const { response, url } = await reach(request, reuse);
    const status = response.statusCode ?? 0;
    const headers = plainHeaders(response);
    if (status === 429 || (status === 503 && reuse && headers['retry-after'] !== undefined)) {
      discard(response);
      return { refused: true as const, wait: refusalWait(headers, now()) };
    }
    if (status >= 500) {
      discard(response);
      if (status === 502 || status === 503) pacing.failed(lane);
      throw new TryFailed('server', `it answered ${status}`, { status });
    }
    const limits: BodyLimits = {
      call,
      maxBytes: request.maxBytes ?? DEFAULT_MAX_BYTES,
      stallMs: request.timeoutMs ?? options.limits?.timeoutMs ?? 30_000,
    };
    const body = await read(openBody(response, limits), status);
    pacing.succeeded(lane);
    const rest = restAfter(headers, now());
    if (rest > 0) pacing.pause(lane, rest);
    return { refused: false as const, answer: { status, headers, url: url.href, body } satisfies HttpAnswer<Body> };
  }

  async function perform<Body>(request: HttpRequest, read: Read<Body>): Promise<HttpAnswer<Body>> {
    const method = request.method ?? 'GET';
    const start = new URL(request.url);
    const call = nameCall(method, start);
    const lane = request.lane ?? start.origin;
    const idempotent = request.idempotent ?? (method === 'GET' || method === 'HEAD');
    const most = request.tries ?? options.limits?.tries ?? 4;
    const patience: Patience = { left: options.limits?.patienceMs ?? 60_000 };
    const began = now();
    let refusals = 0;
    const finish = (status: number | null, tries: number): void =>
      options.log?.({ call, status, tries, ms: now() - began });
    for (let tries = 1; ; ) {
      const leave = await pacing.enter(lane, patience, request.signal);
      let held: Readable | null = null;
      try {
        const result = await attempt(request, call, lane, idempotent, read);
        if (!result.refused) {
          if (result.answer.body instanceof Readable) held = result.answer.body;
          held?.once('close', leave);
          finish(result.answer.status, tries);
          return result.answer;
        }
        // A refusal that names no wait must still slow us down.
        const wait = result.wait || backoff(refusals);
        refusals += 1;
        pacing.pause(lane, wait);
        if (wait > patience.left) {
          finish(429, tries);
          throw limitProblem(lane, wait);
        }
        continue;
      } catch (error) {
        if (!(error instanceof TryFailed)) throw error;
        if (error.kind === 'connect' || error.kind === 'network') pacing.failed(lane);
        const again = tries < most && (idempotent || !error.sent);
        if (!again) {
          finish(error.status, tries);
          throw failureProblem(call, error);
        }
      } finally {
        if (held === null) leave();
      }
      await sleep(backoff(tries - 1), request.signal);
      tries += 1;
    }
  }

  return {
    async request<Kind extends keyof Bodies>(request: HttpRequest & { readonly expect: Kind }) {
      const answer = await perform<Bodies[keyof Bodies]>(request, readers[request.expect]);
      return answer as HttpAnswer<Bodies[Kind]>;
    },
    close: () => wire.close(),
  };
}
