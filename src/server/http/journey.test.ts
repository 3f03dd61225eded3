import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Secret } from '../../core/secret.ts';
import { origin, type ServerBed, startServer } from '../server.testbed.ts';
import type { Answer } from '../testbed/browser.testbed.ts';
import { apiToken, appSecrets } from '../testbed/connectors.testbed.ts';

const source = '/acme/api/v1/connectors/atlassian';
const host = '/acme/api/v1/connectors/repository-host';

describe('a connection from nothing to a run, through the interface alone', { timeout: 120_000 }, () => {
  let bed: ServerBed;
  let ours: Awaited<ReturnType<ServerBed['createOrg']>>;
  let sourceId: string;
  let hostId: string;
  beforeAll(async () => {
    bed = await startServer();
    ours = await bed.createOrg('acme');
  });
  afterAll(() => bed?.close());

  const get = async (path: string) => (await ours.admin.ask(path)).json;
  async function send(method: string, path: string, body?: unknown, status = 200) {
    const answer = await ours.admin.ask(path, { method, ...(body === undefined ? {} : { body }) });
    expect([method, path, answer.status, answer.status >= 400 ? answer.json?.code : '']).toEqual([
      method,
      path,
      status,
      status >= 400 ? answer.json?.code : '',
    ]);
    return answer.json;
  }
  const step = async () => (await get(`${source}/status`)) as { current: string; next: string };

  it('adds the products and says what is missing, step by step', async () => {
    expect((await get('/acme/api/v1/capabilities')).connectors).toEqual([
      { id: 'wiki', name: 'Wiki', role: 'source' },
      { id: 'hub', name: 'Hub', role: 'repositories' },
    ]);
    await send('POST', '/acme/api/v1/connectors', { connector: 'unheard-of' }, 400);
    sourceId = (await send('POST', '/acme/api/v1/connectors', { connector: 'wiki' }, 201)).id;
    hostId = (await send('POST', '/acme/api/v1/connectors', { connector: 'hub' }, 201)).id;
    expect(await get('/acme/api/v1/connectors')).toMatchObject([
      { id: sourceId, type: 'wiki', role: 'source', status: 'setup' },
      { id: hostId, type: 'hub', role: 'repositories', status: 'setup' },
    ]);
    expect(Object.keys((await get('/acme/api/v1/connectors'))[0])).not.toContain('config');
    expect(await step()).toMatchObject({ current: 'app', next: 'save-oauth-app' });
  });

  it('offers the install link of the connection before the deployment’s, and only links of the product (S6)', async () => {
    const path = `/acme/api/v1/connectors/${sourceId}`;
    const link = async () =>
      (await get(`/acme/api/v1/capabilities?connectionId=${sourceId}`)).confluenceForgeInstallUrl;
    expect(await link()).toBeNull();
    for (const url of [
      'javascript:alert(1)',
      'https://evil.example/install',
      'https://platform.example.evil.example/install',
      'https://platform.example@evil.example/',
      'https://user:word@platform.example/install',
      'http://platform.example/install',
      'not a link',
    ])
      await send('PATCH', path, { confluenceForgeInstallUrl: url }, 400);
    await send('PATCH', path, { confluenceForgeInstallUrl: 'https://platform.example/install/1?signature=x' });
    expect(await link()).toBe('https://platform.example/install/1?signature=x');
    await send('PATCH', path, { confluenceForgeInstallUrl: null });
    Object.assign(bed.deps.settings, { installUrl: 'https://platform.example/install/all' });
    expect(await link()).toBe('https://platform.example/install/all');
    Object.assign(bed.deps.settings, { installUrl: null });
  });

  it('keeps of the account-linking app what it is not given', async () => {
    const { clientId, clientSecret } = bed.connectors.identity.client;
    const path = `/acme/api/v1/org/atlassian-oauth?connectionId=${sourceId}`;
    expect(await get(path)).toEqual({
      oauthAppSaved: false,
      atlassianOAuthClientId: null,
      globalAtlassianOAuthConfigured: false,
      oauthCallbackUrl: `${origin}/api/v1/integrations/atlassian/callback`,
      atlassianCreateUrl: 'https://identity.example/apps/new',
    });
    await send('PUT', path, {}, 400);
    await send('PUT', path, { atlassianOAuthClientSecret: clientSecret.reveal() });
    expect(await send('PUT', path, { atlassianOAuthClientId: clientId })).toMatchObject({
      oauthAppSaved: true,
      atlassianOAuthClientId: clientId,
    });
    // Tried before it is saved: what the product refuses replaces nothing.
    for (const wrong of [{ atlassianOAuthClientId: 'another-id' }, { atlassianOAuthClientSecret: 'another-secret' }])
      expect((await send('PUT', path, wrong, 409)).code).toBe('oauth_client_rejected');
    expect((await get(path)).atlassianOAuthClientId).toBe(clientId);
    await send('PUT', path, { atlassianOAuthClientId: clientId });
    expect(await bed.ports.connections.secret(ours.org.id, sourceId, 'atlassianOAuthClientSecret')).toMatchObject({});
    expect((await get(path)).oauthAppSaved).toBe(true);
    expect(await step()).toMatchObject({ current: 'link', next: 'link-account' });
  });

  it('links the account', async () => {
    const left = await ours.admin.ask(`/acme/api/v1/org/atlassian-oauth/authorize?connectionId=${sourceId}`);
    const back = bed.connectors.identity.consent(left.headers.get('location')!);
    expect((await ours.admin.ask(back.pathname + back.search)).status).toBe(302);
    expect(await get(`${source}/sites`)).toMatchObject({ sites: [{ id: 'fake-site' }], chosen: { id: 'fake-site' } });
    await send('PUT', `${source}/site`, { siteId: 'nowhere' }, 404);
    await send('PUT', `${source}/site`, { siteId: 'fake-site' });
    expect(await step()).toMatchObject({ current: 'provision', account: { name: 'Ada', state: 'valid' } });
  });

  it('starts provisioning once the form is whole and the terms were accepted', async () => {
    const form = { email: 'ada@acme.example', scopedApiToken: apiToken };
    await send('POST', `${source}/provision`, {}, 409);
    await send('PUT', `${source}/credentials`, { ...form, siteHost: 'http://169.254.169.254/' }, 400);
    await send('PUT', `${source}/credentials`, { ...form, siteHost: 'other.wiki.example' }, 409);
    await bed.ports.connections.patch(ours.org.id, sourceId, {
      site: { id: 'fake-site', name: 'Fake', url: 'https://acme.wiki.example' },
    });
    await send('PUT', `${source}/credentials`, { ...form, siteHost: 'ACME.wiki.example' });
    const space = await send('POST', `${source}/developer-spaces`, { name: 'Ours' }, 201);
    expect(await get(`${source}/developer-spaces`)).toEqual([space]);
    await send('POST', `${source}/provision`, { developerSpaceId: space.id }, 409);
    const job = await send('POST', `${source}/provision`, { developerSpaceId: space.id, consent: true }, 202);
    expect(job).toMatchObject({ provisionStatus: 'running', provisionErrorCode: null });
    const again = await send('POST', `${source}/provision`, {}, 202);
    expect(again.jobId).toBe(job.jobId);
    expect(await get(`${source}/provision-status?connectionId=${sourceId}`)).toMatchObject({ jobId: job.jobId });
    expect(await get(`${source}/credentials`)).toMatchObject({ siteHost: 'acme.wiki.example', tokenSaved: true });
    expect(bed.jobs.asked.filter(({ what }) => what === 'provision')).toHaveLength(2);
  });

  it('makes the app at the repository host with one click, and installs it', async () => {
    expect(await get(host)).toMatchObject({ appId: null, installed: false, installUrl: null });
    const form = await send('POST', `${host}/registration`, { returnTo: '/o/acme/setup/1/repository' });
    const state = new URL(form.action).searchParams.get('state');
    bed.connectors.registration.codes.add('code-1');
    const callback = `/api/v1/integrations/hub/callback?code=code-1&state=${state}`;
    expect((await bed.visitor().ask(callback)).status).toBe(403);
    const made = await ours.admin.ask(callback);
    const install = new URL(made.headers.get('location')!);
    expect(install.pathname).toBe('/apps/ctx-acme/install');
    expect((await ours.admin.ask(callback)).status).toBe(400);
    const setup = (id: string, of = install) =>
      ours.admin.ask(`/api/v1/integrations/hub/setup?installation_id=${id}&state=${of.searchParams.get('state')}`);
    expect((await setup('123')).json.code).toBe('installation-unknown');
    const again = await ours.admin.ask(`${host}/install?connectionId=${hostId}&returnTo=/o/acme`);
    const done = await setup('900', new URL(again.headers.get('location')!));
    expect(done.headers.get('location')).toBe('/o/acme?installed=true');
    expect(await get(host)).toMatchObject({ account: 'acme', installed: true, appSlug: 'ctx-acme' });
    expect(await get(`${host}/installations`)).toMatchObject([{ id: '900' }, { id: '901', suspended: true }]);
    await send('PUT', `${host}/installation`, { installationId: '901' }, 409);
    expect((await ours.admin.ask('/api/v1/integrations/hub/setup?installation_id=900')).headers.get('location')).toBe(
      '/',
    );
  });

  it('takes an app that was made by hand only when it works', async () => {
    const app = { appId: '88', privateKey: 'not the key of the app', webhookSecret: 'CANARY-webhook-by-hand' };
    await send('PUT', `${host}/app`, app, 409);
    expect((await get(host)).appId).toBe('77');
    await send('PUT', `${host}/app`, { ...app, appId: '77', privateKey: appSecrets.privateKey });
    expect(await get(host)).toMatchObject({ appId: '77', installed: true });
  });

  it('chooses the target, and asks twice before a public one', async () => {
    expect(await get(`${host}/repositories`)).toMatchObject([{ id: '41', fullName: 'acme/knowledge' }]);
    const target = { connectionId: hostId, repositoryId: '41', branch: 'main' };
    await send('PUT', `${source}/target`, { target: { ...target, repositoryId: '42' } }, 404);
    await send('PUT', `${source}/target`, { target: { ...target, branch: '--upload-pack=x' } }, 400);
    const { repository } = bed.connectors.host;
    Object.assign(repository, { private: false });
    await send('PUT', `${source}/target`, { target }, 409);
    await send('PUT', `${source}/target`, { target, confirmPublic: 'acme/knowledge' });
    Object.assign(repository, { private: true });
    expect(await send('PUT', `${source}/target`, { target })).toEqual({
      target: { ...target, fullName: 'acme/knowledge' },
    });
    expect(await get('/acme/api/v1/repositories')).toMatchObject([{ fullName: 'acme/knowledge', indexedCommit: null }]);
    await send('DELETE', host, undefined, 409);
  });

  it('picks the scope from the tree, sees what it brings, and proposes it', async () => {
    const { items } = await get(`${source}/available-spaces`);
    expect(items).toMatchObject([{ key: 'DOC' }]);
    expect((await get(`${source}/available-spaces/DOC/pages`)).items).toMatchObject([{ id: '1', hasChildren: true }]);
    expect((await get(`${source}/available-spaces/DOC/pages?parentId=1`)).items).toMatchObject([{ id: '2' }]);
    expect((await get(`${source}/available-spaces/DOC/search?q=Runbook`)).items).toMatchObject([{ title: 'Runbook' }]);
    await send('POST', `${source}/proposal`, {}, 409);
    const scope = { spaces: [{ key: 'DOC', selectedPageIds: ['1'] }] };
    await send('PATCH', `${source}/config`, { scope: { spaces: [{ key: 'DOC' }, { key: 'DOC' }] } }, 400);
    const saved = await send('PATCH', `${source}/config`, { scope });
    expect(saved.draft.spaces).toMatchObject([{ key: 'DOC', selectedPageIds: ['1'], includeDescendants: true }]);
    expect(await send('POST', `${source}/preview`, {})).toMatchObject({ pages: 2 });
    await send('POST', `${source}/proposal`, {}, 202);
    expect(bed.jobs.asked.at(-1)).toMatchObject({ what: 'proposeScope', about: sourceId });
  });

  it('starts, pauses, resumes and ends runs, and shows what they did', async () => {
    const steer = (action: string, status = 200) => send('POST', `${source}/sync`, { action }, status);
    const { run } = await steer('start');
    expect(run).toMatchObject({ kind: 'initial', state: 'running' });
    await bed.ports.runs.log(ours.org.id, run.id, [{ at: new Date().toISOString(), level: 'info', message: 'began' }]);
    expect((await get(`${source}/runs`)).items).toMatchObject([{ id: run.id }]);
    expect(await get(`${source}/runs/${run.id}`)).toMatchObject({ log: [{ message: 'began' }], commitUrl: null });
    expect((await steer('cancel')).run.id).toBe(run.id);
    expect((await get(`${source}/runs/${run.id}`)).cancelRequested).toBe(true);
    await bed.ports.runs.finish(ours.org.id, run.id, { state: 'cancelled', commit: 'abc' });
    expect((await get(`${source}/runs/${run.id}`)).commitUrl).toBe('https://git.example/acme/knowledge/commit/abc');
    expect(await steer('pause')).toMatchObject({ paused: true });
    await steer('start', 409);
    expect(await steer('resume')).toMatchObject({ paused: false });
    expect(bed.jobs.asked.at(-1)).toMatchObject({ what: 'nudge' });
  });

  it('goes on with a repository that was made public only when somebody types its name (F22, S24)', async () => {
    const alert = { code: 'repository-made-public', message: 'It is public.', hint: 'Confirm.', at: '2026-01-01' };
    const stop = () => bed.ports.connections.patch(ours.org.id, sourceId, { alert, paused: true });
    const { repository } = bed.connectors.host;
    const target = { connectionId: hostId, repositoryId: '41', branch: 'main' };
    await stop();
    Object.assign(repository, { private: false });
    expect(await get(`${source}/status`)).toMatchObject({ alert, paused: true });
    expect(await get('/acme/api/v1/connectors')).toMatchObject([{ status: 'attention' }, {}]);
    expect((await send('POST', `${source}/sync`, { action: 'resume' }, 409)).code).toBe('repository-made-public');
    await send('PUT', `${source}/target`, { target, confirmPublic: 'acme/other' }, 409);
    expect(await get(`${source}/status`)).toMatchObject({ alert, paused: true });
    await send('PUT', `${source}/target`, { target, confirmPublic: 'acme/knowledge' });
    expect(await get(`${source}/status`)).toMatchObject({ alert: null, paused: false });
    const seen = (await bed.ports.connections.get(ours.org.id, sourceId))!.config.targetPrivate;
    expect(seen).toEqual({ id: '41', private: false });
    Object.assign(repository, { private: true });
    await stop();
    await send('POST', `${source}/sync`, { action: 'resume' });
    expect(await get(`${source}/status`)).toMatchObject({ alert: null, paused: false });
    await send('PUT', `${source}/target`, { target });
  });

  it('lets nobody but an admin decide on a mass deletion, once', async () => {
    const gone = { pageId: '3', title: 'Old plan', path: 'wiki/DOC/3.md', proof: 'confirmed-gone' };
    const wait = () =>
      bed.ports.connections.patch(ours.org.id, sourceId, {
        guard: { state: 'waiting', runId: 'r1', removals: 40, of: 50, pages: [gone] },
      });
    await send('POST', `${source}/guard`, { decision: 'approve' }, 409);
    await wait();
    expect(await get(`${source}/guard`)).toMatchObject({ state: 'waiting', removals: 40, of: 50, pages: [gone] });
    expect(await get('/acme/api/v1/connectors')).toMatchObject([{ status: 'attention' }, {}]);
    expect(await send('POST', `${source}/guard`, { decision: 'approve' })).toMatchObject({ state: 'approved' });
    expect(bed.jobs.asked.at(-1)).toMatchObject({ what: 'sync', about: sourceId });
    await send('POST', `${source}/guard`, { decision: 'approve' }, 409);
    await wait();
    expect(await send('POST', `${source}/guard`, { decision: 'reject' })).toMatchObject({ state: null });
    expect((await step()) as object).toMatchObject({ paused: true, guard: null });
  });

  it('moves the mirror when that is asked, shown before, and not to where it stands', async () => {
    const { repository } = bed.connectors.host;
    const target = { connectionId: hostId, repositoryId: '41', branch: 'docs' };
    const path = `${source}/target`;
    await bed.ports.connections.patch(ours.org.id, sourceId, { firstSync: { state: 'succeeded', runId: 'r1' } });
    await send('PUT', path, { target }, 409);
    await send('POST', `${path}/move-preview`, { target: { ...target, branch: 'main' } }, 409);
    Object.assign(repository, { private: false });
    expect(await send('POST', `${path}/move-preview`, { target })).toMatchObject({
      from: { branch: 'main' },
      to: { branch: 'docs' },
      public: true,
      does: expect.arrayContaining([expect.stringContaining('one commit')]),
    });
    await send('POST', `${path}/move`, { target, files: 'remove' }, 409);
    Object.assign(repository, { private: true });
    await send('POST', `${path}/move`, { target }, 400);
    await send('POST', `${path}/move`, { target, files: 'remove' }, 202);
    expect(bed.jobs.asked.at(-1)).toMatchObject({ what: 'moveMirror', about: sourceId, more: { files: 'remove' } });
    await bed.ports.connections.patch(ours.org.id, sourceId, { moving: { to: { ...target, fullName: 'x/y' } } });
    expect((await get(`${source}/status`)).movingTo).toMatchObject({ branch: 'docs' });
    await send('POST', `${path}/move-preview`, { target }, 409);
    await bed.ports.connections.patch(ours.org.id, sourceId, { moving: null });
  });

  it('shows pages with their reasons and reads one again when asked', async () => {
    await bed.ports.ledger.save(ours.org.id, sourceId, [
      {
        pageId: '7',
        spaceId: 's1',
        spaceKey: 'DOC',
        kind: 'page',
        parentId: null,
        title: 'Broken',
        version: 1,
        path: null,
        sourceHash: null,
        linksTo: [],
        attachmentPaths: [],
        state: 'failed',
        reason: 'read-failed',
        absences: 0,
        losses: 0,
        modifiedAt: null,
        url: null,
      },
    ]);
    expect(await get(`${source}/pages?state=failed`)).toMatchObject({
      items: [{ pageId: '7', reason: 'read-failed' }],
      total: 1,
    });
    await send('POST', `${source}/pages/8/retry`, {}, 404);
    await send('POST', `${source}/pages/7/retry`, {}, 202);
    expect(await bed.ports.journal.pending(ours.org.id, sourceId, 5)).toMatchObject([{ change: { subjectId: '7' } }]);
  });

  it('leaves one audit entry for each change, and none for a refusal (S29)', async () => {
    const entries = (await get('/acme/api/v1/audit?limit=500')) as { action: string; actorName: string | null }[];
    const counts = new Map<string, number>();
    for (const { action } of entries) counts.set(action, (counts.get(action) ?? 0) + 1);
    expect(Object.fromEntries(counts)).toMatchObject({
      'connection.created': 2,
      'oauth-app.saved': 3,
      'account.linked': 1,
      'provision.started': 2,
      'repository-app.created': 1,
      'target.chosen': 4,
      'scope.chosen': 1,
      'removals.decided': 2,
      'sync.steered': 5,
      'page.retried': 1,
    });
    expect(entries.every(({ actorName }) => actorName === 'admin')).toBe(true);
    const lines = await ours.admin.ask('/acme/api/v1/audit?format=jsonl');
    expect(
      lines.text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).action),
    ).toContain('target.chosen');
  });

  it('shows a secret nowhere: in no answer, log line, figure or row (I8, S8)', async () => {
    const system = 'CANARY-system-token-of-the-app';
    await bed.ports.connections.putSecret(ours.org.id, sourceId, 'appSystemToken', new Secret(system));
    const grant = (await bed.ports.grants.forConnection(ours.org.id, sourceId))!;
    const tokens = await bed.ports.grants.tokens(ours.org.id, grant.id);
    const canaries = [
      apiToken,
      system,
      'CANARY-',
      ...Object.values(appSecrets),
      bed.connectors.identity.client.clientSecret.reveal(),
      tokens.accessToken.reveal(),
      tokens.refreshToken!.reveal(),
    ];
    const [run] = await bed.ports.runs.list(ours.org.id, sourceId, 1);
    const { paths } = bed.server.openApi() as { paths: Record<string, Record<string, unknown>> };
    const seen: [string, string][] = [];
    const look = (what: string, answer: Answer) => {
      const headers = [...answer.headers].map((pair) => pair.join(': ')).join('\n');
      seen.push([what, `${headers}\n${answer.text}`]);
    };
    for (const [path, methods] of Object.entries(paths)) {
      if (!('get' in methods)) continue;
      for (const id of [sourceId, hostId, run!.id, '41', 'DOC']) {
        const address = path.replace('{orgSlug}', 'acme').replace(/\{\w+\}/g, id);
        look(address, await ours.owner.ask(`${address}?target=x&q=x`));
        look(address, await ours.owner.ask(`${address}?connectionId=${id}&target=x&q=x`));
        if (!path.includes('{id}') && !path.includes('{key}') && id === hostId) break;
      }
    }
    look('metrics', await bed.visitor().ask('/metrics'));
    look('openapi', await bed.visitor().ask('/openapi.json'));
    seen.push(['log', bed.lines.join('\n')]);
    const sql = postgres(bed.url, { max: 1 });
    const tables = await sql<{ name: string }[]>`
      select format('%I.%I', table_schema, table_name) as name from information_schema.tables
      where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`;
    for (const { name } of tables) {
      const rows = await sql.unsafe(`select row_to_json(t)::text as text from ${name} t`);
      seen.push([name, rows.map((row) => String(row.text)).join('\n')]);
    }
    await sql.end();
    expect(seen.length).toBeGreaterThan(80);
    for (const canary of canaries)
      expect([canary, seen.filter(([, text]) => text.includes(canary)).map(([what]) => what)]).toEqual([canary, []]);
  });

  it('is left again by the way that was shown', async () => {
    expect(await get(`${source}/disconnect-preview`)).toMatchObject({
      files: 0,
      target: { fullName: 'acme/knowledge' },
      accountLinked: true,
    });
    await send('DELETE', `${source}?connectionId=${sourceId}&files=remove`, undefined, 202);
    expect(bed.jobs.asked.at(-1)).toMatchObject({ what: 'disconnect', about: sourceId, more: { files: 'remove' } });
    const hostShown = () => get(`${host}/disconnect-preview?connectionId=${hostId}`);
    expect(await hostShown()).toMatchObject({ usedBy: ['Wiki'], account: 'acme', installed: true });
    expect((await send('DELETE', `${host}?connectionId=${hostId}`, undefined, 409)).code).toBe('host-in-use');
    await bed.ports.connections.remove(ours.org.id, sourceId);
    expect((await hostShown()).usedBy).toEqual([]);
    await send('DELETE', `${host}?connectionId=${hostId}`);
    expect(await get('/acme/api/v1/connectors')).toEqual([]);
    expect(await get('/acme/api/v1/repositories')).toEqual([]);
  });
});
