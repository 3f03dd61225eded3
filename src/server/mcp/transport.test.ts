import { connect } from 'node:net';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Knowledge } from '../knowledge/index.ts';
import { MOST_BYTES } from './body.ts';
import { type McpBed, serveMcp } from './mcp.testbed.ts';
import { proxyStdio } from './stdio.ts';

const HEADERS = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
const call = (name: string, args: object, id = 1) => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name, arguments: args },
});
const PASSWORD = 'postgres://user:hunter2@db';

/** Signals of calls that wait until their caller is gone. */
const waiting: AbortSignal[] = [];

/** Knowledge that answers by what it is asked, so that the way to it is what is tested. */
const knowledge = {
  async search(_orgId: string, { question }: { question: string }, signal?: AbortSignal) {
    if (question === 'fail') throw new Error(`connect failed: ${PASSWORD}`);
    if (question === 'wait') {
      waiting.push(signal!);
      await new Promise((resolve) => signal!.addEventListener('abort', resolve, { once: true }));
    }
    return { question, passages: [], more: 0, freshness: { indexedAt: null, pendingCommits: 0 } };
  },
} as unknown as Knowledge;

describe('the way to the tools', () => {
  let bed: McpBed;
  const post = (body: string | ReadableStream, headers: Record<string, string> = {}) =>
    fetch(bed.url, { method: 'POST', headers: { ...HEADERS, ...headers }, body, duplex: 'half' } as RequestInit);
  const until = async (holds: () => boolean) => {
    for (let tries = 0; tries < 200 && !holds(); tries += 1) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(holds()).toBe(true);
  };

  beforeAll(async () => {
    bed = await serveMcp(knowledge);
  });
  afterAll(() => bed.close());

  test('two hundred calls at once are each answered with their own id', async () => {
    const answers = await Promise.all(
      Array.from({ length: 200 }, async (_, id) => {
        const response = await post(JSON.stringify(call('search', { question: 'x' }, id)));
        return ((await response.json()) as { id: number }).id;
      }),
    );
    expect(answers).toEqual(Array.from({ length: 200 }, (_, id) => id));
  });

  test('a body that is too large is refused clearly, whether its length is told or not', async () => {
    const body = JSON.stringify(call('search', { question: 'x'.repeat(1_000_000) }));
    const told = await post(body);
    expect(told.status).toBe(413);
    expect(await told.json()).toMatchObject({ error: { message: expect.stringContaining(String(MOST_BYTES)) } });
    const streamed = new ReadableStream({
      start(controller) {
        for (let part = 0; part < 20; part += 1) controller.enqueue(new TextEncoder().encode('x'.repeat(50_000)));
        controller.close();
      },
    });
    expect((await post(streamed)).status).toBe(413);
  });

  test.each([
    ['that is no JSON', '{', 'not JSON'],
    ['of no call', '[]', '1 to 20'],
    ['of thirty calls', JSON.stringify(Array.from({ length: 30 }, (_, id) => call('search', {}, id))), '1 to 20'],
    ['of another protocol', '{"jsonrpc":"1.0"}', 'jsonrpc'],
  ])('a body %s is refused', async (_what, body, words) => {
    const response = await post(body);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(words);
  });

  test('a session that was never given is unknown, and there are no streams to listen on', async () => {
    expect((await post(JSON.stringify(call('search', { question: 'x' })), { 'mcp-session-id': 'stolen' })).status).toBe(
      404,
    );
    for (const method of ['GET', 'DELETE', 'PUT']) {
      const response = await fetch(bed.url, { method, headers: HEADERS });
      expect(response.status).toBe(405);
      expect(response.headers.get('allow')).toBe('POST');
    }
  });

  test('a failure of ours is told without its words', async () => {
    const text = await (await post(JSON.stringify(call('search', { question: 'fail' })))).text();
    expect(text).toContain('internal: ');
    expect(text).not.toContain('hunter2');
  });

  test('a caller who hangs up ends the work for him', async () => {
    const body = JSON.stringify(call('search', { question: 'wait' }));
    const before = waiting.length;
    const socket = connect(Number(bed.url.port), '127.0.0.1');
    socket.write(
      `POST /mcp HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\naccept: application/json, text/event-stream\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    await until(() => waiting.length > before);
    expect(waiting.at(-1)!.aborted).toBe(false);
    socket.destroy();
    await until(() => waiting.at(-1)!.aborted);
  });
});

describe('the way over standard input and output', () => {
  let bed: McpBed;
  beforeAll(async () => {
    bed = await serveMcp(knowledge);
  });
  afterAll(() => bed.close());

  const initialize = {
    jsonrpc: '2.0',
    id: 'first',
    method: 'initialize',
    params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
  };

  async function run(messages: readonly object[], options: { url?: URL; apiKey?: string } = {}) {
    const stdin = new PassThrough();
    const stdout = new PassThrough();
    const warnings: string[] = [];
    for (const message of messages) stdin.write(`${JSON.stringify(message)}\n`);
    stdin.end();
    const url = options.url ?? bed.url;
    await proxyStdio({
      url,
      apiKey: options.apiKey ?? 'key',
      stdin,
      stdout,
      warn: (message) => warnings.push(message),
    });
    const text = (stdout.read() as Buffer | null)?.toString() ?? '';
    const lines = text.split('\n').filter(Boolean);
    return {
      answers: lines.map(
        (line) => JSON.parse(line) as { id: string | number; result?: object; error?: { message: string } },
      ),
      warnings,
    };
  }

  test('messages pass both ways unchanged, and it ends with its input', async () => {
    const { answers, warnings } = await run([
      initialize,
      { jsonrpc: '2.0', method: 'notifications/initialized' },
      call('search', { question: 'x' }, 7),
    ]);
    expect(warnings).toEqual([]);
    const byId = new Map(answers.map((answer) => [answer.id, answer.result]));
    expect(byId.get('first')).toMatchObject({ serverInfo: { name: 'ctxpipe' } });
    expect(byId.get(7)).toMatchObject({ structuredContent: { passages: [], more: 0 } });
  });

  test.each([
    ['a key that is refused', { apiKey: 'wrong' }, 'API key'],
    ['a server that is not there', { url: new URL('http://127.0.0.1:9/mcp') }, 'cannot be reached'],
  ])('%s is told to the client and to the person', async (_what, options, words) => {
    const { answers, warnings } = await run([initialize], options);
    expect(answers).toMatchObject([{ id: 'first', error: { message: expect.stringContaining(words) } }]);
    expect(warnings).toHaveLength(1);
  });

  test('a question that is too large is refused in the words of the server', async () => {
    const { answers, warnings } = await run([initialize, call('search', { question: 'a'.repeat(1_000_000) }, 8)]);
    const words = 'The request is larger than 262144 bytes. Ask a shorter question.';
    expect(answers.find(({ id }) => id === 8)).toMatchObject({ error: { code: -32_600, message: words } });
    expect(warnings).toEqual([words]);
  });

  test('it ends when told to', async () => {
    const stop = new AbortController();
    const [stdin, stdout] = [new PassThrough(), new PassThrough()];
    const done = proxyStdio({ url: bed.url, apiKey: 'key', stdin, stdout, warn: () => {}, signal: stop.signal });
    stop.abort();
    await expect(done).resolves.toBeUndefined();
  });
});
