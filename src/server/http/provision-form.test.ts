import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Connection } from '../../core/connection.ts';
import { Problem } from '../../core/problem.ts';
import type { ProvisionCredentials } from '../../core/roles/provisioner.ts';
import { Secret } from '../../core/secret.ts';
import { origin, type ServerBed, startServer } from '../server.testbed.ts';
import { apiToken } from '../testbed/connectors.testbed.ts';

const source = '/acme/api/v1/connectors/atlassian';
const wrong = 'CANARY-a-token-that-is-not-accepted';

let bed: ServerBed;
let ours: Awaited<ReturnType<ServerBed['createOrg']>>;
let connection: Connection;

beforeAll(async () => {
  bed = await startServer();
  ours = await bed.createOrg('acme');
});
afterAll(() => bed?.close());
beforeEach(async () => {
  const config = {
    site: { id: 'fake-site', name: 'Fake', url: 'https://acme.wiki.example' },
    forgeSiteHost: 'acme.wiki.example',
    forgeDeveloperSpaceId: 'space',
    forgeConsentAt: '2026-01-01',
  };
  connection = await bed.ports.connections.create(ours.org.id, { connector: 'wiki', name: 'Wiki', config });
});

const send = async (method: string, path: string, body: object) => {
  const { status, json, text } = await ours.admin.ask(`${source}${path}`, {
    method,
    body: { connectionId: connection.id, ...body },
  });
  expect(text).not.toContain('CANARY');
  return [status, json.code ?? json.provisionStatus ?? 'saved'];
};
const save = (body: object) => send('PUT', '/credentials', body);
const provision = (body: object) => send('POST', '/provision', body);
const saved = async () => {
  const { config } = (await bed.ports.connections.get(ours.org.id, connection.id))!;
  const token = await bed.ports.connections.secret(ours.org.id, connection.id, 'forgeScopedApiToken');
  return [config.forgeEmail, token?.reveal()];
};
const email = 'ada@acme.example';
const job = () => bed.ports.provisions.current(ours.org.id, connection.id);
const jobFails = async () =>
  bed.ports.provisions.finish(ours.org.id, (await job()).jobId, {
    status: 'failed',
    errorCode: 'unknown',
    detail: null,
    userMessage: 'It failed.',
  });
const lastAudit = async () => (await bed.ports.audit.list(ours.org.id, 1))[0]!;

it('saves credentials only when the product accepts them', async () => {
  expect(await save({ email, scopedApiToken: wrong })).toEqual([409, 'forge_auth_failed']);
  expect(await save({ scopedApiToken: apiToken })).toEqual([409, 'provision-form-incomplete']);
  expect(await saved()).toEqual([undefined, undefined]);
  expect(await save({ email, scopedApiToken: apiToken })).toEqual([200, 'saved']);
  expect(await saved()).toEqual([email, apiToken]);
});

it('leaves a token that works in place when provisioning is asked for again with one that does not', async () => {
  await save({ email, scopedApiToken: apiToken });
  expect(await provision({ scopedApiToken: wrong })).toEqual([409, 'forge_auth_failed']);
  expect(await save({ scopedApiToken: wrong })).toEqual([409, 'forge_auth_failed']);
  expect(await saved()).toEqual([email, apiToken]);
  expect(await provision({})).toEqual([202, 'running']);
});

it('starts the job with a first token that nobody tried, and with a right one in the place of a wrong one', async () => {
  expect(await provision({ email, scopedApiToken: wrong })).toEqual([202, 'running']);
  expect(await saved()).toEqual([email, wrong]);
  await jobFails();
  expect(await provision({ scopedApiToken: `${wrong}-2` })).toEqual([202, 'running']);
  await jobFails();
  expect(await provision({ scopedApiToken: apiToken })).toEqual([202, 'running']);
  expect(await saved()).toEqual([email, apiToken]);
});

const OLD_APP = '11111111-1111-4111-8111-111111111111';
const NEW_APP = '22222222-2222-4222-8222-222222222222';

it('starts over when that is typed, shows before what it will do, and gives up the old app', async () => {
  const { connections, provisions } = bed.ports;
  const ask = (method: string, body?: object) =>
    ours.admin.ask(`${source}/start-over${body ? '' : `?connectionId=${connection.id}`}`, {
      method,
      ...(body ? { body: { connectionId: connection.id, ...body } } : {}),
    });
  await save({ email, scopedApiToken: apiToken });
  expect((await ask('GET')).json.code).toBe('nothing-to-start-over');
  const systemTokenMeta = { apiBaseUrl: 'https://api.wiki.example', issuedAt: '2026-01-01', expiresAt: '2026-01-02' };
  const before = { forgeAppId: OLD_APP, forgeInstallationId: 'i1', appDeployed: { manifest: 'x' }, systemTokenMeta };
  await connections.patch(ours.org.id, connection.id, before);
  await connections.putSecret(ours.org.id, connection.id, 'appSystemToken', new Secret('CANARY-system-token'));
  const shown = (await ask('GET')).json;
  expect(shown).toMatchObject({ appId: OLD_APP, uninstalls: true, confirm: 'start over' });
  expect(shown.does).toHaveLength(4);
  expect((await ask('POST', { confirm: 'yes' })).json.code).toBe('not-confirmed');
  expect((await connections.get(ours.org.id, connection.id))!.config.forgeAppId).toBe(OLD_APP);

  const job = await ask('POST', { confirm: shown.confirm });
  expect([job.status, job.json.provisionStatus]).toEqual([202, 'running']);
  const { config } = (await connections.get(ours.org.id, connection.id))!;
  expect(config).toMatchObject({ appGeneration: 1, formerApps: [{ appId: OLD_APP, uninstalled: false }] });
  for (const key of ['forgeAppId', 'forgeInstallationId', 'appDeployed', 'systemTokenMeta'])
    expect([key, config[key]]).toEqual([key, undefined]);
  expect(await connections.hasSecret(ours.org.id, connection.id, 'appSystemToken')).toBe(false);
  await connections.patch(ours.org.id, connection.id, { forgeAppId: NEW_APP });
  expect((await ask('POST', { confirm: shown.confirm })).json.code).toBe('provision-running');
  await provisions.finish(ours.org.id, job.json.jobId, { status: 'succeeded' });
  const status = (await ours.admin.ask(`${source}/status?connectionId=${connection.id}`)).json;
  expect(status.formerApps).toEqual([{ appId: OLD_APP, uninstalled: false }]);
});

it('says what another deployment would need an admin’s consent for', async () => {
  const upgrade = async (deployed: object, more: Record<string, boolean> = {}) => {
    await bed.ports.connections.patch(ours.org.id, connection.id, {
      forgeAppId: NEW_APP,
      appDeployed: { ...deployed } as never,
      ...more,
    });
    return (await ours.admin.ask(`${source}/status?connectionId=${connection.id}`)).json.upgrade;
  };
  const text = bed.connectors.source.provisioner.manifest(
    { connectionId: connection.id, origin, instantDelete: false },
    NEW_APP,
  );
  const manifest = createHash('sha256').update(text).digest('hex');
  const now = { manifest, origin, instantDelete: false };
  expect(await upgrade(now)).toBeNull();
  expect(await upgrade({ ...now, origin: 'https://old.example' })).toEqual({
    changed: ['origin'],
    from: 'https://old.example',
    to: origin,
  });
  expect(await upgrade({ ...now, manifest: 'of an older release' })).toMatchObject({ changed: ['scopes'] });
  expect(await upgrade(now, { instantDelete: true })).toMatchObject({ changed: ['scopes'] });
});

it('replaces nothing while the product cannot be asked, and asks nothing about what is there already', async () => {
  await save({ email, scopedApiToken: apiToken });
  const { provisioner } = bed.connectors.source;
  const { developerSpaces } = provisioner;
  const asked: ProvisionCredentials[] = [];
  Object.assign(provisioner, {
    developerSpaces: async (credentials: ProvisionCredentials) => {
      asked.push(credentials);
      throw new Problem({ code: 'network', detail: 'unreachable', message: 'Nobody answers.', status: 502 });
    },
  });
  expect(await provision({ email, scopedApiToken: apiToken })).toEqual([202, 'running']);
  expect(asked).toHaveLength(0);
  await jobFails();
  expect(await provision({ scopedApiToken: wrong })).toEqual([502, 'network']);
  Object.assign(provisioner, { developerSpaces });
  expect(await saved()).toEqual([email, apiToken]);
});

it('puts the app on the linked site and on no other (S4)', async () => {
  await bed.ports.connections.patch(ours.org.id, connection.id, {
    site: { id: 'other', name: 'Other', url: 'https://other.wiki.example' },
  });
  await save({ email, scopedApiToken: apiToken });
  expect(await provision({ siteHost: 'acme.wiki.example' })).toEqual([409, 'site-host-other']);
  expect(bed.jobs.asked.filter(({ about }) => about === connection.id)).toEqual([]);
});

it('saves nothing as a developer space that the tool would read as an option', async () => {
  for (const developerSpaceId of ['--verbose', '-y']) {
    expect(await save({ email, scopedApiToken: apiToken, developerSpaceId })).toEqual([400, 'invalid-developer-space']);
    expect(await provision({ developerSpaceId, consent: true })).toEqual([400, 'invalid-developer-space']);
  }
  expect((await bed.ports.connections.get(ours.org.id, connection.id))?.config.forgeDeveloperSpaceId).not.toMatch(/^-/);
});

it('starts nothing before a site is linked, where the app could land anywhere', async () => {
  await bed.ports.connections.patch(ours.org.id, connection.id, { site: null });
  expect(await save({ email, scopedApiToken: apiToken })).toEqual([200, 'saved']);
  expect(await provision({ consent: true })).toEqual([409, 'site-not-linked']);
  expect(await send('POST', '/install-started', {})).toEqual([409, 'site-not-linked']);
  expect((await job()).status).toBe('idle');
});

it('takes the consent to the terms for one account, and keeps who gave it for which in the audit log', async () => {
  await save({ email, scopedApiToken: apiToken });
  expect(await provision({ instantDelete: true })).toEqual([202, 'running']);
  expect(await lastAudit()).toMatchObject({
    action: 'provision.started',
    detail: { email, consentAt: '2026-01-01', developerSpaceId: 'space', instantDelete: true, again: false },
  });
  expect(JSON.stringify(await lastAudit())).not.toContain('CANARY');
  await jobFails();
  await save({ email });
  expect((await bed.ports.connections.get(ours.org.id, connection.id))!.config.forgeConsentAt).toBe('2026-01-01');
  await save({ email: 'bob@acme.example' });
  expect(await provision({})).toEqual([409, 'consent-needed']);
  await bed.ports.connections.patch(ours.org.id, connection.id, { forgeAppId: OLD_APP });
  expect(await send('POST', '/start-over', { confirm: 'start over' })).toEqual([409, 'consent-needed']);
  expect(await provision({ consent: true })).toEqual([202, 'running']);
  expect((await lastAudit()).detail.email).toBe('bob@acme.example');
  await jobFails();
  expect(await provision({ email })).toEqual([409, 'consent-needed']);
});

it('lets one of two different requests of the same moment start the job, and tells the other', async () => {
  await save({ email, scopedApiToken: apiToken });
  for (let round = 0; round < 12; round += 1) {
    const wishes = [`left-${round}`, `right-${round}`];
    const answers = await Promise.all(wishes.map((developerSpaceId) => provision({ developerSpaceId, consent: true })));
    const { config } = (await bed.ports.connections.get(ours.org.id, connection.id))!;
    const at = wishes.indexOf(String(config.forgeDeveloperSpaceId));
    expect([round, answers[at]]).toEqual([round, [202, 'running']]);
    const [status, code] = answers[1 - at]!;
    expect([round, status, ['saved-meanwhile', 'provision-running'].includes(code)]).toEqual([round, 409, true]);
    expect((await lastAudit()).detail.developerSpaceId).toBe(wishes[at]);
    await jobFails();
  }
});

it('changes neither scopes nor account beneath a job that somebody starts in the same moment', async () => {
  await save({ email, scopedApiToken: apiToken });
  for (let round = 0; round < 12; round += 1) {
    const wished = round % 2 === 0;
    const [scopes, others] = await Promise.all([
      provision({ instantDelete: wished, consent: true }),
      round % 3 === 0 ? provision({ instantDelete: !wished }) : save({ email: `other-${round}@acme.example` }),
    ]);
    const { config } = (await bed.ports.connections.get(ours.org.id, connection.id))!;
    const seen = [scopes, others].filter(([, code]) => code === 'running').length;
    if (seen === 2) throw new Error(`both were started in round ${round}`);
    if (scopes[1] === 'running') expect([round, config.instantDelete]).toEqual([round, wished]);
    if (scopes[1] === 'running' && others[1] === 'saved') expect(config.forgeEmail).toBe(`other-${round}@acme.example`);
    expect(scopes[0] === 409 || others[0] === 409 || others[1] === 'saved').toBe(true);
    if (seen === 1) await jobFails();
    await save({ email });
  }
});

it('gives both senders of one request the same job', async () => {
  await save({ email, scopedApiToken: apiToken });
  const form = { email, scopedApiToken: apiToken, developerSpaceId: 'twice', consent: true, instantDelete: true };
  const asked = () =>
    ours.admin.ask(`${source}/provision`, { method: 'POST', body: { ...form, connectionId: connection.id } });
  const answers = await Promise.all([asked(), asked(), asked()]);
  expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
  expect(new Set(answers.map(({ json }) => json.jobId)).size).toBe(1);
});

it('changes nothing beneath a job that runs, and answers the same request with that job', async () => {
  await save({ email, scopedApiToken: apiToken });
  const form = { email, scopedApiToken: apiToken, siteHost: 'ACME.wiki.example', developerSpaceId: 'space' };
  expect(await provision({ ...form, consent: true })).toEqual([202, 'running']);
  const { jobId } = await job();
  const before = await bed.ports.connections.get(ours.org.id, connection.id);
  expect(await provision({ ...form, consent: true, instantDelete: false })).toEqual([202, 'running']);
  expect((await job()).jobId).toBe(jobId);
  expect(await save(form)).toEqual([200, 'saved']);
  for (const other of [{ email: 'bob@acme.example' }, { scopedApiToken: wrong }, { developerSpaceId: 'other' }]) {
    expect(await save(other)).toEqual([409, 'provision-running']);
    expect(await provision(other)).toEqual([409, 'provision-running']);
  }
  expect(await provision({ instantDelete: true })).toEqual([409, 'provision-running']);
  expect((await bed.ports.connections.get(ours.org.id, connection.id))!.config).toEqual(before!.config);
  expect(await saved()).toEqual([email, apiToken]);
});
