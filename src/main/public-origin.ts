// Part of an error code of Node.js: cspell:ignore ALTNAME
import { createHmac, randomBytes } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { z } from 'zod';
import { Problem } from '../core/problem.ts';
import type { Secret } from '../core/secret.ts';
import { bareHost, classifyAddress, isLoopbackHost } from '../net/address.ts';
import { createHttp } from '../net/http.ts';
import { networkFault } from './network-fault.ts';

/** Tells deployments apart, to whoever asks. Nothing can be learned from it about the secret that it is made of. */
export function deploymentIdOf(authSecret: Secret): string {
  return createHmac('sha256', authSecret.reveal()).update('ctxpipe deployment').digest('hex').slice(0, 16);
}

export interface OriginCheckOptions {
  /** The public origin, e.g. `https://ctx.example.com`. */
  readonly origin: string;
  readonly deploymentId: string;
  readonly version: string;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** Milliseconds for connecting, and for the answer. Default 5,000. */
  readonly timeoutMs?: number;
  /** Addresses of a name. Default: as the system knows them. */
  readonly resolve?: (host: string) => Promise<readonly { readonly address: string; readonly family: number }[]>;
}

const health = z.object({ live: z.literal(true), deployment: z.string().optional() });
const certificate = /CERT|TLS|SSL|SELF_SIGNED|ALTNAME|UNABLE_TO_|EPROTO/;
const unreachable =
  'Check DNS, the proxy in front of this deployment and the firewall. Where this machine alone may not reach its own public address, set CTXPIPE_ORIGIN_CHECK=off, and look from outside.';

function failed(origin: string, problem: Problem): Problem {
  if (problem.code === 'timeout')
    return networkFault('origin-timeout', `${origin} did not answer in time.`, unreachable, 'soon');
  if (problem.code === 'upstream-failed')
    return networkFault(
      'origin-upstream',
      `${origin} answers ${problem.detail}: what stands before this deployment does not reach it.`,
      'Let the proxy lead to the port of the server, and look whether the server runs.',
      'soon',
    );
  if (problem.code === 'malformed-answer')
    return networkFault(
      'origin-not-ours',
      `${origin} answers with something that is not this deployment's.`,
      'Set AUTH_BASE_URL or CTXPIPE_PUBLIC_APP_URL to the address that leads to this server, without a page to sign in before it.',
    );
  if (certificate.test(problem.message))
    return networkFault(
      'origin-tls',
      `The certificate of ${origin} is not trusted: ${problem.message}`,
      'Use a certificate for this name, with its whole chain, of an authority that all trust. ctxpipe doctor tells more.',
    );
  return networkFault(
    'origin-unreachable',
    `${origin} cannot be reached from here: ${problem.message}`,
    unreachable,
    'soon',
  );
}

/**
 * Looks whether the public origin leads to this deployment: its name is known, its certificate is trusted, and what
 * answers there is this deployment and no other. From here that cannot show that the whole internet reaches it; that
 * the app's first event arrives does. Throws Problem `network` with a detail that begins with `origin-`.
 */
export function createOriginCheck(options: OriginCheckOptions): (log: (line: string) => void) => Promise<void> {
  const { origin, deploymentId, now, sleep } = options;
  const resolve = options.resolve ?? ((host: string) => lookup(host, { all: true }));
  const url = new URL(origin);
  const host = bareHost(url);

  async function look(): Promise<void> {
    const http = createHttp({
      userAgent: `ctxpipe/${options.version}`,
      now,
      sleep,
      allowLoopback: isLoopbackHost(host),
      // The name may lead to a private address from inside; it is our own.
      privateHosts: [host],
      resolve,
      limits: { timeoutMs: options.timeoutMs ?? 5_000, tries: 2, patienceMs: 0 },
    });
    try {
      // Nobody who keeps answers for later has one for this.
      const nonce = randomBytes(8).toString('hex');
      const answer = await http.request({
        expect: 'json',
        url: `${origin}/health/live?nonce=${nonce}`,
        maxBytes: 65_536,
      });
      if (new URL(answer.url).origin !== url.origin)
        throw networkFault(
          'origin-redirects',
          `${origin} sends callers on to ${new URL(answer.url).origin}. The app follows no redirect.`,
          'Set the public origin to the address that answers itself.',
        );
      const found = health.safeParse(answer.body);
      if (answer.status !== 200 || !found.success)
        throw failed(origin, new Problem({ code: 'malformed-answer', message: 'No answer of ours.' }));
      const { deployment } = found.data;
      if (deployment !== undefined && deployment !== deploymentId)
        throw networkFault(
          'origin-other-deployment',
          `${origin} leads to another deployment of ctx|.`,
          'Set AUTH_BASE_URL or CTXPIPE_PUBLIC_APP_URL to the address of this one; servers and workers of one deployment share AUTH_SECRET.',
        );
    } catch (error) {
      if (error instanceof Problem && error.detail?.startsWith('origin-') !== true) throw failed(origin, error);
      throw error;
    } finally {
      http.close();
    }
  }

  return async (log) => {
    if (isIP(host) === 0 && !isLoopbackHost(host)) {
      const addresses = await resolve(host).catch(() => []);
      if (addresses.length === 0)
        throw networkFault(
          'origin-dns',
          `The name ${host} has no address.`,
          'Check the spelling, and the DNS record.',
          'soon',
        );
      if (addresses.every(({ address }) => classifyAddress(address) !== 'public'))
        log(`${host} leads to a private address from here; the internet must see a public one`);
    }
    await look();
    log(`${origin} leads to this deployment`);
  };
}
