import { Agent as HttpAgent, request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { Problem } from '../core/problem.ts';
import { type AddressRules, checkUrl, guardedLookup, type Resolve } from './address.ts';
import { TryFailed } from './failure.ts';

/** One request on the wire, redirects not followed. */
export interface Hop {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
  readonly timeoutMs: number;
  readonly rules: AddressRules;
  /** False takes a connection of its own, so that a stale one cannot lose the request. */
  readonly reuse: boolean;
  readonly signal?: AbortSignal;
}

/** Sockets that were checked under one set of rules serve no other set. */
export class Wire {
  readonly #resolve: Resolve | undefined;
  readonly #agents = new Map<string, HttpAgent>();

  constructor(resolve?: Resolve) {
    this.#resolve = resolve;
  }

  #agent(secure: boolean, rules: AddressRules): HttpAgent {
    const key = `${secure}${rules.loopback}`;
    let agent = this.#agents.get(key);
    if (agent === undefined) {
      const options = { keepAlive: true, maxFreeSockets: 16, timeout: 60_000 };
      agent = secure ? new HttpsAgent(options) : new HttpAgent(options);
      this.#agents.set(key, agent);
    }
    return agent;
  }

  /** Resolves with the head; the body follows as a stream. Throws `TryFailed`, or `Problem` for a refused address. */
  send(hop: Hop): Promise<IncomingMessage> {
    checkUrl(hop.url, hop.rules);
    const secure = hop.url.protocol === 'https:';
    const options: RequestOptions = {
      method: hop.method,
      headers: hop.body === null ? hop.headers : { ...hop.headers, 'content-length': String(hop.body.byteLength) },
      agent: hop.reuse ? this.#agent(secure, hop.rules) : false,
      lookup: guardedLookup(hop.rules, this.#resolve),
      ...(hop.signal === undefined ? {} : { signal: hop.signal }),
    };
    return new Promise((resolve, reject) => {
      const request = secure ? httpsRequest(hop.url, options) : httpRequest(hop.url, options);
      let connected = false;
      const giveUp = (phase: string): void => {
        request.destroy(
          new TryFailed(connected ? 'timeout' : 'connect', `${phase} within ${hop.timeoutMs} ms`, { sent: connected }),
        );
      };
      let timer = setTimeout(giveUp, hop.timeoutMs, 'no connection');
      const waitForHead = (): void => {
        connected = true;
        clearTimeout(timer);
        timer = setTimeout(giveUp, hop.timeoutMs, 'no answer');
      };
      request.on('socket', (socket) => {
        if (request.reusedSocket || !socket.connecting) waitForHead();
        else socket.once(secure ? 'secureConnect' : 'connect', waitForHead);
      });
      request.on('response', (response) => {
        clearTimeout(timer);
        resolve(response);
      });
      request.on('error', (error: NodeJS.ErrnoException) => {
        clearTimeout(timer);
        if (error instanceof TryFailed || error instanceof Problem) reject(error);
        else if (hop.signal?.aborted) reject(hop.signal.reason);
        else reject(new TryFailed(connected ? 'network' : 'connect', error.code ?? error.message, { sent: connected }));
      });
      request.end(hop.body ?? undefined);
    });
  }

  close(): void {
    for (const agent of this.#agents.values()) agent.destroy();
  }
}
