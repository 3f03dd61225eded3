import { returnRoutes } from '../../server/contract.ts';
import { broken, type Check, doubtful, type Finding, healthy, spanOf } from './finding.ts';

/** What an address answered. */
export interface Probe {
  readonly status: number;
  /** Of the `date` header, milliseconds since the epoch; null where there is none. */
  readonly at: number | null;
  /** The beginning of the body. */
  readonly text: string;
}

/** What stands in a certificate, and what a client holds of it. */
export interface Certificate {
  /** Milliseconds since the epoch. */
  readonly validTo: number;
  /** Why clients refuse it, such as `CERT_HAS_EXPIRED`; null: they do not. */
  readonly refusal: string | null;
}

/** What the doctor asks of the network. */
export interface Network {
  /** Public origins as configured; null: not set. */
  readonly authOrigin: string | null;
  readonly appOrigin: string | null;
  /** Where a server of this data folder serves now; null: none runs. */
  readonly serving: string | null;
  /** A product of the outside is configured, so that it must be able to call back. */
  readonly calledBack: boolean;
  /** Addresses that ctx| calls, by what they are for. */
  readonly outside: readonly { readonly name: string; readonly url: string }[];
  /** Whose clock ours is compared with; null: nobody's. */
  readonly clockUrl: string | null;
  /** The certificate that is shown at an https origin; rejects where none is. */
  certificate(origin: string, signal: AbortSignal): Promise<Certificate>;
  /** Rejects where nothing answers. */
  probe(url: string, signal: AbortSignal): Promise<Probe>;
  now(): number;
}

const loopback = /^(127\.0\.0\.1|localhost|\[::1\])$/;
const isHere = (origin: string): boolean => loopback.test(new URL(origin).hostname);

const SKEW_DOUBTFUL_MS = 30_000;
/** Tokens that are signed a minute ahead of the other side's clock are refused. */
const SKEW_BROKEN_MS = 60_000;

function reason(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? ('code' in cause ? String(cause.code) : cause.message) : String(cause);
}

function isServer(answer: Probe): boolean {
  try {
    return answer.status === 200 && (JSON.parse(answer.text) as { live?: unknown }).live === true;
  } catch {
    return false;
  }
}

/** The public origins that are set, each once. */
function originsIn({ authOrigin, appOrigin }: Network): readonly string[] {
  return [...new Set([authOrigin, appOrigin].flatMap((origin) => origin ?? []))];
}

function lookAtOrigins(network: Network): readonly Finding[] {
  const { authOrigin, appOrigin, calledBack } = network;
  const origins = originsIn(network);
  if (origins.length === 0 && calledBack)
    return [
      broken('public-origin', {
        what: 'Neither AUTH_BASE_URL nor CTXPIPE_PUBLIC_APP_URL is set.',
        why: 'The linked products cannot call back: no events and no tokens arrive.',
        next: 'Set AUTH_BASE_URL to the https address under which the internet reaches this deployment.',
      }),
    ];
  if (origins.length === 0) return [healthy('public-origin', 'None is set: this deployment serves this machine.')];
  const plain = origins.filter((origin) => !origin.startsWith('https:') && !isHere(origin));
  const secure =
    plain.length === 0
      ? healthy('public-origin', origins.join(' and '))
      : broken('public-origin', {
          what: `${plain.join(' and ')} is not https.`,
          why: 'Apps call https addresses only, and sessions would travel in the clear.',
          next: 'Serve the deployment over https and set its address.',
        });
  if (authOrigin === null || appOrigin === null || authOrigin === appOrigin) return [secure];
  return [
    secure,
    doubtful('origins-differ', {
      what: `AUTH_BASE_URL is ${authOrigin}, CTXPIPE_PUBLIC_APP_URL is ${appOrigin}.`,
      why: 'The installed app calls the second one; both must lead to this deployment.',
      next: 'Set both to the same address, unless two addresses are meant.',
    }),
  ];
}

async function lookAtServer(network: Network, origin: string, signal: AbortSignal): Promise<Finding> {
  const name = 'origin-reachable';
  const why = 'People, callbacks, events and tokens come in there.';
  const next = 'Check DNS, the proxy in front of ctx|, the firewall, and that the server runs.';
  try {
    const answer = await network.probe(`${origin}/health/live`, signal);
    if (isServer(answer)) return healthy(name, `${origin} leads to ctx|.`);
    return broken(name, { what: `${origin} answers ${answer.status}, and not as ctx| does.`, why, next });
  } catch (error) {
    return broken(name, { what: `${origin} does not answer from here: ${reason(error)}.`, why, next });
  }
}

const SOON_MS = 14 * 24 * 3_600_000;

async function lookAtCertificate(network: Network, origin: string, signal: AbortSignal): Promise<Finding> {
  const found = await network.certificate(origin, signal).catch(() => null);
  // That nothing answers there is a finding of its own.
  if (found === null) return healthy('tls', `Not seen: ${origin} does not answer.`);
  const left = found.validTo - network.now();
  const next = 'Renew it, and let the renewal happen by itself.';
  if (found.refusal !== null)
    return broken('tls', {
      what: `The certificate of ${origin} is refused: ${found.refusal}.`,
      why: 'Browsers warn, and the linked products deliver nothing to an address whose certificate they do not trust.',
      next: left <= 0 ? next : 'Use a certificate for this name, with its whole chain, of an authority that all trust.',
    });
  if (left > SOON_MS) return healthy('tls', `The certificate of ${origin} holds for ${spanOf(left)}.`);
  return doubtful('tls', {
    what: `The certificate of ${origin} ends in ${spanOf(left)}.`,
    why: 'From then on nothing is delivered there, and nobody can sign in.',
    next,
  });
}

function serverChecks(network: Network): readonly Check[] {
  const { serving } = network;
  const origins = originsIn(network);
  if (origins.length > 0)
    return origins.map((origin) => ({
      name: 'origin-reachable',
      look: (signal) => lookAtServer(network, origin, signal),
    }));
  return [
    {
      name: 'server',
      look: async () =>
        serving !== null
          ? healthy('server', `Serves at ${serving}.`)
          : doubtful('server', {
              what: 'No server of this data folder runs.',
              why: 'Nothing is mirrored and no question is answered.',
              next: 'Start it: ctxpipe start',
            }),
    },
  ];
}

async function lookAtClock(network: Network, clockUrl: string, signal: AbortSignal): Promise<Finding> {
  const before = network.now();
  const place = new URL(clockUrl).host;
  // That nothing answers there is a finding of its own.
  const answer = await network.probe(clockUrl, signal).catch(() => null);
  if (answer === null) return healthy('clock', `Not compared: ${place} does not answer.`);
  const { at } = answer;
  if (at === null) return healthy('clock', `${place} tells no time to compare with.`);
  // The header has whole seconds, and the answer took a while.
  const skew = Math.max(0, Math.abs(at + 500 - (before + network.now()) / 2) - 500);
  if (skew < SKEW_DOUBTFUL_MS) return healthy('clock', `Agrees with ${place}.`);
  const trouble = {
    what: `This machine's clock is ${skew < 120_000 ? `${Math.round(skew / 1000)} seconds` : spanOf(skew)} off ${place}.`,
    why: 'Signed tokens are refused, and tokens seem to have run out when they have not.',
    next: 'Turn on time synchronisation (NTP) on this machine.',
  };
  return skew < SKEW_BROKEN_MS ? doubtful('clock', trouble) : broken('clock', trouble);
}

/** How the world reaches this deployment, and how it reaches the world. */
export function reachChecks(network: Network): readonly Check[] {
  const origin = network.authOrigin ?? network.appOrigin ?? network.serving;
  const clocks = network.clockUrl === null ? [] : [network.clockUrl];
  return [
    { name: 'public-origin', look: async () => lookAtOrigins(network) },
    ...originsIn(network)
      .filter((one) => one.startsWith('https:'))
      .map((one): Check => ({ name: 'tls', look: (signal) => lookAtCertificate(network, one, signal) })),
    ...serverChecks(network),
    {
      name: 'callback-url',
      look: async () =>
        healthy(
          'callback-url',
          origin === null
            ? 'Known once the server runs.'
            : `OAuth apps must list ${origin}${returnRoutes.oauthCallback} as their callback address.`,
        ),
    },
    ...clocks.map((url): Check => ({ name: 'clock', look: (signal) => lookAtClock(network, url, signal) })),
    ...network.outside.map(
      ({ name, url }): Check => ({
        name: `reach-${name}`,
        async look(signal) {
          const { host } = new URL(url);
          try {
            await network.probe(url, signal);
            return healthy(`reach-${name}`, `${host} answers.`);
          } catch (error) {
            return broken(`reach-${name}`, {
              what: `${host} does not answer: ${reason(error)}.`,
              why: 'ctx| calls it.',
              next: `Let this machine reach ${host} over https (DNS, firewall, proxy).`,
            });
          }
        },
      }),
    ),
  ];
}
