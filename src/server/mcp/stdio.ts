import type { Readable, Writable } from 'node:stream';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { MOST_BYTES, tooLarge } from './body.ts';

export interface StdioOptions {
  /** The server's MCP address, with its organization. */
  readonly url: URL;
  readonly apiKey: string;
  readonly stdin?: Readable;
  readonly stdout?: Writable;
  /** Hears of failures in words for a person; standard output belongs to the protocol. */
  readonly warn: (message: string) => void;
  /** Ends the proxy. */
  readonly signal?: AbortSignal;
}

const UNREACHABLE = -32_000;
const INVALID_REQUEST = -32_600;

/** What a failed request tells the person who set this up. */
function explain(error: unknown, url: URL): string {
  const status = error instanceof Error && 'code' in error ? error.code : undefined;
  if (status === 401 || status === 403) return 'The server refuses this API key. Create one under Settings, API keys.';
  if (status === 404) return `Nothing answers at ${url.origin}${url.pathname}. Check the address and the organization.`;
  if (status === 413) return tooLarge;
  if (status === 429) return 'The server asks to slow down. Try again in a minute.';
  return `The server at ${url.origin} cannot be reached or failed. Check that it runs, then try again.`;
}

/**
 * Lets a client that speaks MCP over standard input and output use a server over HTTP. Messages pass unchanged;
 * a request that the server cannot take is answered with an error that says why. Ends with its input.
 */
export async function proxyStdio(options: StdioOptions): Promise<void> {
  const { url, apiKey, warn, signal } = options;
  const local = new StdioServerTransport(options.stdin, options.stdout);
  const remote = new StreamableHTTPClientTransport(url, { requestInit: { headers: { 'x-api-key': apiKey } } });
  let initializing: string | number | undefined;

  const toClient = async (message: JSONRPCMessage) => {
    const result = 'result' in message && 'id' in message && message.id === initializing ? message.result : null;
    if (typeof result?.protocolVersion === 'string') remote.setProtocolVersion(result.protocolVersion);
    await local.send(message);
  };
  const toServer = async (message: JSONRPCMessage) => {
    if ('method' in message && message.method === 'initialize' && 'id' in message) initializing = message.id;
    const refuse = async (code: number, reason: string) => {
      warn(reason);
      if ('method' in message && 'id' in message)
        await local.send({ jsonrpc: '2.0', id: message.id, error: { code, message: reason } });
    };
    // The server ends the connection in the middle of such a request, which looks as if it were gone.
    if (Buffer.byteLength(JSON.stringify(message)) > MOST_BYTES) return refuse(INVALID_REQUEST, tooLarge);
    try {
      await remote.send(message);
    } catch (error) {
      await refuse(UNREACHABLE, explain(error, url));
    }
  };

  const waiting = new Set<Promise<void>>();
  const ended = new Promise<void>((resolve) => {
    const input = options.stdin ?? process.stdin;
    input.once('end', resolve);
    input.once('close', resolve);
    signal?.addEventListener('abort', () => resolve(), { once: true });
  });
  remote.onmessage = (message) => void toClient(message);
  local.onmessage = (message) => {
    const sent = toServer(message).finally(() => waiting.delete(sent));
    waiting.add(sent);
  };
  await remote.start();
  await local.start();
  await ended;
  if (!signal?.aborted) await Promise.all(waiting);
  await remote.close();
  await local.close();
}
