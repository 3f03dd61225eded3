import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Secret } from '../core/secret.ts';
import type { Knowledge } from '../server/knowledge/index.ts';
import { fillLibrary } from '../server/knowledge/library.testbed.ts';
import { type McpBed, serveMcp } from '../server/mcp/mcp.testbed.ts';
import { type ServerBed, startServer } from '../server/server.testbed.ts';
import { askCommand } from './ask.ts';
import { healthCommand } from './health.ts';
import { mcpCommand } from './mcp.ts';
import { ctxpipe, runCommand } from './terminal.testbed.ts';

const key = new Secret('CANARY-api-key-of-a-person');
const to = ['--url', 'https://ctx.example.com', '--org', 'acme'];
const passage = {
  headingPath: ['Runbook', 'Rollback'],
  text: 'Run the job\u001b[2J twice.',
  citation: {
    title: 'Runbook',
    pageUrl: 'https://acme.example/wiki/1',
    version: 7,
    repository: 'acme/docs',
    path: 'wiki/runbook.md',
    commit: '0123456789abcdef',
    lines: [4, 9],
    fileUrl: 'https://git.example/acme/docs/blob/0123/wiki/runbook.md#L4-L9',
  },
};
const freshness = { indexedAt: '2026-01-02T03:04:05.000Z', pendingCommits: 2 };

function asking(answer: (request: Request) => Response | Promise<Response>, apiKey: Secret | undefined = key) {
  const asked: Request[] = [];
  const command = askCommand({
    apiKey: () => apiKey,
    fetch: async (request) => {
      asked.push(request);
      return answer(request);
    },
  });
  return { asked, run: (args: readonly string[]) => runCommand(command, args) };
}

describe('ask', () => {
  it('prints each passage with its page, file, lines and commit, and how fresh the index is', async () => {
    const { run, asked } = asking(() => Response.json({ passages: [passage], more: 3, freshness }));
    const { exit, out } = await run(['How do I roll back?', ...to]);
    expect(exit).toBe(0);
    for (const part of ['Runbook > Rollback', 'https://acme.example/wiki/1 (version 7)', 'wiki/runbook.md:4-9'])
      expect(out).toContain(part);
    expect(out).toContain('Indexed: 2026-01-02T03:04:05.000Z. More matches: 3. Commits not yet indexed: 2.');
    expect(asked[0]?.url).toBe('https://ctx.example.com/acme/api/v1/ask');
    expect(asked[0]?.headers.get('x-api-key')).toBe('CANARY-api-key-of-a-person');
    expect(asked[0]?.redirect).toBe('error');
  });

  it('narrows by what it is told, and prints which values nothing has and which there are', async () => {
    const unknown = [{ filter: 'spaces', values: ['ENGX'], known: ['ENG\u001b[2J', 'OPS'], more: 4 }];
    const { run, asked } = asking(() => Response.json({ passages: [], more: 0, freshness, unknown }));
    const narrowed = ['--space', 'ENGX,OPS', '--repository', 'acme/docs', '--path', 'wiki/', '--after', '2026-01-01'];
    const { exit, out } = await run(['x', ...to, ...narrowed]);
    expect(exit).toBe(0);
    expect(out).toContain('spaces: nothing has ENGX. There are: ENG[2J, OPS, 4 more.\n');
    expect(await asked[0]!.json()).toMatchObject({
      space: 'ENGX,OPS',
      repository: 'acme/docs',
      pathPrefix: 'wiki/',
      modifiedAfter: '2026-01-01',
    });
  });

  it('prints prose with the passages that say each sentence where it is asked for, and says where there is none', async () => {
    const sentences = [{ text: 'Run the job\u001b[2J twice.', passages: [0, 2] }];
    const said = async (prose: object | null, ...more: string[]) => {
      const { run, asked } = asking(() => Response.json({ passages: [passage], more: 0, freshness, prose }));
      const { out } = await run(['How?', ...to, ...more]);
      return { out, body: (await asked[0]!.json()) as object };
    };
    const written = await said({ state: 'written', sentences }, '--prose');
    expect(written.body).toEqual({ question: 'How?', maxPassages: 10, prose: true });
    expect(written.out).toMatch(/^Run the job\S* twice\. \[1\]\[3\]\n\n1\. Runbook/);
    expect(written.out).not.toContain('\u001b');
    expect((await said({ state: 'not-found', sentences: [] }, '--prose')).out).toMatch(/^Not found/);
    expect((await said({ state: 'off', sentences: [] }, '--prose')).out).toMatch(/^No model is configured/);
    expect((await said({ state: 'failed', sentences: [] }, '--prose')).out).toMatch(/^The model gave no answer/);
    expect((await said(null)).body).toEqual({ question: 'How?', maxPassages: 10 });
  });

  it('lets no text of a page steer the terminal', async () => {
    const { run } = asking(() => Response.json({ passages: [passage], more: null, freshness }));
    expect((await run(['x', ...to])).out).not.toContain('\u001b');
  });

  it.each([
    [() => Response.json({ title: 'No.', code: 'unauthorized' }, { status: 401 }), 'CTXPIPE_API_KEY'],
    [() => Response.json({ title: 'There is none.', code: 'not-found' }, { status: 404 }), 'There is none.'],
    [() => new Response('<html>', { status: 200 }), 'no answer of ctx|'],
    [() => Promise.reject(new Error('refused')), 'cannot be reached'],
  ])('ends with 1 and says why the server gave no answer', async (answer, said) => {
    const { exit, out, err } = await asking(answer).run(['x', ...to]);
    expect([exit, out]).toEqual([1, '']);
    expect(err).toContain(said);
    expect(err).not.toContain('CANARY');
  });

  it.each([
    [to, 'question'],
    [['x', '--org', 'acme'], '--url'],
    [['x', '--url', 'https://ctx.example.com'], '--org'],
    [['x', '--url', 'ctx.example.com', '--org', 'acme'], '--url'],
    [['x', '--url', 'https://ctx.example.com/acme', '--org', 'acme'], '/acme'],
    [['x', '--url', 'https://ctx.example.com', '--org', '../x'], '--org'],
    [['x', ...to, '--passages', '0'], '--passages'],
  ])('refuses %j and asks nobody', async (args, named) => {
    const { run, asked } = asking(() => Response.json({}));
    const { exit, err } = await run(args);
    expect(exit).toBe(2);
    expect(err).toContain(named);
    expect(asked).toEqual([]);
  });

  it('says where a key comes from, and that a key goes over the wire in the clear', async () => {
    const none = await runCommand(askCommand({ apiKey: () => undefined }), ['x', ...to]);
    expect(none.exit).toBe(2);
    expect(none.err).toContain('CTXPIPE_API_KEY');
    const { run } = asking(() => Response.json({ passages: [], more: 0, freshness }));
    const clear = await run(['x', '--url', 'http://ctx.example.com', '--org', 'acme']);
    expect(clear.err).toContain('without encryption');
    expect((await run(['x', '--url', 'http://127.0.0.1:3000', '--org', 'acme'])).err).toBe('');
  });
});

describe('ask, at a real server', () => {
  let bed: ServerBed;
  beforeAll(async () => {
    bed = await startServer();
  });
  afterAll(() => bed.close());

  it('is answered with a key of the organization and with no other', async () => {
    const { admin } = await bed.createOrg('acme');
    const { json } = await admin.ask('/acme/api/v1/keys', { body: { name: 'agent' } });
    const at = (apiKey: string) =>
      asking(async (request) => bed.server.fetch(request), new Secret(apiKey)).run(['What is this?', ...to, '--json']);
    const { exit, out } = await at(json.key);
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ question: 'What is this?', passages: [], freshness: { indexedAt: null } });
    expect((await at(`${json.key}x`)).exit).toBe(1);
  });
});

describe('health, at a real server', () => {
  let bed: ServerBed;
  beforeAll(async () => {
    bed = await startServer();
  });
  afterAll(() => bed.close());

  it('prints every finding of the organization, and ends with 3 where there is one', async () => {
    const { admin, org } = await bed.createOrg('acme');
    const { json } = await admin.ask('/acme/api/v1/keys', { body: { name: 'agent' } });
    const command = healthCommand({
      apiKey: () => new Secret(json.key),
      fetch: async (request) => bed.server.fetch(request),
    });
    const empty = await runCommand(command, to);
    expect([empty.exit, empty.out]).toEqual([0, expect.stringContaining('Nothing is wrong.')]);
    const alone = Array.from({ length: 205 }, (_, at) => ({ id: `${at + 1}`, title: `Page ${at}`, body: 'Alone.' }));
    await fillLibrary(bed.ports, org.id, { pages: alone });
    const { exit, out } = await runCommand(command, [...to, '--json', '--kind', 'orphan']);
    expect(exit).toBe(3);
    const report = JSON.parse(out);
    expect(report).toMatchObject({ total: 205, pages: 205, counts: { orphan: 205, 'broken-link': 0 } });
    expect(new Set(report.findings.map(({ id }: { id: string }) => id)).size).toBe(205);
    const text = await runCommand(command, [...to, '--limit', '1']);
    expect(text.out).toContain('https://wiki.example/pages/');
    expect(text.out).toContain('Not shown: 204.');
    expect((await runCommand(command, [...to, '--kind', 'worse'])).exit).toBe(2);
    const nowhere = await runCommand(command, [...to, '--space', 'NONE']);
    expect([nowhere.exit, nowhere.out]).toEqual([
      2,
      expect.stringContaining('nothing has NONE. There are: ENG.\n\nNo page was looked at.'),
    ]);
  });
});

describe('mcp', () => {
  let bed: McpBed;
  beforeAll(async () => {
    bed = await serveMcp({} as Knowledge);
  });
  afterAll(() => bed.close());

  it('passes a conversation on and ends with its input', async () => {
    const initialize = {
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
    };
    const { code, out, err } = await ctxpipe(
      ['mcp', '--url', bed.url.origin, '--org', 'acme'],
      `${JSON.stringify(initialize)}\n`,
      { CTXPIPE_API_KEY: 'CANARY-key' },
    );
    expect(JSON.parse(out)).toMatchObject({ id: 1, result: { serverInfo: { version: '1.2.3' } } });
    expect([code, err]).toEqual([0, '']);
  }, 60_000);

  it('needs a key before it listens', async () => {
    const { exit, err } = await runCommand(mcpCommand({ apiKey: () => undefined }), to);
    expect(exit).toBe(2);
    expect(err).toContain('CTXPIPE_API_KEY');
  });
});
