import type { z } from 'zod';
import type { SystemToken } from '../../core/roles/event-source.ts';
import type { Bodies, Http, HttpAnswer, Meter } from '../../net/request.ts';
import { mediaProblem, refusalProblem, shapeProblem, staleTokenProblem } from './problems.ts';

export type QueryValue = string | number | readonly string[];
export type Query = Readonly<Record<string, QueryValue>>;

export interface ClientOptions {
  readonly http: Http;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** `https://api.atlassian.com`; a token in the system form works nowhere else. */
  readonly apiBaseUrl: string;
  /** Cloud id of the site. */
  readonly siteId: string;
  readonly token: () => Promise<SystemToken>;
}

interface ReadOptions {
  /** What is read, for people: `the pages of space 123`. */
  readonly what: string;
  readonly tries?: number;
  readonly body?: object;
}

/** A token that ends within this time is not started with. */
const EXPIRY_SKEW_MS = 5_000;

/** Reads one site as the app, through Atlassian's gateway and nowhere else. */
export class Client {
  readonly #options: ClientOptions;
  readonly #base: string;
  readonly #meter: Meter = { requests: 0, points: 0 };
  #objects = 0;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#base = `${options.apiBaseUrl}/ex/confluence/${encodeURIComponent(options.siteId)}`;
  }

  /** One base point a request and one for each object that came back (facts of the points quota, March 2026). */
  usage(): { readonly requests: number; readonly points: number } {
    return { requests: this.#meter.requests, points: this.#meter.requests + this.#objects };
  }

  count(objects: number): void {
    this.#objects += objects;
  }

  async #current(): Promise<SystemToken> {
    const token = await this.#options.token();
    if (this.#expired(token)) throw staleTokenProblem(token.expiresAt);
    return token;
  }

  #expired(token: SystemToken): boolean {
    return Date.parse(token.expiresAt) - EXPIRY_SKEW_MS <= this.#options.now();
  }

  #url(path: string, query: Query | URLSearchParams): string {
    const url = new URL(`${this.#base}${path}`);
    if (query instanceof URLSearchParams) url.search = query.toString();
    else
      for (const [name, value] of Object.entries(query))
        for (const one of Array.isArray(value) ? value : [value]) url.searchParams.append(name, String(one));
    return url.href;
  }

  /**
   * Any answer below 500. A refusal counts only when the token was valid all along: an expired one
   * may surface as 404 in v2 and as 403 in v1, and is tried once more with its successor.
   */
  async #ask<Kind extends keyof Bodies>(
    expect: Kind,
    path: string,
    query: Query | URLSearchParams,
    options: { readonly tries?: number; readonly body?: object; readonly maxBytes?: number },
  ): Promise<HttpAnswer<Bodies[Kind]>> {
    for (let round = 0; ; round += 1) {
      let used: SystemToken | null = null;
      const answer = await this.#options.http.request({
        expect,
        url: this.#url(path, query),
        lane: this.#base,
        meter: this.#meter,
        idempotent: true,
        authorize: async () => {
          used = await this.#current();
          return `Bearer ${used.token.reveal()}`;
        },
        ...(expect === 'json' ? {} : { headers: { accept: '*/*' }, bareRedirects: true }),
        ...(options.body === undefined ? {} : { method: 'POST' as const, body: options.body }),
        ...(options.tries === undefined ? {} : { tries: options.tries }),
        ...(options.maxBytes === undefined ? {} : { maxBytes: options.maxBytes }),
      });
      if (round > 0 || ![401, 403, 404].includes(answer.status)) return answer;
      const sent = used as SystemToken | null;
      if (sent === null) return answer;
      if (answer.status !== 401 && !this.#expired(sent)) return answer;
      const newest = await this.#current();
      if (newest.token.reveal() === sent.token.reveal()) return answer;
      if (expect === 'stream') (answer.body as Bodies['stream']).destroy();
    }
  }

  /** Throws Problem for every refusal. */
  async read<Schema extends z.ZodType>(
    schema: Schema,
    path: string,
    query: Query | URLSearchParams,
    options: ReadOptions,
  ): Promise<z.output<Schema>> {
    const answer = await this.#ask('json', path, query, options);
    if (answer.status !== 200) throw refusalProblem(answer.status, answer.body, options.what);
    return this.#parse(schema, answer.body, options.what);
  }

  /** As `read`, but null for what the app cannot see. */
  async find<Schema extends z.ZodType>(
    schema: Schema,
    path: string,
    query: Query,
    options: ReadOptions,
  ): Promise<z.output<Schema> | null> {
    const answer = await this.#ask('json', path, query, options);
    if (answer.status === 404) return null;
    if (answer.status !== 200) throw refusalProblem(answer.status, answer.body, options.what);
    return this.#parse(schema, answer.body, options.what);
  }

  /**
   * Content that stands behind a redirect to a signed, short-lived address. Null where it is not
   * there; a signed address that is refused was too old and is asked for once more.
   */
  async download(path: string, what: string, maxBytes: number): Promise<Uint8Array | null> {
    for (let round = 0; ; round += 1) {
      const answer = await this.#ask('bytes', path, {}, { maxBytes });
      if (answer.status === 200) {
        this.count(1);
        return answer.body;
      }
      if (answer.url !== this.#url(path, {})) {
        if (round === 0) continue;
        throw mediaProblem(answer.status, what);
      }
      if (answer.status === 404) return null;
      throw refusalProblem(answer.status, null, what);
    }
  }

  #parse<Schema extends z.ZodType>(schema: Schema, body: unknown, what: string): z.output<Schema> {
    const parsed = schema.safeParse(body);
    if (!parsed.success) {
      const issue = parsed.error.issues[0]!;
      throw shapeProblem(what, `${issue.path.join('.') || 'the whole'}: ${issue.message}`);
    }
    const results = (body as { results?: unknown } | null)?.results;
    this.count(Array.isArray(results) ? results.length : 1);
    return parsed.data;
  }
}

/** A segment of a path, whatever an id holds. */
export function segment(id: string): string {
  return encodeURIComponent(id);
}
