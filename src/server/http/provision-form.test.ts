import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Connection } from '../../core/connection.ts';
import { Problem } from '../../core/problem.ts';
import type { ProvisionCredentials } from '../../core/roles/provisioner.ts';
import { type ServerBed, startServer } from '../server.testbed.ts';
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
  const config = { forgeSiteHost: 'acme.wiki.example', forgeDeveloperSpaceId: 'space', forgeConsentAt: '2026-01-01' };
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
  expect(await provision({ scopedApiToken: `${wrong}-2` })).toEqual([202, 'running']);
  expect(await provision({ scopedApiToken: apiToken })).toEqual([202, 'running']);
  expect(await saved()).toEqual([email, apiToken]);
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
  expect(await provision({ scopedApiToken: wrong })).toEqual([502, 'network']);
  Object.assign(provisioner, { developerSpaces });
  expect(await saved()).toEqual([email, apiToken]);
});
