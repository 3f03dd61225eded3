import { doubtServer, expectAnswer } from '../live/reachability.ts';
import { t } from '../text/en.ts';
import { type ProblemDocument, RequestProblem, ServerGone } from './problem.ts';

type QueryValue = string | number | boolean | null | undefined;

export interface RequestOptions {
  readonly query?: Readonly<Record<string, QueryValue>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** Path with query; absent values are left out. */
export function address(path: string, query: RequestOptions['query'] = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
}

async function readProblem(response: Response): Promise<ProblemDocument> {
  const fallback: ProblemDocument = {
    title: t.problem.status(response.status),
    status: response.status,
    code: `http-${response.status}`,
    actor: response.status >= 500 ? 'support' : 'operator',
    ...(response.status >= 500 ? { hint: t.problem.failedHint } : {}),
    instance: response.headers.get('x-request-id') ?? '',
  };
  try {
    const body = (await response.json()) as Partial<ProblemDocument> & { message?: string };
    return { ...fallback, ...body, title: body.title ?? body.message ?? fallback.title };
  } catch {
    return fallback;
  }
}

/** Statuses with which a proxy says that nothing stands behind it. */
const missing = new Set([502, 503, 504]);
const isProblem = ({ headers }: Response) => headers.get('content-type')?.includes('problem+json');

/** How long an answer that changes nothing is waited for. */
const PATIENCE_MS = 60_000;

/** Where the caller loses interest, and in any case in the end. */
function until(method: string, signal: AbortSignal | undefined): AbortSignal | undefined {
  if (method !== 'GET') return signal;
  const end = AbortSignal.timeout(PATIENCE_MS);
  return signal ? AbortSignal.any([signal, end]) : end;
}

async function send(method: string, path: string, options: RequestOptions): Promise<Response> {
  const answered = method === 'GET' ? expectAnswer() : () => {};
  try {
    const signal = until(method, options.signal);
    const response = await fetch(address(path, options.query), {
      method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      ...(signal ? { signal } : {}),
    });
    if (!missing.has(response.status) || isProblem(response)) return response;
  } catch (error) {
    if (options.signal?.aborted) throw error;
  } finally {
    answered();
  }
  void doubtServer();
  throw new ServerGone();
}

async function call<Answer>(method: string, path: string, options: RequestOptions = {}): Promise<Answer> {
  const response = await send(method, path, options);
  if (!response.ok) throw new RequestProblem(await readProblem(response));
  try {
    const text = await response.text();
    return (text === '' ? undefined : JSON.parse(text)) as Answer;
  } catch (error) {
    if (options.signal?.aborted) throw error;
    // It ended in the middle, or something between us answered in the server's place.
    void doubtServer();
    throw new ServerGone();
  }
}

/** Requests to our server. Throw `RequestProblem` or `ServerGone`. */
export const http = {
  get: <Answer>(path: string, query?: RequestOptions['query'], signal?: AbortSignal) =>
    call<Answer>('GET', path, { ...(query ? { query } : {}), ...(signal ? { signal } : {}) }),
  post: <Answer>(path: string, body: unknown = {}, query?: RequestOptions['query']) =>
    call<Answer>('POST', path, { body, ...(query ? { query } : {}) }),
  put: <Answer>(path: string, body: unknown, query?: RequestOptions['query']) =>
    call<Answer>('PUT', path, { body, ...(query ? { query } : {}) }),
  patch: <Answer>(path: string, body: unknown, query?: RequestOptions['query']) =>
    call<Answer>('PATCH', path, { body, ...(query ? { query } : {}) }),
  delete: <Answer>(path: string, query?: RequestOptions['query']) =>
    call<Answer>('DELETE', path, query ? { query } : {}),
};

/** Base of an organization's interface. */
export function orgPath(org: string, path: string): string {
  return `/${encodeURIComponent(org)}/api/v1${path}`;
}
