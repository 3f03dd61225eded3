import type { ServerResponse } from 'node:http';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { FaultAnswer, FaultMode, FaultRewrite } from './faults.ts';

const loginPage =
  '<!doctype html><html><head><title>Log in with Atlassian account</title></head><body><h1>Log in to continue</h1></body></html>';

const contentless = new Set(['content-length', 'content-encoding', 'transfer-encoding']);

/** Never resolves: the request waits until a side ends the connection. */
function waitForever(outgoing: ServerResponse): Promise<Response> {
  return new Promise((resolve) => outgoing.once('close', () => resolve(RESPONSE_ALREADY_SENT)));
}

function reset(outgoing: ServerResponse): Response {
  outgoing.socket?.resetAndDestroy();
  return RESPONSE_ALREADY_SENT;
}

async function sendHalf(answer: Response, outgoing: ServerResponse): Promise<void> {
  const body = Buffer.from(await answer.arrayBuffer());
  const headers = [...answer.headers].filter(([name]) => !contentless.has(name));
  outgoing.writeHead(answer.status, { ...Object.fromEntries(headers), 'content-length': String(body.length) });
  await new Promise<void>((resolve) => {
    outgoing.write(body.subarray(0, Math.floor(body.length / 2)), () => resolve());
  });
}

/** A fixed answer. */
export function answerInstead(answer: FaultAnswer): Response {
  const text =
    typeof answer.body === 'string' ? answer.body : answer.body === undefined ? null : JSON.stringify(answer.body);
  const headers = new Headers(
    typeof answer.body === 'string' || text === null ? {} : { 'content-type': 'application/json' },
  );
  for (const [name, value] of Object.entries(answer.headers ?? {})) headers.set(name, value);
  return new Response(text, { status: answer.status, headers });
}

/** What `rewrite` makes of the real answer; one that is not JSON stays as it is. */
export async function rewriteAnswer({ rewrite }: FaultRewrite, answer: Response): Promise<Response> {
  if (!answer.headers.get('content-type')?.includes('json')) return answer;
  const { status } = answer;
  return answerInstead(rewrite({ status, body: await answer.json() }));
}

/** Lets a request go wrong in the given way; `proceed` gives the real answer where the mode needs one. */
export async function breakExchange(
  mode: FaultMode,
  outgoing: ServerResponse,
  proceed: () => Promise<Response>,
): Promise<Response> {
  switch (mode) {
    case 'reset':
      return reset(outgoing);
    case 'stall':
      return waitForever(outgoing);
    case 'html':
      return new Response(loginPage, { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } });
    case 'gzip':
      return new Response('{"results":[]} is not gzip', {
        status: 200,
        headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      });
    case 'drop':
      await proceed();
      return reset(outgoing);
    case 'truncate': {
      const answer = await proceed();
      const body = Buffer.from(await answer.arrayBuffer());
      const headers = new Headers(answer.headers);
      headers.delete('content-length');
      return new Response(body.subarray(0, Math.floor(body.length / 2)), { status: answer.status, headers });
    }
    case 'stall-body':
      await sendHalf(await proceed(), outgoing);
      return waitForever(outgoing);
    case 'cut':
      await sendHalf(await proceed(), outgoing);
      return reset(outgoing);
  }
}
