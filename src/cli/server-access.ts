import type { Secret } from '../core/secret.ts';
import { required, type Terminal, wrongUse } from './terminal.ts';

/** A running server and one organization of it, as a command reaches them. */
export interface ServerAccess {
  /** Where the server serves, without a path of its own. */
  readonly origin: string;
  readonly org: string;
  readonly apiKey: Secret;
}

/** What a command of the terminal is handed to reach a server. */
export interface ServerAccessOptions {
  /** The person's API key, of CTXPIPE_API_KEY; undefined where that is not set. Throws Problem. */
  apiKey(): Secret | undefined;
}

export const accessUsage = `  --url      address of the server, such as https://ctx.example.com
  --org      address name of the organization, as it stands in the server's addresses

The API key is read from CTXPIPE_API_KEY; people create theirs under Settings, API keys.
`;

const loopback = /^(127\.0\.0\.1|localhost|\[::1\])$/;
const slugs = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/;

/** Reads what a command needs to reach a server. Throws Problem `wrong-arguments`. */
export function readAccess(
  given: { readonly url?: string; readonly org?: string },
  options: ServerAccessOptions,
  terminal: Terminal,
): ServerAccess {
  const text = required(given.url, 'url', 'the address of the server, such as https://ctx.example.com');
  const org = required(given.org, 'org', "the organization's name in the server's addresses");
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.search !== '' || url.hash !== '')
    throw wrongUse(`--url ${text}: it is an address such as https://ctx.example.com.`);
  if (url.pathname !== '/')
    throw wrongUse(`--url ${text}: leave out ${url.pathname}; the address of the server is enough.`);
  if (!slugs.test(org)) throw wrongUse(`--org ${org}: it holds letters, digits, _ and - only.`);
  const apiKey = options.apiKey();
  if (apiKey === undefined)
    throw wrongUse(
      'CTXPIPE_API_KEY is not set.',
      'Create an API key under Settings, API keys, and set it in the environment.',
    );
  if (url.protocol === 'http:' && !loopback.test(url.hostname))
    terminal.warn(`The API key goes to ${url.host} without encryption: use https.\n`);
  return { origin: url.origin, org, apiKey };
}
