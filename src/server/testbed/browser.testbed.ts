import { lookForSecrets } from '../../core/leaks.testbed.ts';
import type { Server } from '../server.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; undefined where it is none. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look at answers as a client without types does
  readonly json: any;
}

export interface Ask {
  readonly method?: string;
  readonly body?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A browser: keeps cookies, names its origin as browsers do, follows nothing by itself. */
export class Browser {
  readonly cookies = new Map<string, string>();
  readonly #server: Server;
  readonly #origin: string;

  constructor(server: Server, origin: string) {
    this.#server = server;
    this.#origin = origin;
  }

  async ask(path: string, { method, body, form, headers }: Ask = {}): Promise<Answer> {
    const verb = method ?? (body === undefined && form === undefined ? 'GET' : 'POST');
    const content = form ? new URLSearchParams(form).toString() : body === undefined ? undefined : JSON.stringify(body);
    const type = form ? 'application/x-www-form-urlencoded' : 'application/json';
    const response = await this.#server.fetch(
      new Request(new URL(path, this.#origin), {
        method: verb,
        headers: {
          ...(this.cookies.size > 0 ? { cookie: [...this.cookies].map((pair) => pair.join('=')).join('; ') } : {}),
          ...(content === undefined ? {} : { 'content-type': type }),
          ...(verb === 'GET' ? {} : { origin: this.#origin }),
          ...headers,
        },
        ...(content === undefined ? {} : { body: content }),
      }),
    );
    this.#keep(response.headers.getSetCookie());
    const endless = response.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
    if (endless) await response.body?.cancel();
    const text = endless ? '' : await response.text();
    lookForSecrets(`answer to ${verb} ${path.split('?')[0]}`, `${[...response.headers].join('\n')}\n${text}`);
    return { status: response.status, headers: response.headers, text, json: parse(text) };
  }

  #keep(set: readonly string[]): void {
    for (const line of set) {
      const [pair = '', ...attributes] = line.split(';');
      const at = pair.indexOf('=');
      const gone = attributes.some((one) => /^\s*max-age=0\s*$/i.test(one));
      if (gone) this.cookies.delete(pair.slice(0, at));
      else this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
