import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Listening, listen } from './index.ts';
import { origin, type ServerBed, startServer } from './server.testbed.ts';

describe('serving over HTTP', () => {
  let bed: ServerBed;
  let listening: Listening;
  beforeAll(async () => {
    bed = await startServer({ settings: { demo: {} } });
    listening = await listen(bed.server, { port: 0 });
  });
  afterAll(async () => {
    await listening?.close();
    await bed?.close();
  });

  /** Sends `parts` one by one, without a length when there are several. */
  function send(path: string, parts: readonly string[], headers: Record<string, string> = {}) {
    return new Promise<{ status: number; text: string; cookies: readonly string[] }>((resolve, reject) => {
      const { port } = listening;
      const asked = request(
        { port, host: '127.0.0.1', path, method: 'POST', headers: { origin, ...headers }, agent: false },
        (answer) => {
          let text = '';
          answer.on('data', (part) => {
            text += part;
          });
          answer.on('end', () =>
            resolve({ status: answer.statusCode ?? 0, text, cookies: answer.headers['set-cookie'] ?? [] }),
          );
        },
      );
      asked.on('error', reject);
      if (parts.length > 1) for (const part of parts) asked.write(part);
      else if (parts[0] !== undefined) asked.setHeader('content-length', parts[0].length).write(parts[0]);
      asked.end();
    });
  }

  it('takes requests without a body, with a stated length and in chunks', async () => {
    const signedIn = await send('/api/v1/demo/sign-in', []);
    expect(signedIn.status).toBe(200);
    const cookie = signedIn.cookies.map((line) => line.split(';')[0]).join('; ');
    const headers = { cookie, 'content-type': 'application/json' };
    const ask = JSON.stringify({ question: 'What is there?' });
    expect((await send('/demo/api/v1/ask', [ask], headers)).status).toBe(200);
    expect((await send('/demo/api/v1/ask', [ask.slice(0, 9), ask.slice(9)], headers)).status).toBe(200);
  });

  it('stops reading bodies that are too large, stated or not', async () => {
    const part = 'x'.repeat(300_000);
    expect((await send('/api/v1/organizations', [part.repeat(5)])).status).toBe(413);
    const chunked = await send(
      '/api/v1/organizations',
      Array.from({ length: 5 }, () => part),
    ).catch(() => null);
    // The connection may end before the answer is read; what counts is that nobody keeps the rest.
    expect(chunked === null || chunked.status === 413).toBe(true);
    expect((await send('/api/v1/demo/sign-in', [])).status).toBe(200);
  });

  it('says that a port is taken', async () => {
    await expect(listen(bed.server, { port: listening.port })).rejects.toMatchObject({ code: 'port-taken' });
  });
});
