import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { Hono } from 'hono';
import { createLogger, type Logger } from '../../observe/log.ts';
import type { Knowledge } from '../knowledge/index.ts';
import { createMcp } from './index.ts';

export const quiet: Logger = createLogger({ level: 'silent' });

export interface McpBed {
  readonly url: URL;
  /** A connected official client that acts for an organization. */
  client(org?: string): Promise<Client>;
  call(tool: string, args: object, org?: string): Promise<CallToolResult>;
  close(): Promise<void>;
}

/** Serves the handler over a real socket. The organization is taken from a header, as if signed in to. */
export async function serveMcp(knowledge: Knowledge, log: Logger = quiet): Promise<McpBed> {
  const handler = createMcp({ knowledge, log, version: '1.2.3' });
  const app = new Hono();
  app.all('/mcp', (c) => {
    if (c.req.header('x-api-key') === 'wrong') return c.json({ code: 'unauthorized' }, 401);
    const id = c.req.header('x-org') ?? 'org-1';
    return handler(c.req.raw, { id, slug: id, name: id });
  });
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`);
  const clients: Client[] = [];
  const client = async (org = 'org-1') => {
    const made = new Client({ name: 'test', version: '1' });
    clients.push(made);
    await made.connect(new StreamableHTTPClientTransport(url, { requestInit: { headers: { 'x-org': org } } }));
    return made;
  };
  return {
    url,
    client,
    async call(tool, args, org) {
      const caller = await client(org);
      return (await caller.callTool({ name: tool, arguments: { ...args } })) as CallToolResult;
    },
    async close() {
      await Promise.all(clients.map((made) => made.close()));
      await new Promise((resolve) => {
        server.close(resolve);
        if ('closeAllConnections' in server) server.closeAllConnections();
      });
    },
  };
}

/** All the text of a result. */
export function textOf(result: CallToolResult): string {
  return result.content.map((part) => (part.type === 'text' ? part.text : '')).join('\n');
}
