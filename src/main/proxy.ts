import { request as askPlain } from 'node:http';
import { request as askSecure } from 'node:https';
import { networkFault } from './network-fault.ts';

/** The proxy that Git goes through to a host. */
export interface GitProxy {
  /** Host and port of the proxy, without name and password. */
  readonly place: string;
  /** Host and port that it has to let through. */
  readonly to: string;
  /** Status of its answer to a call for a tunnel; rejects where it does not answer. */
  ask(signal: AbortSignal): Promise<number>;
}

const ANSWER_MS = 5_000;

/** True where a list as in `NO_PROXY` leaves a host out: `*`, the host itself, or a domain above it. */
function leavesOut(list: string, host: string): boolean {
  return list
    .split(/[\s,]+/)
    .map((name) => name.toLowerCase().replace(/^\*?\./, ''))
    .some((name) => name !== '' && (name === '*' || name === host || host.endsWith(`.${name}`)));
}

/** What is in the variable, as curl reads it: without a scheme it is `http`. */
function proxyUrl(value: string | undefined): URL | null {
  if (!value) return null;
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  return URL.canParse(text) ? new URL(text) : null;
}

function callFor(proxy: URL, to: string, signal: AbortSignal): Promise<number> {
  const ask = proxy.protocol === 'https:' ? askSecure : askPlain;
  const name = decodeURIComponent(proxy.username);
  const account = Buffer.from(`${name}:${decodeURIComponent(proxy.password)}`).toString('base64');
  return new Promise((resolve, reject) => {
    const call = ask({
      host: proxy.hostname.replace(/^\[|\]$/g, ''),
      // What curl takes where none is given.
      port: Number(proxy.port || (proxy.protocol === 'https:' ? 443 : 1080)),
      method: 'CONNECT',
      path: to,
      headers: { host: to, ...(name === '' ? {} : { 'proxy-authorization': `Basic ${account}` }) },
      agent: false,
      signal,
      timeout: ANSWER_MS,
    });
    call.once('timeout', () => call.destroy(new Error('no answer in time')));
    call.once('connect', ({ statusCode }, socket) => {
      socket.destroy();
      resolve(statusCode ?? 0);
    });
    call.once('response', (answer) => {
      answer.destroy();
      resolve(answer.statusCode ?? 0);
    });
    call.once('error', reject);
    call.end();
  });
}

/**
 * The proxy that Git, which is handed these variables, goes through to the host; null: it goes there directly, or the
 * proxy speaks something else than http.
 */
export function gitProxy(variables: Readonly<Record<string, string>>, webUrl: string): GitProxy | null {
  const { protocol, hostname, port } = new URL(webUrl);
  const proxy = proxyUrl(variables.HTTPS_PROXY);
  if (protocol !== 'https:' || proxy === null || !/^https?:$/.test(proxy.protocol)) return null;
  if (leavesOut(variables.NO_PROXY ?? '', hostname)) return null;
  const to = `${hostname}:${port || 443}`;
  return { place: proxy.host, to, ask: (signal) => callFor(proxy, to, signal) };
}

/**
 * Looks whether the proxy lets Git through, and says that nothing else goes through it. Throws Problem `network`:
 * `proxy-unreachable`, `proxy-sign-in` or `proxy-refuses`.
 */
export function createProxyCheck({ place, to, ask }: GitProxy): (log: (line: string) => void) => Promise<void> {
  return async (log) => {
    const status = await ask(AbortSignal.timeout(2 * ANSWER_MS)).catch((error: Error & { readonly code?: string }) => {
      throw networkFault(
        'proxy-unreachable',
        `The proxy ${place} does not answer: ${error.code ?? error.message}.`,
        `Git reaches ${to} through it: correct HTTPS_PROXY, or put the host into NO_PROXY, and restart the workers.`,
        'soon',
      );
    });
    if (status === 407)
      throw networkFault(
        'proxy-sign-in',
        `The proxy ${place} asks for a name and a password, or for others.`,
        'Put them into HTTPS_PROXY (http://name:password@host:port), and restart the workers.',
        'soon',
      );
    if (status < 200 || status > 299)
      throw networkFault(
        'proxy-refuses',
        `The proxy ${place} answers ${status} to a call for ${to}.`,
        `Let the proxy pass ${to}, or put the host into NO_PROXY and let this machine reach it, and restart the workers.`,
        'soon',
      );
    log(`the proxy ${place} lets Git through to ${to}; everything else goes directly`);
  };
}
