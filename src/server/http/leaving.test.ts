import { afterAll, beforeAll, expect, it } from 'vitest';
import { Secret } from '../../core/secret.ts';
import { type ServerBed, startServer } from '../server.testbed.ts';

interface Operation {
  readonly parameters?: readonly { readonly name: string }[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema: object }> };
  readonly responses: Record<string, unknown>;
}

/** What a connection that is being disconnected still takes, each with why. */
const taken: Readonly<Record<string, string>> = {
  'DELETE /{orgSlug}/api/v1/connectors/atlassian': 'asks for the same again',
  'POST /{orgSlug}/api/v1/connectors/atlassian/preview': 'changes nothing',
  'POST /{orgSlug}/api/v1/connectors/atlassian/target/move-preview': 'changes nothing',
};

let bed: ServerBed;
let ours: Awaited<ReturnType<ServerBed['createOrg']>>;
let ids: { source: string; host: string };
beforeAll(async () => {
  bed = await startServer();
  ours = await bed.createOrg('acme');
  const create = async (connector: string) =>
    (await bed.ports.connections.create(ours.org.id, { connector, name: connector })).id;
  ids = { source: await create('wiki'), host: await create('hub') };
  const { clientId, clientSecret } = bed.connectors.identity.client;
  await bed.ports.connections.patch(ours.org.id, ids.source, { atlassianOAuthClientId: clientId });
  await bed.ports.connections.putSecret(ours.org.id, ids.source, 'atlassianOAuthClientSecret', clientSecret);
});
afterAll(() => bed?.close());

const source = '/acme/api/v1/connectors/atlassian';
const configs = () =>
  Promise.all([ids.source, ids.host].map(async (id) => (await bed.ports.connections.get(ours.org.id, id))!.config));

/** Routes that change a connection, as the document of the interface lists them. */
function changing(): readonly (readonly [string, string, Operation])[] {
  const { paths } = bed.server.openApi() as { paths: Record<string, Record<string, Operation>> };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .map(([method, operation]) => [method.toUpperCase(), path, operation] as const)
      .filter(([method, , { parameters, requestBody }]) => {
        const names = JSON.stringify([parameters?.map(({ name }) => name), requestBody]);
        const isAbout =
          names.includes('"connectionId"') || /\/connectors\/(\{id\}|atlassian|repository-host)/.test(path);
        return method !== 'GET' && isAbout;
      }),
  );
}

it('takes no change any more while it is being disconnected, by whatever route (from the OpenAPI document)', async () => {
  const left = await ours.admin.ask(`/acme/api/v1/org/atlassian-oauth/authorize?connectionId=${ids.source}`);
  const back = bed.connectors.identity.consent(left.headers.get('location')!);
  const claim = await bed.ports.grants.createClaim({
    orgId: ours.org.id,
    connectionId: ids.source,
    userId: 'u1',
    accountId: 'p9',
    accountName: 'Bob',
    scopes: ['read'],
    accessToken: new Secret('CANARY-access'),
    refreshToken: null,
    grantExpiresAt: '2030-01-01T00:00:00.000Z',
  });
  for (const id of [ids.source, ids.host])
    await bed.ports.connections.patch(ours.org.id, id, { disconnecting: true, disconnectFiles: 'keep' });
  const before = await configs();
  const operations = changing();
  expect(operations.length).toBeGreaterThan(20);
  for (const [method, path, { parameters, requestBody, responses }] of operations) {
    const name = `${method} ${path}`;
    if (name in taken) continue;
    expect([name, Object.keys(responses)]).toEqual([name, expect.arrayContaining(['409'])]);
    const id = /repositor/.test(path) ? ids.host : ids.source;
    const address = path
      .replace('{orgSlug}', 'acme')
      .replace(/pending-claim\/\{id\}/, `pending-claim/${claim.id}`)
      .replace(/\{\w+\}/g, id);
    const byQuery = parameters?.some((one) => one.name === 'connectionId');
    // By its id, and as the only one there is.
    for (const given of path.endsWith('/repositories') ? [id] : [id, null]) {
      const { status, json } = await ours.admin.ask(given && byQuery ? `${address}?connectionId=${given}` : address, {
        method,
        ...(requestBody ? { body: given ? { connectionId: given } : {} } : {}),
      });
      expect([name, status, json?.code]).toEqual([name, 409, 'disconnecting']);
    }
  }
  const authorize = await ours.admin.ask(`/acme/api/v1/org/atlassian-oauth/authorize?connectionId=${ids.source}`);
  expect([authorize.status, authorize.json.code]).toEqual([409, 'disconnecting']);
  // What was begun before comes to nothing.
  const come = await ours.admin.ask(back.pathname + back.search);
  expect(come.headers.get('location')).toContain('linkError=disconnecting');
  expect(await bed.ports.grants.forConnection(ours.org.id, ids.source)).toBeNull();
  expect(await configs()).toEqual(before);
});

it('keeps to what was chosen for the files when it is asked again', async () => {
  const { id } = await bed.ports.connections.create(ours.org.id, { connector: 'wiki', name: 'Another' });
  const leave = async (files: string) => {
    const answer = await ours.admin.ask(`${source}?connectionId=${id}${files}`, { method: 'DELETE' });
    return [answer.status, answer.json.code ?? answer.json.files];
  };
  const entries = async () =>
    (await bed.ports.audit.list(ours.org.id, 20))
      .filter((entry) => entry.connectionId === id && entry.action !== 'connection.created')
      .map(({ action, detail }) => [action, detail.files, detail.again]);
  expect(await leave('&files=remove')).toEqual([202, 'remove']);
  expect(await leave('&files=keep')).toEqual([409, 'disconnecting']);
  expect(await leave('')).toEqual([202, 'remove']);
  expect(await entries()).toEqual([
    ['connection.disconnect-requested', 'remove', true],
    ['connection.disconnect-requested', 'remove', false],
  ]);
});

it('shows before that provisioning is under way, and what becomes of its app', async () => {
  const { id } = await bed.ports.connections.create(ours.org.id, { connector: 'wiki', name: 'Third' });
  const preview = async () => (await ours.admin.ask(`${source}/disconnect-preview?connectionId=${id}`)).json;
  expect(await preview()).toMatchObject({ provisionUnderWay: false, app: null });
  await bed.ports.provisions.start(ours.org.id, id, ['register']);
  expect(await preview()).toMatchObject({ provisionUnderWay: true, app: expect.stringContaining('after the step') });
});
