import { createHmac, randomUUID } from 'node:crypto';
import { shapeRepository } from './shapes/repository.ts';
import { shapeBot, shapeUser } from './shapes/user.ts';
import {
  type AppRecord,
  accountOf,
  type DeliveryRecord,
  type GitHubState,
  type InstallationRecord,
  type RepositoryRecord,
  reachOf,
  takeId,
} from './state.ts';

interface Announcement {
  readonly event: string;
  readonly action: string | null;
  readonly repository?: RepositoryRecord;
  /** Set where the event belongs to one installation whatever it subscribed to. */
  readonly installation?: InstallationRecord;
  /** The person or app that did it. */
  readonly sender?: number | AppRecord;
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface Webhooks {
  /** How deliveries behave from now on: `drop` loses them, `twice` sends each two times. */
  mode: 'deliver' | 'drop' | 'twice';
  announce(announcement: Announcement): void;
  redeliver(delivery: DeliveryRecord): void;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

// docs.github.com, "Handling failed webhook deliveries" and "Best practices for using webhooks".
const answerWithin = 10_000;
const remembered = 2000;

/** Sends signed events to the apps concerned. As at the host, nothing is repeated unless asked for. */
export function createWebhooks(state: GitHubState, address: { readonly origin: string }, now: () => number): Webhooks {
  const underWay = new Set<Promise<void>>();
  const stampNow = (): string => new Date(now()).toISOString();

  const send = async (app: AppRecord, delivery: DeliveryRecord): Promise<void> => {
    const signature = (algorithm: string): string =>
      createHmac(algorithm, app.webhookSecret).update(delivery.payload).digest('hex');
    delivery.requestHeaders = {
      'content-type': 'application/json',
      accept: '*/*',
      'user-agent': 'GitHub-Hookshot/sandbox',
      'x-github-delivery': delivery.guid,
      'x-github-event': delivery.event,
      'x-github-hook-id': String(app.id),
      'x-github-hook-installation-target-id': String(app.id),
      'x-github-hook-installation-target-type': 'integration',
      'x-hub-signature': `sha1=${signature('sha1')}`,
      'x-hub-signature-256': `sha256=${signature('sha256')}`,
    };
    const started = performance.now();
    try {
      const response = await fetch(app.webhookUrl ?? '', {
        method: 'POST',
        headers: delivery.requestHeaders,
        body: delivery.payload,
        redirect: 'manual',
        signal: AbortSignal.timeout(answerWithin),
      });
      delivery.responseBody = (await response.text()).slice(0, 10_000);
      delivery.responseHeaders = Object.fromEntries(response.headers);
      delivery.statusCode = response.status;
      delivery.status = response.ok ? 'OK' : `Invalid HTTP Response: ${response.status}`;
    } catch (error) {
      const late = error instanceof Error && error.name === 'TimeoutError';
      delivery.statusCode = late ? 504 : 502;
      delivery.status = late ? 'timed out' : 'failed to connect to host';
    }
    delivery.duration = Math.round(performance.now() - started) / 1000;
    delivery.deliveredAt = stampNow();
  };

  const start = (app: AppRecord, fields: Omit<DeliveryRecord, 'id' | 'appId' | keyof typeof unsent>): void => {
    const delivery: DeliveryRecord = { id: takeId(state), appId: app.id, ...structuredClone(unsent), ...fields };
    delivery.deliveredAt = stampNow();
    state.deliveries.push(delivery);
    if (state.deliveries.length > remembered) state.deliveries.splice(0, state.deliveries.length - remembered);
    const work = send(app, delivery).finally(() => underWay.delete(work));
    underWay.add(work);
  };

  const webhooks: Webhooks = {
    mode: 'deliver',
    announce(announcement) {
      for (const { app, installation } of receivers(state, announcement)) {
        if (app.webhookUrl === null || webhooks.mode === 'drop') continue;
        const payload = JSON.stringify(describe(state, address, announcement, installation));
        const fields = {
          guid: randomUUID(),
          event: announcement.event,
          action: announcement.action,
          installationId: installation?.id ?? null,
          repositoryId: announcement.repository?.id ?? null,
          payload,
          redelivery: false,
        };
        start(app, fields);
        if (webhooks.mode === 'twice') start(app, fields);
      }
    },
    redeliver(delivery) {
      const app = state.apps.find(({ id }) => id === delivery.appId);
      if (!app) return;
      const { guid, event, action, installationId, repositoryId, payload } = delivery;
      start(app, { guid, event, action, installationId, repositoryId, payload, redelivery: true });
    },
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
  return webhooks;
}

const unsent = {
  deliveredAt: '',
  duration: 0,
  status: 'pending',
  statusCode: 0,
  requestHeaders: {} as Record<string, string>,
  responseHeaders: {} as Record<string, string>,
  responseBody: '',
};

function receivers(
  state: GitHubState,
  { event, repository, installation }: Announcement,
): readonly { readonly app: AppRecord; readonly installation: InstallationRecord }[] {
  const candidates = installation ? [installation] : state.installations.filter(({ suspendedAt }) => !suspendedAt);
  return candidates.flatMap((candidate) => {
    const app = state.apps.find(({ id }) => id === candidate.appId);
    if (!app) return [];
    if (!installation && !app.events.includes(event)) return [];
    if (!installation && repository && !reachOf(state, candidate).includes(repository)) return [];
    return [{ app, installation: candidate }];
  });
}

function describe(
  state: GitHubState,
  address: { readonly origin: string },
  announcement: Announcement,
  installation: InstallationRecord,
): Record<string, unknown> {
  const { action, payload, repository, sender } = announcement;
  const world = { state, address };
  return {
    ...(action === null ? {} : { action }),
    ...payload,
    ...(repository ? { repository: withTimes(announcement.event, shapeRepository(world, repository)) } : {}),
    ...('installation' in payload
      ? {}
      : { installation: { id: installation.id, node_id: `I_${installation.id.toString(36)}` } }),
    sender:
      typeof sender === 'object'
        ? shapeBot(world, sender)
        : shapeUser(world, accountOf(state, sender ?? state.accounts[0]?.id ?? 0)),
  };
}

/** Push events alone give these times as seconds since the epoch. */
function withTimes(event: string, repository: Record<string, unknown>): Record<string, unknown> {
  if (event !== 'push') return repository;
  const seconds = (key: string): number => Date.parse(String(repository[key])) / 1000;
  return { ...repository, created_at: seconds('created_at'), pushed_at: seconds('pushed_at') };
}
