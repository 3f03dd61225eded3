import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connection } from '../../core/connection.ts';
import { Problem } from '../../core/problem.ts';
import type { AppRegistration } from '../../core/roles/app-registration.ts';
import type { Repository } from '../../core/roles/repo-host.ts';
import type { SignIn } from '../../core/roles/sign-in.ts';
import { Secret } from '../../core/secret.ts';
import type { AppUpgrade } from '../../server/http/app-upgrade.ts';
import { appSecrets, createConnectors } from '../../server/testbed/connectors.testbed.ts';
import { openStore } from '../../store/index.ts';
import { createTestStore, type TestStore } from '../../store/store.testbed.ts';
import { lookAtDatabase, storedChecks } from './database.ts';
import { type Finding, runChecks } from './finding.ts';
import { indexFinding, mirrorChecks } from './mirror.ts';
import { repositoryHostChecks } from './repository-host.ts';
import { sourceChecks } from './source-connection.ts';

const HOUR = 3_600_000;
let bed: TestStore;
beforeAll(async () => {
  bed = await createTestStore();
});
afterAll(() => bed.close());

/** What a case may put out of order before the look. */
interface Seed {
  readonly source: Connection;
  readonly hub: Connection;
  readonly orgId: string;
  patch(keys: Parameters<TestStore['ports']['connections']['patch']>[2]): Promise<unknown>;
  publicOrigin: string;
  upgrade: AppUpgrade | null;
  patchHub(keys: Parameters<TestStore['ports']['connections']['patch']>[2]): Promise<unknown>;
  repository: Repository;
  registration: AppRegistration;
  openRepoHost: () => Promise<ReturnType<typeof createConnectors>['host']['host']>;
  laterMs: number;
  signIn: Pick<SignIn, 'checkClient' | 'missingScopes' | 'consentEndsAt'>;
}

const event = {
  subject: 'page',
  subjectId: '1',
  spaceId: null,
  action: 'updated',
  at: '2026-01-01T00:00:00Z',
} as const;

/** A live connection on which nothing is wrong. */
async function healthyOrganization(): Promise<Seed> {
  const { ports } = bed;
  const orgId = randomUUID();
  const connectors = createConnectors(Date.now);
  const hub = await ports.connections.create(orgId, {
    connector: 'hub',
    name: 'Hub',
    config: { appId: '77', installationId: '900' },
  });
  await ports.connections.putSecret(orgId, hub.id, 'githubPrivateKey', new Secret(appSecrets.privateKey));
  await ports.connections.putSecret(orgId, hub.id, 'githubWebhookSecret', new Secret(appSecrets.webhookSecret));
  const { repository, host } = connectors.host;
  const source = await ports.connections.create(orgId, {
    connector: 'wiki',
    name: 'Wiki',
    config: {
      atlassianOAuthClientId: 'client',
      forgeInstallationId: 'installation',
      systemTokenMeta: {
        apiBaseUrl: 'https://api.example',
        issuedAt: new Date().toISOString(),
        expiresAt: new Date(Date.now() + 4 * HOUR).toISOString(),
      },
      target: { connectionId: hub.id, repositoryId: repository.id, fullName: repository.fullName, branch: 'main' },
      scope: {},
    },
  });
  await ports.connections.putSecret(orgId, source.id, 'atlassianOAuthClientSecret', new Secret('CANARY-oauth-secret'));
  await ports.grants.save(orgId, {
    connectionId: source.id,
    userId: 'u',
    accountId: randomUUID(),
    accountName: 'Ada',
    scopes: ['read'],
    expiresAt: new Date(Date.now() + HOUR).toISOString(),
    accessToken: new Secret('CANARY-access-token'),
    refreshToken: new Secret('CANARY-refresh-token'),
  });
  await ports.journal.append(orgId, source.id, randomUUID(), [event]);
  const { run } = await ports.runs.open(orgId, source.id, 'sweep');
  await ports.runs.finish(orgId, run.id, { state: 'succeeded' });
  await ports.connections.patch(orgId, source.id, { firstSync: { state: 'succeeded', runId: run.id } });
  const pending = await ports.journal.pending(orgId, source.id, 10);
  await ports.journal.settle(
    orgId,
    source.id,
    pending.map(({ id }) => id),
    run.id,
  );
  return {
    source,
    hub,
    orgId,
    patch: (keys) => ports.connections.patch(orgId, source.id, keys),
    publicOrigin: 'https://ctx.example.com',
    upgrade: null,
    patchHub: (keys) => ports.connections.patch(orgId, hub.id, keys),
    repository,
    registration: {
      ...connectors.registration,
      webhook: async () => ({
        url: `https://ctx.example.com/api/v1/webhook/github/${hub.id}`,
        last: { at: '2026-01-01T00:00:00Z', taken: true, status: '200 OK' },
      }),
    },
    openRepoHost: async () => ({ ...host, getBranch: async () => ({ commit: 'c', protected: false }) }),
    laterMs: 0,
    signIn: {
      checkClient: async () => undefined,
      missingScopes: ({ scopes }) => (scopes.includes('read') ? [] : ['read']),
      consentEndsAt: ({ linkedAt }) => new Date(Date.parse(linkedAt) + 365 * 24 * HOUR).toISOString(),
    },
  };
}

async function examine(seed: Seed): Promise<readonly Finding[]> {
  const { ports } = bed;
  const now = () => Date.now() + seed.laterMs;
  const [source, hub] = await Promise.all([
    ports.connections.get(seed.orgId, seed.source.id),
    ports.connections.get(seed.orgId, seed.hub.id),
  ]);
  const openRepoHost = async () => {
    const host = await seed.openRepoHost();
    return { ...host, getRepository: async () => seed.repository };
  };
  return runChecks([
    ...sourceChecks(source!, {
      ports,
      sharedOAuth: null,
      callbackUrl: 'https://ctx.example.com/cb',
      signIn: seed.signIn,
      upgrade: () => seed.upgrade,
      now,
    }),
    ...mirrorChecks(source!, { ports, openRepoHost, sweepEveryMs: () => HOUR, now }),
    ...(hub
      ? repositoryHostChecks(hub, {
          ports,
          sharedApp: null,
          registration: seed.registration,
          publicOrigin: seed.publicOrigin,
        })
      : []),
  ]);
}

const troubles = (findings: readonly Finding[]) =>
  findings.filter(({ state }) => state !== 'ok').map(({ name, state }) => `${state} ${name}`);

async function endRun(seed: Seed, state: 'failed' | 'succeeded-with-failures'): Promise<void> {
  const { run } = await bed.ports.runs.open(seed.orgId, seed.source.id, 'sweep');
  const problem = { code: 'x', message: 'The site refused.', hint: 'Ask its admin.' };
  await bed.ports.runs.finish(seed.orgId, run.id, { state, problem });
}

const expired = { apiBaseUrl: 'x', issuedAt: '2026-01-01T00:00:00Z', expiresAt: '2026-01-01T04:00:00Z' };

const seeded: readonly [string, readonly string[], (seed: Seed) => unknown][] = [
  [
    'an app on another site than the linked one, by the host that it was sent to',
    ['fail app'],
    (seed) =>
      seed.patch({
        forgeSiteHost: 'other.example',
        site: { id: 'site', name: 'Acme', url: 'https://acme.example' },
      }),
  ],
  [
    'an app on another site than the linked one, by the address that its token opens',
    ['fail app'],
    (seed) =>
      seed.patch({
        systemTokenMeta: {
          apiBaseUrl: 'https://api.example/ex/wiki/other',
          issuedAt: new Date().toISOString(),
          expiresAt: new Date(Date.now() + 4 * HOUR).toISOString(),
        },
        site: { id: 'site', name: 'Acme', url: 'https://acme.example' },
      }),
  ],
  ['no OAuth app', ['fail oauth-app'], (seed) => seed.patch({ atlassianOAuthClientId: null })],
  [
    'an OAuth app without its secret',
    ['fail oauth-app'],
    (seed) => bed.ports.connections.wipeSecrets(seed.orgId, seed.source.id, ['atlassianOAuthClientSecret']),
  ],
  [
    'an OAuth app whose secret is not accepted',
    ['fail oauth-app'],
    (seed) => {
      const refused = { code: 'oauth_client_rejected', message: 'It is not accepted.', hint: 'Enter the new secret.' };
      seed.signIn = { ...seed.signIn, checkClient: () => Promise.reject(new Problem(refused)) };
    },
  ],
  [
    'an OAuth app that does not know the callback address',
    ['fail oauth-app'],
    (seed) => {
      const refused = {
        code: 'oauth_client_rejected',
        message: 'The OAuth app does not know the callback URL.',
        hint: 'Enter it.',
      };
      seed.signIn = { ...seed.signIn, checkClient: () => Promise.reject(new Problem(refused)) };
    },
  ],
  [
    'an account that granted too little',
    ['fail account-scopes'],
    (seed) => {
      seed.signIn = { ...seed.signIn, missingScopes: () => ['read:page', 'offline_access'] };
    },
  ],
  [
    'an account whose consent ends within the month',
    ['warn account'],
    (seed) => {
      const consentEndsAt = ({ linkedAt }: { readonly linkedAt: string }) =>
        new Date(Date.parse(linkedAt) + 30 * 24 * HOUR).toISOString();
      seed.signIn = { ...seed.signIn, consentEndsAt };
    },
  ],
  ['no linked account', ['fail account'], (seed) => bed.ports.grants.remove(seed.orgId, seed.source.id)],
  [
    'an account whose link has ended',
    ['fail account'],
    async (seed) => {
      const grant = await bed.ports.grants.forConnection(seed.orgId, seed.source.id);
      await bed.ports.grants.markReauthRequired(seed.orgId, grant!.id);
    },
  ],
  ['an app that is not installed', ['fail app'], (seed) => seed.patch({ forgeInstallationId: null })],
  [
    'an app that was taken off',
    ['fail app'],
    (seed) => seed.patch({ forgeInstallationId: null, systemTokenMeta: null, appGoneAt: '2026-01-01T00:00:00Z' }),
  ],
  [
    'an app that calls another address',
    ['fail app-version'],
    (seed) => {
      seed.upgrade = { changed: ['origin'], from: 'https://old.example.com', to: 'https://ctx.example.com' };
    },
  ],
  [
    'an app of an earlier build',
    ['warn app-version'],
    (seed) => {
      seed.upgrade = { changed: ['scopes'], from: 'https://ctx.example.com', to: 'https://ctx.example.com' };
    },
  ],
  ['an app that has sent no token', ['fail app-token'], (seed) => seed.patch({ systemTokenMeta: null })],
  ['a token that has run out', ['fail app-token'], (seed) => seed.patch({ systemTokenMeta: expired })],
  [
    'a token from the future',
    ['fail app-token'],
    (seed) =>
      seed.patch({
        systemTokenMeta: { ...expired, issuedAt: '2999-01-01T00:00:00Z', expiresAt: '2999-01-01T01:00:00Z' },
      }),
  ],
  [
    'a token that is not renewed',
    ['warn app-token'],
    (seed) =>
      seed.patch({
        systemTokenMeta: {
          ...expired,
          issuedAt: new Date(Date.now() - 3 * HOUR).toISOString(),
          expiresAt: '2999-01-01',
        },
      }),
  ],
  [
    'events that nobody takes',
    ['warn app-token', 'warn events-waiting', 'warn sweep'],
    async (seed) => {
      await bed.ports.journal.append(seed.orgId, seed.source.id, randomUUID(), [event]);
      seed.laterMs = 3 * HOUR;
    },
  ],
  [
    'an app that has never sent an event',
    ['warn last-event'],
    () => bed.ports.journal.prune(new Date(Date.now() + HOUR), new Date(0)),
  ],
  ['no target', ['fail target'], (seed) => seed.patch({ target: null })],
  ['a target whose host is gone', ['fail target'], (seed) => bed.ports.connections.remove(seed.orgId, seed.hub.id)],
  [
    'a target that cannot be asked',
    ['fail target'],
    (seed) => {
      seed.openRepoHost = async () => {
        throw new Problem({ code: 'repository-gone', message: 'There is no repository 41.', hint: 'Choose another.' });
      };
    },
  ],
  [
    'an archived target',
    ['fail target-archived'],
    (seed) => {
      seed.repository = { ...seed.repository, archived: true };
    },
  ],
  [
    'a public target',
    ['warn target-public'],
    (seed) => {
      seed.repository = { ...seed.repository, private: false };
    },
  ],
  [
    'a branch that is not there',
    ['warn target-branch'],
    (seed) => {
      const open = seed.openRepoHost;
      seed.openRepoHost = async () => ({ ...(await open()), getBranch: async () => null });
    },
  ],
  [
    'a broken scope file',
    ['fail scope-file'],
    (seed) =>
      seed.patch({ scopeProblem: { code: 'x', message: 'pages is not known.', line: 5, column: 3, commit: 'c' } }),
  ],
  [
    'a declined proposal',
    ['warn proposal'],
    (seed) => seed.patch({ proposal: { number: 1, url: 'https://git.example/1', state: 'declined' } }),
  ],
  ['a paused connection', ['warn paused'], (seed) => seed.patch({ paused: true })],
  [
    'removals to review',
    ['warn removals-to-review'],
    (seed) => seed.patch({ guard: { state: 'waiting', runId: 'r', removals: 9, of: 10 } }),
  ],
  ['a run that failed', ['fail last-run'], (seed) => endRun(seed, 'failed')],
  ['a run that left pages out', ['warn last-run'], (seed) => endRun(seed, 'succeeded-with-failures')],
  [
    'a sweep that is overdue',
    ['warn app-token', 'warn sweep'],
    (seed) => {
      seed.laterMs = 3 * HOUR;
    },
  ],
  ['no app of the repository host', ['fail repository-app'], (seed) => seed.patchHub({ appId: null })],
  [
    'an app without its private key',
    ['fail repository-app'],
    (seed) => bed.ports.connections.wipeSecrets(seed.orgId, seed.hub.id, ['githubPrivateKey']),
  ],
  [
    'an app without a webhook secret',
    ['warn webhook-secret'],
    (seed) => bed.ports.connections.wipeSecrets(seed.orgId, seed.hub.id, ['githubWebhookSecret']),
  ],
  [
    'a webhook that leads elsewhere',
    ['warn webhook-address'],
    (seed) => {
      seed.publicOrigin = 'https://moved.example.com';
    },
  ],
  [
    'no webhook at all',
    ['warn webhook-address'],
    (seed) => {
      seed.registration = { ...seed.registration, webhook: async () => ({ url: null, last: null }) };
    },
  ],
  [
    'a delivery that was not taken',
    ['warn last-delivery'],
    (seed) => {
      const { webhook } = seed.registration;
      const last = { at: '2026-01-01T00:00:00Z', taken: false, status: '502 failed to connect to host' };
      seed.registration = { ...seed.registration, webhook: async (app) => ({ ...(await webhook(app)), last }) };
    },
  ],
  ['an app that is installed nowhere', ['fail repository-app'], (seed) => seed.patchHub({ installationId: null })],
  ['an installation that is gone', ['fail repository-app'], (seed) => seed.patchHub({ installationId: '902' })],
  ['an installation that is suspended', ['fail repository-app'], (seed) => seed.patchHub({ installationId: '901' })],
  [
    'an installation that lacks permissions',
    ['fail repository-app'],
    (seed) => {
      seed.registration = { ...seed.registration, missingPermissions: () => ['contents'] };
    },
  ],
];

describe('the doctor, over connections', () => {
  it('finds nothing wrong with a healthy one', async () => {
    const findings = await examine(await healthyOrganization());
    expect(troubles(findings)).toEqual([]);
    expect(findings.every(({ connection }) => connection !== undefined)).toBe(true);
  });

  it.each(seeded)('finds %s, and nothing else', async (_what, expected, put) => {
    const seed = await healthyOrganization();
    await put(seed);
    const findings = await examine(seed);
    expect(troubles(findings)).toEqual(expected);
    for (const { state, what, why, next } of findings)
      if (state !== 'ok') expect([what, why, next].every((text) => text.length > 0)).toBe(true);
    expect(JSON.stringify(findings)).not.toContain('CANARY');
  });

  it('says what a run met that failed at no page', async () => {
    const seed = await healthyOrganization();
    const { run } = await bed.ports.runs.open(seed.orgId, seed.source.id, 'sweep');
    const at = new Date().toISOString();
    await bed.ports.runs.log(seed.orgId, run.id, [{ at, level: 'warn', message: 'The space ENG cannot be listed.' }]);
    await bed.ports.runs.finish(seed.orgId, run.id, { state: 'succeeded-with-failures' });
    const found = (await examine(seed)).find(({ name }) => name === 'last-run');
    expect(found).toMatchObject({ state: 'warn', what: expect.stringContaining('The space ENG cannot be listed.') });
  });

  it('takes a product that gives no answer for no word on the OAuth app', async () => {
    const seed = await healthyOrganization();
    seed.signIn = { ...seed.signIn, checkClient: () => Promise.reject(new Error('ECONNREFUSED')) };
    expect(troubles(await examine(seed))).toEqual([]);
  });

  it('calls what the setup has not come to yet unfinished, not broken', async () => {
    const seed = await healthyOrganization();
    await seed.patch({ firstSync: null, target: null, forgeInstallationId: null, systemTokenMeta: null });
    expect(troubles(await examine(seed))).toEqual(['warn app', 'warn target']);
  });

  it('changes nothing: every row of every table is as it was, also where much is wrong', async () => {
    const seed = await healthyOrganization();
    await seed.patch({ forgeInstallationId: null, scopeProblem: { code: 'x', message: 'x', commit: 'c' } });
    const sql = postgres(bed.url, { max: 1 });
    const tables = await sql<{ name: string }[]>`
      select format('%I.%I', table_schema, table_name) as name from information_schema.tables
      where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`;
    const everything = async () => {
      const rows = [];
      for (const { name } of tables)
        rows.push([name, await sql.unsafe(`select xmin::text, t::text from ${name} t order by t::text`)]);
      return JSON.stringify(rows);
    };
    const before = await everything();
    expect(before).toContain(seed.source.id);
    expect(troubles(await examine(seed)).length).toBeGreaterThan(0);
    expect(await everything()).toBe(before);
    await sql.end();
  });
});

describe('the doctor, over the database', () => {
  it('finds secrets that another key sealed', async () => {
    const seed = await healthyOrganization();
    const other = openStore({ url: bed.url, encryptionKey: new Secret('ab'.repeat(32)), clock: { now: Date.now } });
    const names = ['atlassianOAuthClientSecret'] as const;
    const stored = { orgId: seed.orgId, connections: [seed.source], secretNames: names, now: Date.now };
    const look = (ports: TestStore['ports']) => runChecks(storedChecks(ports, stored));
    expect(troubles(await look(bed.ports))).toEqual([]);
    expect(troubles(await look(other.ports))).toEqual(['fail stored-secrets']);
    await other.close();
  });

  it('finds a run that does not end', async () => {
    const seed = await healthyOrganization();
    await bed.ports.runs.open(seed.orgId, seed.source.id, 'sweep');
    const later = () => Date.now() + 7 * HOUR;
    const look = (orgId: string) =>
      runChecks(storedChecks(bed.ports, { orgId, connections: [], secretNames: [], now: later }));
    expect(troubles(await look(seed.orgId))).toEqual(['warn open-runs']);
    expect(troubles(await look(randomUUID()))).toEqual([]);
  });

  it('tells a database that is away from one without this schema', async () => {
    const failing = (code: string) => async () => {
      throw new Problem({ code, message: 'It is so.', hint: 'Do that.' });
    };
    expect(await lookAtDatabase(async () => undefined, true)).toMatchObject({ state: 'ok' });
    expect(await lookAtDatabase(failing('database-unavailable'), false)).toMatchObject({
      name: 'database',
      state: 'fail',
    });
    const schema = await lookAtDatabase(failing('database-not-migrated'), false);
    expect(schema).toMatchObject({ name: 'database-schema', state: 'fail', next: 'Run: ctxpipe migrate' });
  });

  it('finds an index that stays behind', () => {
    const repository = {
      ...{ id: 'r', orgId: 'o', connectionId: 'c', remoteId: '41', fullName: 'acme/docs', url: 'x', branch: 'main' },
      headCommit: 'b',
      indexedCommit: 'a',
      indexedAt: new Date(0).toISOString(),
    };
    expect(indexFinding(repository, HOUR)).toMatchObject({ name: 'index', state: 'warn' });
    expect(indexFinding(repository, 60_000)).toMatchObject({ state: 'ok' });
    expect(indexFinding({ ...repository, indexedCommit: 'b' }, HOUR)).toMatchObject({ state: 'ok' });
  });
});
