import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Secret } from '../../core/secret.ts';
import { createHttp } from '../../net/http.ts';
import { createWriter } from './writer.ts';

const key = 'CANARY-model-key';

describe('a model behind an interface as OpenAI’s', () => {
  let server: Server;
  let url: string;
  let answer: { status: number; body: unknown } = { status: 200, body: {} };
  const asked: { path: string; authorization: string | undefined; body: Record<string, unknown> }[] = [];
  const http = createHttp({ userAgent: 'test', now: Date.now, sleep: async () => {}, allowLoopback: true });
  beforeAll(async () => {
    server = createServer((request, response) => {
      let text = '';
      request.on('data', (part) => {
        text += part;
      });
      request.on('end', () => {
        asked.push({ path: request.url!, authorization: request.headers.authorization, body: JSON.parse(text) });
        response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  });
  afterAll(async () => {
    http.close();
    await new Promise((resolve) => server.close(resolve));
  });
  const write = (apiKey: Secret | null = new Secret(key)) =>
    createWriter(http, { url, apiKey, name: 'small' }).write({
      instructions: 'Be short.',
      material: 'x',
      mostTokens: 5,
    });

  it('is told instructions and material apart, and gives its text', async () => {
    answer = { status: 200, body: { choices: [{ message: { content: 'Done [1].' } }] } };
    expect(await write()).toBe('Done [1].');
    expect(asked.at(-1)).toMatchObject({
      path: '/v1/chat/completions',
      authorization: `Bearer ${key}`,
      body: { model: 'small', temperature: 0, max_tokens: 5, messages: [{ role: 'system' }, { role: 'user' }] },
    });
    await write(null);
    expect(asked.at(-1)!.authorization).toBeUndefined();
  });

  it.each([
    [{ status: 401, body: { error: { message: `bad key ${key}` } } }],
    [{ status: 200, body: { choices: [] } }],
    [{ status: 200, body: { choices: [{ message: { content: null } }] } }],
  ])('fails in our own words where it answers %j', async (given) => {
    answer = given;
    const failure = await write().then(
      () => null,
      (error: Error) => error,
    );
    expect(failure).toMatchObject({ code: 'model-answer' });
    expect(failure!.message).not.toContain(key);
  });
});
