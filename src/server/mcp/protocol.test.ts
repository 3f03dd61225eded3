import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { LATEST_PROTOCOL_VERSION, SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/sdk/types.js';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestStore, type TestStore } from '../../store/store.testbed.ts';
import { createKnowledge } from '../knowledge/index.ts';
import { fillLibrary } from '../knowledge/library.testbed.ts';
import { type McpBed, serveMcp } from './mcp.testbed.ts';

const HEADERS = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

/** Per tool, arguments that it answers. */
const examples: Readonly<Record<string, object>> = {
  search: { question: 'walrus', explain: true, modified_after: '2001-01-01' },
  read: { target: '1' },
  outline: { target: '1' },
  related: { target: '1' },
  health: {},
  recent_changes: { since: '2001-01-01T00:00:00Z' },
  sources: {},
};

/** What the MCP Inspector and strict clients ask for when they look a server over. */
describe('the protocol', () => {
  let store: TestStore;
  let bed: McpBed;
  const post = (body: unknown, headers: Record<string, string> = {}) =>
    fetch(bed.url, { method: 'POST', headers: { ...HEADERS, ...headers }, body: JSON.stringify(body) });
  const ask = async (method: string, params: object = {}) =>
    (await (await post({ jsonrpc: '2.0', id: 1, method, params })).json()) as {
      result?: Record<string, unknown>;
      error?: { code: number; message: string };
    };
  const greet = (protocolVersion: string) =>
    ask('initialize', { protocolVersion, capabilities: {}, clientInfo: { name: 'test', version: '1' } });

  beforeAll(async () => {
    store = await createTestStore();
    await fillLibrary(store.ports, 'org-1', {
      pages: [{ id: '1', title: 'Walrus', body: '## Steps\n\nThe walrus swims. See [gone](gone.md).' }],
    });
    bed = await serveMcp(
      createKnowledge({
        ports: store.ports,
        clock: { now: Date.now },
        fileUrl: ({ url }, at, path) => `${url}/${at}/${path}`,
      }),
    );
  });
  afterAll(async () => {
    await bed.close();
    await store.close();
  });

  test.each(SUPPORTED_PROTOCOL_VERSIONS)('is spoken in version %s, as it is asked for', async (version) => {
    expect((await greet(version)).result).toMatchObject({ protocolVersion: version });
    const listed = await post({ jsonrpc: '2.0', id: 2, method: 'tools/list' }, { 'mcp-protocol-version': version });
    expect(listed.status).toBe(200);
  });

  test('is offered in its latest version to who asks for an unknown one, and refused where that is spoken', async () => {
    expect((await greet('1999-01-01')).result).toMatchObject({ protocolVersion: LATEST_PROTOCOL_VERSION });
    const spoken = await post(
      { jsonrpc: '2.0', id: 2, method: 'tools/list' },
      { 'mcp-protocol-version': '1999-01-01' },
    );
    expect(spoken.status).toBe(400);
  });

  test('has exactly what it declares', async () => {
    const { capabilities, instructions } = (await greet(LATEST_PROTOCOL_VERSION)).result!;
    expect(instructions).toContain('untrusted');
    const declared = capabilities as object;
    const lists = { tools: 'tools/list', resources: 'resources/list', prompts: 'prompts/list' };
    for (const [capability, method] of Object.entries(lists)) {
      const { error } = await ask(method);
      expect([capability, error?.code ?? null]).toEqual([capability, capability in declared ? null : -32601]);
    }
    expect((await ask('resources/templates/list')).result).toMatchObject({
      resourceTemplates: [{ uriTemplate: 'ctxpipe://documents/{id}' }],
    });
    expect(await ask('ping')).toEqual({ jsonrpc: '2.0', id: 1, result: {} });
    expect((await ask('no/such-method')).error?.code).toBe(-32601);
    expect((await ask('resources/read', { uri: 'ctxpipe://documents/none' })).error?.code).toBe(-32602);
  });

  test('takes notifications without an answer, and no caller who cannot read one', async () => {
    const told = await post({ jsonrpc: '2.0', method: 'notifications/initialized' });
    expect([told.status, await told.text()]).toEqual([202, '']);
    const call = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
    expect((await post(call, { accept: 'text/html' })).status).toBe(406);
    expect((await post(call, { 'content-type': 'text/plain' })).status).toBe(415);
  });

  test('has tools whose schemas a strict reader takes, and whose answers keep to them', async () => {
    const client = new Client({ name: 'strict', version: '1' });
    await client.connect(new StreamableHTTPClientTransport(bed.url));
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name).sort()).toEqual(Object.keys(examples).sort());
    const ajv = new Ajv({ strict: true, strictTuples: false, allowUnionTypes: true, validateFormats: false });
    for (const { name, inputSchema, outputSchema } of tools) {
      expect(ajv.validate(inputSchema, examples[name]), `${name}: ${ajv.errorsText()}`).toBe(true);
      const result = await client.callTool({ name, arguments: { ...examples[name] } });
      expect([name, result.isError ?? false]).toEqual([name, false]);
      expect(ajv.validate(outputSchema!, result.structuredContent), `${name}: ${ajv.errorsText()}`).toBe(true);
    }
    await client.close();
  });
});
