import type { Readable } from 'node:stream';

/** Requests and rate-limit points that one consumer has spent. */
export interface Meter {
  requests: number;
  points: number;
}

export interface HttpRequest {
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Absolute address, composed from a configured base and never taken whole from an answer. */
  readonly url: string | URL;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text and bytes go as they are, anything else as JSON. */
  readonly body?: string | Uint8Array | object;
  /** Milliseconds for each of: connecting, waiting for the head, waiting for the next part of the body. */
  readonly timeoutMs?: number;
  /** Whether repeating the call is harmless. Default: true for GET and HEAD. */
  readonly idempotent?: boolean;
  /** Tries when the network or the other side fails; waiting because of a rate limit is not a try. */
  readonly tries?: number;
  /** Value of the `authorization` header, asked for before each try and never sent to another origin. */
  readonly authorize?: () => Promise<string>;
  /** True drops credentials on every redirect, also on the same origin: for addresses signed in themselves. */
  readonly bareRedirects?: boolean;
  /** Bytes of the decoded body; more is a Problem `answer-too-large`. */
  readonly maxBytes?: number;
  /** Who shares pauses and slots with this call. Default: the origin. */
  readonly lane?: string;
  readonly meter?: Meter;
  readonly signal?: AbortSignal;
}

export interface HttpAnswer<Body> {
  /** Anything below 500 but 429: what a refusal means is the caller's to say. */
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Where the answer came from after redirects. */
  readonly url: string;
  readonly body: Body;
}

/**
 * How an answer is read. `json`: parsed, null where a body is empty or, on a refusal, no JSON; a
 * success that is no JSON (cut off, a login page) is the transient Problem `malformed-answer`.
 * `stream`: the slot of the lane is held until it ends or is destroyed.
 */
export interface Bodies {
  readonly json: unknown;
  readonly bytes: Uint8Array;
  readonly stream: Readable;
}

/** The product's one way out. Throws `Problem`, which never holds a secret. */
export interface Http {
  request<Kind extends keyof Bodies>(
    request: HttpRequest & { readonly expect: Kind },
  ): Promise<HttpAnswer<Bodies[Kind]>>;
}
