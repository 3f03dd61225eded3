import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../core/secret.ts';
import { type ServerBed, startServer } from '../server/server.testbed.ts';
import { apiToken } from '../server/testbed/connectors.testbed.ts';
import { type ProvisionOptions, provisionCommand } from './provision.ts';
import { runCommand } from './terminal.testbed.ts';

const site = 'acme.wiki.example';

describe('provisioning on a terminal', { timeout: 60_000 }, () => {
  let bed: ServerBed;
  let key: Secret;
  let orgId = '';
  let connectionId = '';
  beforeAll(async () => {
    bed = await startServer();
    const { org, admin } = await bed.createOrg('acme');
    orgId = org.id;
    const made = await admin.ask('/acme/api/v1/keys', { body: { name: 'terminal', role: 'admin' } });
    const credentials = { email: 'ada@acme.example', apiToken: new Secret(apiToken) };
    await bed.connectors.source.provisioner.createDeveloperSpace(credentials, 'Acme');
    key = new Secret((made.json as { key: string }).key);
  });
  afterAll(() => bed?.close());
  beforeEach(async () => {
    for (const { id } of await bed.ports.connections.list(orgId)) await bed.ports.connections.remove(orgId, id);
    const config = { site: { id: 'fake-site', name: 'Fake', url: `https://${site}` } };
    connectionId = (await bed.ports.connections.create(orgId, { connector: 'wiki', name: 'Wiki', config })).id;
  });

  /** Runs the command; each wait of it is a turn of the worker. */
  async function provision(args: readonly string[], change: Partial<ProvisionOptions> = {}, input = '') {
    const command = provisionCommand({
      name: 'provision',
      variables: { token: 'TOKEN', email: 'EMAIL' },
      given: () => ({ token: new Secret(apiToken), email: 'ada@acme.example' }),
      terms: 'The terms.',
      apiKey: () => key,
      fetch: async (request) => bed.server.fetch(request),
      findServer: async () => 'http://127.0.0.1:3999',
      ask: async () => null,
      askHidden: async () => null,
      sleep: async () => undefined,
      ...change,
    });
    return runCommand(command, ['--org', 'acme', ...args], input);
  }

  /** A worker that does one thing each time it is waited for. */
  function worker(...acts: ((jobId: string) => Promise<unknown>)[]): Pick<ProvisionOptions, 'sleep'> {
    const left = [...acts];
    return {
      async sleep() {
        const { jobId } = await bed.ports.provisions.current(orgId, connectionId);
        await left.shift()?.(jobId);
      },
    };
  }
  const step = (name: string, state: 'running' | 'succeeded' | 'failed') => (jobId: string) =>
    bed.ports.provisions.step(orgId, jobId, name, state);
  const succeed = (jobId: string) => bed.ports.provisions.finish(orgId, jobId, { status: 'succeeded' });

  it('shows each step and line of the log once, and ends with 0', async () => {
    const { exit, out, err } = await provision(
      ['--site', site, '--accept-terms'],
      worker(
        step('register', 'running'),
        (jobId) => bed.ports.provisions.appendLog(orgId, jobId, ['Registered the app\u001b[2J']),
        step('register', 'succeeded'),
        succeed,
      ),
    );
    expect([exit, out]).toEqual([0, 'The app is installed, and its first token has arrived.\n']);
    expect(err.match(/register +\.\.\./g)).toHaveLength(1);
    expect(err).toMatch(/register +done \(\d+\.\d s\)/);
    expect(err.match(/Registered the app/g)).toHaveLength(1);
    expect(out + err).not.toMatch(/CANARY|\u001b/);
    expect(await bed.ports.connections.hasSecret(orgId, connectionId, 'forgeScopedApiToken')).toBe(true);
    const told = await bed.ports.audit.list(orgId, 5);
    expect(told.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['provision.started', 'provision.credentials-saved']),
    );
  });

  it('ends with 1 and gives code, detail, cure and job of a step that failed', async () => {
    const fail = (jobId: string) =>
      bed.ports.provisions.finish(orgId, jobId, {
        status: 'failed',
        errorCode: 'forge_deploy_forbidden',
        detail: 'no-developer-space',
        userMessage: 'You may not deploy. Ask the person who registered it.',
      });
    const plain = await provision(['--site', site, '--accept-terms'], worker(fail));
    expect(plain.exit).toBe(1);
    for (const part of ['forge_deploy_forbidden (no-developer-space)', 'Ask the person who registered it.', 'Job '])
      expect(plain.out).toContain(part);
    expect(plain.out).not.toContain('An admin of the site');
    const app = '11111111-1111-4111-8111-111111111111';
    await bed.ports.connections.patch(orgId, connectionId, { forgeAppId: app });
    const atInstall = await provision([], worker(step('install', 'failed'), fail));
    expect(atInstall.out).toMatch(new RegExp(`An admin of the site can install it at https://\\S+${app}`));
    const json = await provision(['--json'], worker(fail));
    expect([json.exit, JSON.parse(json.out)]).toMatchObject([1, { provisionErrorCode: 'forge_deploy_forbidden' }]);
  });

  it('starts over only where that is asked for and confirmed, and shows before what it does', async () => {
    const { connections } = bed.ports;
    const appOf = async () => (await connections.get(orgId, connectionId))!.config.forgeAppId;
    expect((await provision(['--site', site, '--accept-terms'], worker(succeed))).exit).toBe(0);
    expect((await provision(['--start-over', '--confirm', 'start over'])).out).toBe('');
    const app = '11111111-1111-4111-8111-111111111111';
    await connections.patch(orgId, connectionId, { forgeAppId: app });
    expect((await provision([], worker(succeed))).exit).toBe(0);
    expect(await appOf()).toBe(app);

    const refused = await provision(['--start-over']);
    expect([refused.exit, refused.err.includes(`Gives up the app ${app}`), await appOf()]).toEqual([2, true, app]);
    expect((await provision(['--start-over', '--confirm', 'yes'])).exit).toBe(2);
    const asked: string[] = [];
    const ask = async (question: string) => {
      asked.push(question);
      return 'start over\n';
    };
    const done = await provision(['--start-over'], { ask, ...worker(succeed) });
    expect([done.exit, asked, await appOf()]).toEqual([0, ['Type start over to go on: '], undefined]);
    const { config } = (await connections.get(orgId, connectionId))!;
    expect(config.formerApps).toEqual([{ appId: app, uninstalled: false }]);
  });

  it('takes the token from standard input or without showing it, and never from an argument', async () => {
    const none = { given: () => ({ token: undefined, email: 'ada@acme.example' }) };
    const asked: string[] = [];
    const askHidden = async (question: string) => {
      asked.push(question);
      return apiToken;
    };
    const args = ['--site', site, '--accept-terms'];
    expect((await provision(args, { ...none, ...worker(succeed) })).exit).toBe(2);
    const typed = await provision(['--token', 'CANARY-typed', ...args]);
    expect([typed.exit, typed.err.includes('CANARY')]).toEqual([2, false]);
    expect((await provision(args, { ...none, askHidden, ...worker(succeed) })).exit).toBe(0);
    expect(asked).toHaveLength(1);
    await bed.ports.connections.wipeSecrets(orgId, connectionId, 'all');
    expect((await provision(['--token-stdin', ...args], { ...none, ...worker(succeed) }, `${apiToken}\n`)).exit).toBe(
      0,
    );
    // What is saved is not asked for again.
    expect((await provision([], { ...none, ...worker(succeed) })).exit).toBe(0);
  });

  it('shows the terms and starts nothing before they are accepted', async () => {
    const before = bed.jobs.asked.length;
    const refused = await provision(['--site', site]);
    expect([refused.exit, bed.jobs.asked.length]).toEqual([2, before]);
    expect(refused.err).toContain('The terms.');
    expect((await provision(['--site', site], { ask: async () => 'yes', ...worker(succeed) })).exit).toBe(0);
    // Accepted for one account: for another one they are shown anew.
    const other = await provision(['--email', 'bob@acme.example'], worker(succeed));
    expect([other.exit, other.err.includes('The terms.')]).toEqual([2, true]);
    expect((await provision(['--email', 'bob@acme.example', '--accept-terms'], worker(succeed))).exit).toBe(0);
    const given = () => ({ token: new Secret(apiToken), email: undefined });
    expect((await provision([], { given, ...worker(succeed) })).err).not.toContain('The terms.');
  });

  it('watches a job that is under way, and waits for a server that restarts', async () => {
    await provision(['--site', site, '--accept-terms'], worker(succeed));
    await bed.ports.provisions.start(orgId, connectionId, ['register']);
    let calls = 0;
    const fetch = async (request: Request) => {
      calls += 1;
      if (calls === 2) throw new Error('ECONNREFUSED');
      return bed.server.fetch(request);
    };
    const { exit, err } = await provision([], { fetch, ...worker(async () => undefined, succeed) });
    expect([exit, err.includes('under way already')]).toEqual([0, true]);
  });

  it.each([
    [[], '--create-developer-space'],
    [
      [
        { id: 's-1', name: 'One' },
        { id: 's-2', name: 'Two' },
      ],
      '--developer-space s-2 (Two)',
    ],
  ])('says how to choose among developer spaces: %j', async (spaces, said) => {
    const fetch = async (request: Request) =>
      request.url.includes('/developer-spaces') ? Response.json(spaces) : bed.server.fetch(request);
    const { exit, err } = await provision(['--site', site, '--accept-terms'], { fetch });
    expect([exit, err.includes(said)]).toEqual([2, true]);
  });

  it('says what the server refuses', async () => {
    const wrong = await provision(['--site', 'evil.example', '--accept-terms']);
    expect([wrong.exit, wrong.out]).toEqual([1, '']);
    const token = { given: () => ({ token: new Secret('CANARY-wrong-token'), email: 'ada@acme.example' }) };
    const refused = await provision(['--site', site, '--accept-terms'], token);
    expect([refused.exit, refused.err.includes('CANARY')]).toEqual([1, false]);
  });
});
