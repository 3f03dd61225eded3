import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { answerInstead, breakExchange, rewriteAnswer } from './breakage.ts';
import { createSandboxClock, type SandboxClock } from './clock.ts';
import { mountControl } from './control.ts';
import type { Exchange, SandboxApp } from './exchange.ts';
import { createFaultBoard, type Fault, type FaultBoard } from './faults.ts';
import { createRequestLog, type RequestLog } from './request-log.ts';

export interface SandboxServerOptions {
  /** Name in the log of routes that name no service of their own. */
  readonly name: string;
  /** The routes. Ones that are added while it runs count too. */
  readonly app: SandboxApp;
  readonly clock?: SandboxClock;
  readonly faults?: FaultBoard;
  readonly log?: RequestLog;
  /** Further spellings of a path that fault routes match, such as the path without a gateway's prefix. */
  readonly aliases?: (path: string) => readonly string[];
  /** Path as the log shows it: the place to take secrets out of a path. */
  readonly redactPath?: (path: string) => string;
}

export interface SandboxServer {
  readonly clock: SandboxClock;
  readonly faults: FaultBoard;
  readonly log: RequestLog;
  /** Listens on 127.0.0.1 (port 0: any free one) and returns the origin. */
  start(port?: number, host?: string): Promise<string>;
  /** Ends open connections too. */
  close(): Promise<void>;
}

/** A stand-in's HTTP server: its routes behind fault switches, a request log and the control routes `/_sandbox/*`. */
export function createSandboxServer(options: SandboxServerOptions): SandboxServer {
  const clock = options.clock ?? createSandboxClock();
  const faults = options.faults ?? createFaultBoard();
  const log = options.log ?? createRequestLog();
  const control = new Hono();
  mountControl(control, { name: options.name, faults, log, clock });

  async function respond(request: Request, bindings: HttpBindings): Promise<Response> {
    const url = new URL(request.url);
    const exchange: Exchange = { service: options.name, points: 0 };
    const env = { ...bindings, exchange };
    if (url.pathname.startsWith('/_sandbox/')) {
      const answer = await control.fetch(request, env);
      return answer.status === 404 ? options.app.fetch(request, env) : answer;
    }
    const started = performance.now();
    const at = new Date(clock.now()).toISOString();
    const proceed = async () => options.app.fetch(request, env);
    const fault = faults.take(request.method, [url.pathname, ...(options.aliases?.(url.pathname) ?? [])], url);
    let status = 0;
    try {
      const answer = fault ? await applyFault(fault, bindings, proceed) : await proceed();
      const sent = bindings.outgoing.headersSent || bindings.outgoing.destroyed || bindings.outgoing.socket?.destroyed;
      status = sent && fault ? 0 : answer.status;
      return answer;
    } finally {
      log.add({
        at,
        service: exchange.service,
        method: request.method,
        path: options.redactPath?.(url.pathname) ?? url.pathname,
        status,
        points: exchange.points,
        ms: Math.round(performance.now() - started),
      });
    }
  }

  async function applyFault(fault: Fault, bindings: HttpBindings, proceed: () => Promise<Response>): Promise<Response> {
    if (fault.delayMs) await clock.sleep(fault.delayMs);
    if (fault.fail === undefined) return proceed();
    if (typeof fault.fail === 'string') return breakExchange(fault.fail, bindings.outgoing, proceed);
    return 'rewrite' in fault.fail ? rewriteAnswer(fault.fail, await proceed()) : answerInstead(fault.fail);
  }

  const server = createAdaptorServer({
    fetch: (request, env) => respond(request, env as HttpBindings),
    overrideGlobalObjects: false,
  }) as Server;

  return {
    clock,
    faults,
    log,
    start: (port = 0, host = '127.0.0.1') =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => {
          server.off('error', reject);
          resolve(`http://${host}:${(server.address() as AddressInfo).port}`);
        });
      }),
    close: () =>
      new Promise((resolve, reject) => {
        server.closeAllConnections();
        server.close((failure) => (failure && server.listening ? reject(failure) : resolve()));
      }),
  };
}
