import type { IncomingMessage, ServerResponse } from 'node:http';
import { routes } from './routes.ts';

/** Answers a request from fixtures; false: it is none of the server's interface. */
export type Mock = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const text = Buffer.concat(parts).toString();
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}

function problem(response: ServerResponse, status: number, code: string, title: string, hint?: string): void {
  response.statusCode = status;
  response.setHeader('content-type', 'application/problem+json');
  const document = {
    type: `urn:problem:${code}`,
    title,
    status,
    code,
    actor: 'operator',
    hint,
    instance: '01J9ZMOCK0000000',
  };
  response.end(JSON.stringify(document));
}

export interface MockOptions {
  /** Milliseconds between two notices of change on a page's stream. Default: none come. */
  readonly noticeEveryMs?: number;
  /** Things in the graph. */
  readonly graphNodes?: number;
}

const topics = ['run', 'event', 'connection', 'index'];

function stream(response: ServerResponse, noticeEveryMs: number | undefined): void {
  response.setHeader('content-type', 'text/event-stream');
  response.write('event: ready\ndata: {}\n\n');
  const beat = setInterval(() => response.write('event: heartbeat\ndata: {}\n\n'), 15_000);
  let count = 0;
  const notice = () => {
    const topic = topics[count % topics.length];
    count += 1;
    response.write(`event: change\ndata: ${JSON.stringify({ topic, connectionId: 'c-live' })}\n\n`);
  };
  const notices = noticeEveryMs === undefined ? undefined : setInterval(notice, noticeEveryMs);
  response.on('close', () => {
    clearInterval(beat);
    clearInterval(notices);
  });
}

/** A server made of fixtures, with a state of its own. */
export function createMock(options: MockOptions = {}): Mock {
  const table = routes(options.graphNodes);
  return async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://mock.invalid');
    const path = url.pathname.replace(/^\/[a-z0-9-]+\/api\/v1\//, '/:org/api/v1/');
    if (path.endsWith('/events')) {
      stream(response, options.noticeEveryMs);
      return true;
    }
    if (path === '/health/live') {
      response.end('ok');
      return true;
    }
    const own = path === '/openapi.json' || path.startsWith('/api/') || path.startsWith('/:org/api/v1/');
    if (!own) return false;
    for (const [method, pattern, handle] of table) {
      const match = method === request.method ? pattern.exec(path) : null;
      if (!match) continue;
      const query = Object.fromEntries(url.searchParams);
      const body = request.method === 'GET' || request.method === 'DELETE' ? {} : await bodyOf(request);
      const answer = await handle({
        query,
        body,
        params: match.slice(1).map(decodeURIComponent),
        org: url.pathname.split('/')[1] ?? '',
      });
      if (answer === undefined) problem(response, 404, 'not-found', 'This does not exist here.');
      else if (typeof answer === 'object' && answer !== null && 'refuse' in answer) {
        const { status, code, title, hint } = answer.refuse as {
          status: number;
          code: string;
          title: string;
          hint?: string;
        };
        problem(response, status, code, title, hint);
      } else {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(answer));
      }
      return true;
    }
    problem(response, 404, 'not-found', `No fixture for ${request.method} ${path}.`);
    return true;
  };
}
