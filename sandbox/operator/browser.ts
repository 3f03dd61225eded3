/** What a person's browser does between our pages and those of the stand-ins: cookies, redirects, forms. */
export interface Browser {
  /** Follows redirects across origins; gives the last answer and its address. */
  visit(url: string, init?: RequestInit): Promise<Visit>;
  /** Posts a form as a page would. */
  submit(url: string, fields: Fields): Promise<Visit>;
  /** A JSON call to the product; throws `RefusedError` for a refusal. */
  call<Answer = unknown>(method: string, path: string, body?: object): Promise<Answer>;
}

export type Fields = Readonly<Record<string, string>> | readonly (readonly [string, string])[];

export interface Visit {
  readonly url: URL;
  readonly status: number;
  readonly text: string;
}

/** A refusal of the product, with what its problem document says. */
export class RefusedError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(call: string, status: number, text: string) {
    const problem = parse(text);
    const page = text.trimStart().startsWith('<');
    const said = problem?.title ?? (page ? 'a page instead of an answer.' : text.slice(0, 300));
    super(`${call} answered ${status}: ${said}${problem?.hint ? ` ${problem.hint}` : ''}`);
    this.name = 'RefusedError';
    this.status = status;
    this.code = problem?.code ?? '';
  }
}

function parse(text: string): { readonly title?: string; readonly hint?: string; readonly code?: string } | null {
  try {
    return JSON.parse(text) as { title?: string };
  } catch {
    return null;
  }
}

const MOST_REDIRECTS = 10;

export interface BrowserOptions {
  /** Where the product serves. */
  readonly origin: string;
  /** Sees each answer's body, for whoever looks for secrets. */
  readonly onAnswer?: (url: string, text: string) => void;
}

/** A browser without a window, signed in to nothing yet. */
export function createBrowser(options: BrowserOptions): Browser {
  const jars = new Map<string, Map<string, string>>();
  const jarOf = (url: URL) => {
    const jar = jars.get(url.host) ?? new Map<string, string>();
    jars.set(url.host, jar);
    return jar;
  };

  async function once(url: URL, init: RequestInit): Promise<Response> {
    const jar = jarOf(url);
    const headers = new Headers(init.headers);
    if (jar.size > 0) headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '));
    if (init.method && init.method !== 'GET') headers.set('origin', new URL(options.origin).origin);
    const answer = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const cookie of answer.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      const at = pair.indexOf('=');
      const value = pair.slice(at + 1);
      if (value === '' || /max-age=0/i.test(cookie)) jar.delete(pair.slice(0, at));
      else jar.set(pair.slice(0, at), value);
    }
    return answer;
  }

  async function visit(start: string, first: RequestInit = {}): Promise<Visit> {
    let url = new URL(start, options.origin);
    let init = first;
    for (let step = 0; step < MOST_REDIRECTS; step += 1) {
      const answer = await once(url, init);
      const location = answer.headers.get('location');
      if (answer.status < 300 || answer.status >= 400 || location === null) {
        const text = await answer.text();
        options.onAnswer?.(url.href, text);
        return { url, status: answer.status, text };
      }
      await answer.body?.cancel();
      url = new URL(location, url);
      init = { headers: { accept: 'text/html' } };
    }
    throw new Error(`more than ${MOST_REDIRECTS} redirects from ${start}`);
  }

  return {
    visit,
    submit: (url, fields) =>
      visit(url, {
        method: 'POST',
        body: new URLSearchParams(fields as Record<string, string>),
        headers: { accept: 'text/html' },
      }),
    async call<Answer>(method: string, path: string, body?: object): Promise<Answer> {
      const answer = await once(new URL(path, options.origin), {
        method,
        headers: { accept: 'application/json', ...(body ? { 'content-type': 'application/json' } : {}) },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      const text = await answer.text();
      options.onAnswer?.(path, text);
      if (!answer.ok) throw new RefusedError(`${method} ${path}`, answer.status, text);
      return (text === '' ? null : JSON.parse(text)) as Answer;
    },
  };
}
