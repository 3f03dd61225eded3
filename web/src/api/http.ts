import { serverAnswered, serverMissing } from '../live/reachability.ts';
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
    title: `The server answered with status ${response.status}.`,
    status: response.status,
    code: `http-${response.status}`,
    actor: response.status >= 500 ? 'support' : 'operator',
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

async function send(method: string, path: string, options: RequestOptions): Promise<Response> {
  try {
    const response = await fetch(address(path, options.query), {
      method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      ...(options.signal ? { signal: options.signal } : {}),
    });
    if (!missing.has(response.status)) serverAnswered();
    return response;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    serverMissing();
    throw new ServerGone();
  }
}

async function call<Answer>(method: string, path: string, options: RequestOptions = {}): Promise<Answer> {
  const response = await send(method, path, options);
  if (!response.ok) throw new RequestProblem(await readProblem(response));
  if (response.status === 204) return undefined as Answer;
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as Answer;
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
