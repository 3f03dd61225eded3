import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ContentEditor } from '../atlassian/confluence/editor.ts';
import { readAppManifest } from '../atlassian/forge/app-manifest.ts';
import { deliveriesDone } from '../atlassian/forge/delivery.ts';
import { facts, forgeWorld, type Received, startBackEnd } from '../atlassian/forge/forge.testbed.ts';
import { forgeOf } from '../atlassian/forge/index.ts';
import { install } from '../atlassian/forge/lifecycle.ts';
import { addVersion, createApp, type ForgePlatform, type Installation } from '../atlassian/forge/platform.ts';
import { type Atlassian, startAtlassian } from '../atlassian/index.ts';

let atlassian: Atlassian;
let platform: ForgePlatform;
let answer: (received: Received, count: number) => number;
let backEnd: Awaited<ReturnType<typeof startBackEnd>>;

beforeEach(async () => {
  answer = () => 204;
  atlassian = await startAtlassian({ world: forgeWorld() });
  platform = forgeOf(atlassian.state);
  platform.settings.firstBackoff = 1;
  backEnd = await startBackEnd((received, count) => answer(received, count));
});
afterEach(async () => {
  await atlassian.close();
  await backEnd.close();
});

const actor = facts.admin.accountId;
const contentEvents = ['created', 'updated', 'moved', 'trashed', 'permissions_updated'].map(
  (verb) => `avi:confluence:${verb}:page`,
);

async function putApp(scopes: readonly string[], events: readonly string[] = contentEvents): Promise<Installation> {
  const app = createApp(platform, { name: 'test', ownerId: actor, developerSpaceId: 'space' });
  const endpoint = (key: string, path: string) => ({
    key,
    remote: 'b',
    route: { path },
    auth: { appSystemToken: { enabled: true } },
  });
  const manifest = {
    modules: {
      trigger: [{ key: 'content', endpoint: 'events', events: ['avi:forge:installed:app', ...events] }],
      scheduledTrigger: [{ key: 'hourly', endpoint: 'token', interval: 'hour' }],
      endpoint: [endpoint('events', '/events'), endpoint('token', '/token')],
    },
    remotes: [{ key: 'b', baseUrl: backEnd.origin }],
    permissions: { scopes },
  };
  addVersion(platform, app, 'production', readAppManifest(JSON.stringify(manifest)));
  const installation = install(platform, {
    app,
    environment: app.environments[0]!,
    site: atlassian.state.sites[0]!,
    installerId: actor,
  });
  await deliveriesDone(platform);
  backEnd.received.length = 0;
  return installation;
}

const editor = () => new ContentEditor(atlassian.state.content.get(facts.cloudId)!);
async function heard(): Promise<readonly string[]> {
  await deliveriesDone(platform);
  return backEnd.received.map(({ body }) => (JSON.parse(body.toString()) as { eventType: string }).eventType);
}

describe('deliveries of the app platform', () => {
  it('says what people do, only where the manifest asks for it and the app may see it', async () => {
    await putApp(['read:page:confluence']);
    editor().edit('602', { body: { storage: '<p>new</p>' }, actorId: actor });
    editor().edit('603', { body: { storage: '<p>closed</p>' }, actorId: actor });
    editor().archive('602', actor);
    expect(await heard()).toEqual(['avi:confluence:updated:page']);
    const [event] = backEnd.received.map(({ body }) => JSON.parse(body.toString()) as Record<string, unknown>);
    expect(event).toMatchObject({
      atlassianId: actor,
      content: { id: '602', type: 'page', space: { key: 'APP' }, version: { number: 2 } },
    });
  });

  it('says nothing when a page goes out of the sight of the app, and something when it comes back', async () => {
    await putApp(['read:page:confluence']);
    editor().restrict('602', { users: [actor] }, actor);
    expect(await heard()).toEqual([]);
    editor().unrestrict('602', actor);
    expect(await heard()).toEqual(['avi:confluence:permissions_updated:page']);
  });

  it('says what was thrown away only to apps that may write', async () => {
    await putApp(['read:page:confluence']);
    editor().trash('602', actor);
    expect(await heard()).toEqual([]);
    editor().restore('602', actor);
    await putApp(['read:page:confluence', 'write:page:confluence']);
    editor().trash('602', actor);
    expect(await heard()).toEqual(['avi:confluence:trashed:page']);
  });

  it('repeats a delivery four times with growing waits until it is taken, with the same token', async () => {
    await putApp(['read:page:confluence']);
    answer = () => 500;
    editor().edit('602', { title: 'Never taken', actorId: actor });
    expect(await heard()).toHaveLength(5);
    expect(new Set(backEnd.received.map(({ headers }) => headers.authorization)).size).toBe(1);
    backEnd.received.length = 0;
    answer = (_received, count) => (count < 3 ? 503 : 200);
    editor().edit('602', { title: 'Taken at last', actorId: actor });
    expect(await heard()).toHaveLength(3);
    expect(atlassian.state.deliveries.slice(-3)).toMatchObject([
      { attempt: 1, status: 503 },
      { attempt: 2, status: 503 },
      { attempt: 3, status: 200 },
    ]);
  });

  it('does not wait for an answer that takes too long', async () => {
    await putApp(['read:page:confluence']);
    platform.settings.answerWithin = 50;
    atlassian.state.deliveries.length = 0;
    const silent = await startBackEnd(() => 200);
    await silent.close();
    answer = () => {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 80);
      return 200;
    };
    editor().edit('602', { title: 'Slow', actorId: actor });
    await deliveriesDone(platform);
    expect(atlassian.state.deliveries.map(({ status }) => status)).toEqual([0, 0, 0, 0, 0]);
  });

  it('runs schedules when they are due and when asked to, with a token that the site takes', async () => {
    const { cloudId } = await putApp(['read:page:confluence']);
    const tick = (body: string) => fetch(`${atlassian.origin}/_sandbox/forge/tick`, { method: 'POST', body });
    expect(await (await tick('{"due":true}')).json()).toEqual({ ran: 0 });
    expect(await (await tick('')).json()).toEqual({ ran: 1 });
    await deliveriesDone(platform);
    atlassian.clock.advance(3_600_000);
    // The stand-in looks by itself as well; whoever is first runs it, once.
    await tick('{"due":true}');
    await deliveriesDone(platform);
    expect(backEnd.received.map(({ path }) => path)).toEqual(['/token', '/token']);
    const [old, fresh] = backEnd.received.map(({ headers }) => String(headers['x-forge-oauth-system']));
    const read = async (token: string | undefined) =>
      (
        await fetch(`${atlassian.origin}/ex/confluence/${cloudId}/wiki/api/v2/pages/602`, {
          headers: { authorization: `Bearer ${token}` },
        })
      ).status;
    expect([await read(old), await read(fresh)]).toEqual([401, 200]);
  });

  it('installs from the page that stands for a shared link', async () => {
    const { appId } = await putApp(['read:page:confluence']);
    platform.installations.clear();
    const page = await fetch(`${atlassian.origin}/forge/install/${appId.split('/').at(-1)}`);
    expect(await page.text()).toContain('Install</button>');
    const installed = await fetch(`${atlassian.origin}/forge/install`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ appId, cloudId: facts.cloudId, accountId: actor }),
    });
    expect(await installed.json()).toMatchObject({ installed: true });
    expect(await heard()).toEqual(['avi:forge:installed:app']);
    const member = { appId, cloudId: facts.cloudId, accountId: facts.member.accountId };
    const refused = await fetch(`${atlassian.origin}/forge/install`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(member),
    });
    expect(refused.status).toBe(400);
  });
});
