import { healthy, runChecks } from '../cli/doctor/finding.ts';
import { organizationChecks } from '../cli/doctor/organization.ts';
import { lookForSecrets } from '../core/leaks.testbed.ts';
import type { EventSource } from '../core/roles/event-source.ts';
import { Secret } from '../core/secret.ts';
import { createMetrics } from '../observe/metrics.ts';
import { createTestStore } from '../store/store.testbed.ts';
import { secrets } from './contract.ts';
import type { ServerDeps, ServerSettings } from './deps.ts';
import { createAccount } from './http/auth/accounts.ts';
import type { Role } from './http/auth/actor.ts';
import { createIdentity } from './http/auth/identity.ts';
import { addMember, createOrganization } from './http/auth/organizations.ts';
import { createServer } from './index.ts';
import { Browser } from './testbed/browser.testbed.ts';
import { createConnectors } from './testbed/connectors.testbed.ts';
import { createRecordingJobs } from './testbed/jobs.testbed.ts';

export const origin = 'http://127.0.0.1:3999';
export const password = 'correct horse battery staple';

export interface BedOptions {
  readonly settings?: Partial<ServerSettings>;
  readonly events?: { readonly source?: EventSource; readonly repositories?: EventSource };
  /** Milliseconds since the epoch; default the real time. */
  readonly now?: () => number;
  readonly webRoot?: string;
  readonly writer?: ServerDeps['writer'];
}

/** A server on the real store, with connectors in memory and jobs that are only written down. */
export async function startServer(options: BedOptions = {}) {
  const now = options.now ?? Date.now;
  const database = await createTestStore({ clock: { now } });
  const { ports, store } = database;
  const connectors = createConnectors(now, options.events);
  const jobs = createRecordingJobs(ports);
  const lines: string[] = [];
  const write = (fields: object, message: string) => lines.push(`${message} ${JSON.stringify(fields)}`);
  const log = { trace: write, debug: write, info: write, warn: write, error: write, child: () => log };
  const examined = {
    ports,
    sources: new Map([[connectors.source.id, connectors.source]]),
    repositories: new Map([[connectors.repositories.id, connectors.repositories]]),
    openRepoHost: async () => connectors.host.host,
    sharedOAuth: null,
    callbackUrl: null,
    sharedApp: null,
    publicOrigin: null,
    sweepMs: undefined,
    secretNames: Object.values(secrets),
    now,
  };
  const deps: ServerDeps = {
    ports,
    jobs,
    sources: new Map([[connectors.source.id, connectors.source]]),
    repositories: new Map([[connectors.repositories.id, connectors.repositories]]),
    openSource: async () => connectors.contents,
    openRepoHost: async () => connectors.host.host,
    dryRun: async () => ({
      pages: 2,
      files: [],
      moreFiles: 0,
      skipped: [],
      skippedByReason: {},
      requests: 1,
      points: 1,
    }),
    auth: { database: store.authDatabase, secret: new Secret('CANARY-signs-sessions-of-this-bed-0'), baseUrl: origin },
    settings: {
      publicOrigin: origin,
      globalOAuth: null,
      installUrl: null,
      globalRepoApp: null,
      demo: null,
      secureCookies: false,
      version: '0.0.0-test',
      ...options.settings,
    },
    clock: { now, sleep: async () => undefined },
    log,
    metrics: createMetrics({ process: false }),
    health: async () => ({ ready: true, checks: { database: 'ok' } }),
    doctor: {
      organization: async (orgId) => runChecks(await organizationChecks(examined, orgId)),
      deployment: async () => [healthy('machine', 'All of it is well.')],
    },
    subscribe: store.subscribe,
    listening: store.listening,
    writer: options.writer ?? null,
    webRoot: options.webRoot ?? null,
  };
  const server = createServer(deps);
  const identity = createIdentity(deps);

  const visitor = () => new Browser(server, deps.settings.publicOrigin);
  const signIn = async (email: string): Promise<Browser> => {
    const browser = visitor();
    const { status, text } = await browser.ask('/api/auth/sign-in/email', { body: { email, password } });
    if (status !== 200) throw new Error(`${email} cannot sign in: ${status} ${text}`);
    return browser;
  };
  const createPerson = (email: string) => createAccount(identity, { name: email.split('@')[0]!, email, password });

  return {
    server,
    deps,
    ports,
    jobs,
    connectors,
    identity,
    /** What was logged, one text a line. */
    lines,
    url: database.url,
    visitor,
    signIn,
    createPerson,
    /** An organization with one signed-in person for each role. */
    async createOrg(slug: string) {
      const owner = await createPerson(`owner@${slug}.example`);
      const org = await createOrganization(identity, { name: `Org ${slug}`, slug, ownerId: owner.id });
      const join = async (role: Role) => {
        const { id } = await createPerson(`${role}@${slug}.example`);
        await addMember(identity, { orgId: org.id, userId: id, role });
        return signIn(`${role}@${slug}.example`);
      };
      return {
        org,
        owner: await signIn(`owner@${slug}.example`),
        admin: await join('admin'),
        member: await join('member'),
      };
    },
    async close() {
      server.close();
      lookForSecrets('log', lines.join('\n'));
      await database.close();
    },
  };
}

export type ServerBed = Awaited<ReturnType<typeof startServer>>;
