import { randomBytes } from 'node:crypto';
import type { Endpoint } from './app-manifest.ts';
import type { ForgePlatform, Installation } from './platform.ts';
import { type InvokedModule, invocationClaims, signClaims, systemToken } from './signing.ts';

export interface Invocation {
  readonly installation: Installation;
  readonly module: InvokedModule;
  readonly endpoint: Endpoint;
  /** For the log: name of the event, or of the schedule. */
  readonly event: string;
  readonly body: object;
}

/** Repetitions after the first attempt (forge remote: events). */
const REPETITIONS = 4;
const REMEMBERED = 2_000;

const underWay = new WeakMap<ForgePlatform, Set<Promise<void>>>();
const closed = new WeakMap<ForgePlatform, AbortController>();

function closing(platform: ForgePlatform): AbortSignal {
  let controller = closed.get(platform);
  if (!controller) {
    controller = new AbortController();
    closed.set(platform, controller);
  }
  return controller.signal;
}

async function attempt(
  platform: ForgePlatform,
  invocation: Invocation,
  headers: Record<string, string>,
  number: number,
) {
  const started = performance.now();
  let status = 0;
  try {
    const response = await fetch(invocation.endpoint.url, {
      method: 'POST',
      headers,
      body: JSON.stringify(invocation.body),
      redirect: 'manual',
      signal: AbortSignal.any([AbortSignal.timeout(platform.settings.answerWithin), closing(platform)]),
    });
    await response.arrayBuffer();
    status = response.status;
  } catch {
    status = 0;
  }
  const { deliveries, clock } = platform.state;
  deliveries.push({
    at: new Date(clock.now()).toISOString(),
    appId: invocation.installation.appId,
    event: invocation.event,
    url: invocation.endpoint.url,
    attempt: number,
    status,
    ms: Math.round(performance.now() - started),
  });
  if (deliveries.length > REMEMBERED) deliveries.splice(0, deliveries.length - REMEMBERED);
  return status >= 200 && status < 300;
}

async function send(platform: ForgePlatform, invocation: Invocation): Promise<void> {
  const { installation, module, endpoint } = invocation;
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    accept: '*/*',
    'user-agent': 'forge-remote/sandbox',
    authorization: `Bearer ${await signClaims(invocationClaims(platform, installation, module))}`,
    'x-b3-traceid': randomBytes(16).toString('hex'),
    'x-b3-spanid': randomBytes(8).toString('hex'),
  };
  const installed = platform.installations.has(installation.id);
  if (endpoint.systemToken && installed) headers['x-forge-oauth-system'] = systemToken(platform, installation);
  const signal = closing(platform);
  let wait = platform.settings.firstBackoff;
  for (let number = 1; number <= 1 + REPETITIONS && !signal.aborted; number += 1) {
    if (await attempt(platform, invocation, headers, number)) return;
    if (number > REPETITIONS) return;
    await platform.state.clock.sleep(wait, signal).catch(() => undefined);
    wait *= 2;
  }
}

/** Sends one invocation to the app's back end; repeats it while there is no 2xx answer. */
export function deliver(platform: ForgePlatform, invocation: Invocation): void {
  const all = underWay.get(platform) ?? new Set();
  underWay.set(platform, all);
  const work: Promise<void> = send(platform, invocation).finally(() => all.delete(work));
  all.add(work);
}

/** Resolves when no delivery is under way. */
export async function deliveriesDone(platform: ForgePlatform): Promise<void> {
  for (let all = underWay.get(platform); all && all.size > 0; ) await Promise.all(all);
}

/** Breaks off what is under way. */
export async function endDeliveries(platform: ForgePlatform): Promise<void> {
  closing(platform);
  closed.get(platform)?.abort();
  await deliveriesDone(platform);
}

/** Sends an event to every trigger of an installation that declares it. */
export function announce(platform: ForgePlatform, installation: Installation, event: string, body: object): void {
  for (const trigger of installation.version.manifest?.triggers ?? [])
    if (trigger.events.includes(event))
      deliver(platform, {
        installation,
        event,
        body: { ...body, eventType: event },
        module: { type: 'core:trigger', key: trigger.key },
        endpoint: trigger.endpoint,
      });
}
