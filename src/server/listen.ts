import type { Server as NodeServer } from 'node:http';
import { serve } from '@hono/node-server';
import { Problem } from '../core/problem.ts';
import type { Server } from './server.ts';

export interface Listening {
  readonly port: number;
  /** Answers what is under way, then ends. */
  close(): Promise<void>;
}

/** Milliseconds. What a request or its headers may take in all; event streams are exempt, they are answers. */
const REQUEST_MS = 60_000;
const HEADERS_MS = 15_000;
const DRAIN_MS = 5_000;

/** Serves over HTTP. Throws Problem `port-taken`. */
export function listen(server: Server, options: { readonly port: number; readonly host?: string }): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const node = serve(
      { fetch: server.fetch, port: options.port, hostname: options.host ?? '127.0.0.1', overrideGlobalObjects: false },
      ({ port }) => resolve({ port, close: () => end(server, node) }),
    ) as NodeServer;
    node.requestTimeout = REQUEST_MS;
    node.headersTimeout = HEADERS_MS;
    node.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE') return reject(error);
      const message = `Port ${options.port} is taken.`;
      reject(new Problem({ code: 'port-taken', message, hint: 'Set PORT to a free port.', cause: error }));
    });
  });
}

function end(server: Server, node: NodeServer): Promise<void> {
  server.close();
  return new Promise((resolve) => {
    const timer = setTimeout(() => node.closeAllConnections(), DRAIN_MS);
    node.close(() => {
      clearTimeout(timer);
      resolve();
    });
    node.closeIdleConnections();
  });
}
