import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSandboxClock } from '../core/index.ts';
import { acmeCloudId, loadWorld } from '../worlds/index.ts';
import { ContentEditor } from './confluence/editor.ts';
import { readBody } from './confluence/item.ts';
import { forgeOf } from './forge/index.ts';
import { addVersion, createApp } from './forge/platform.ts';
import { publicKeys } from './forge/signing.ts';
import { startAtlassian } from './index.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ctx-keep-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function open() {
  const atlassian = await startAtlassian({
    world: await loadWorld('acme'),
    clock: createSandboxClock(),
    keepIn: join(folder, 'state.json'),
  });
  const store = atlassian.state.content.get(acmeCloudId)!;
  return { atlassian, store, editor: new ContentEditor(store), forge: forgeOf(atlassian.state) };
}

it('goes on where it was: edits, new pages, restrictions, the trash, apps and keys', async () => {
  const first = await open();
  const actorId = first.atlassian.state.users[0]!.accountId;
  const [edited, trashed, hidden] = [...first.store.items.values()].filter(
    ({ kind, status, readers }) => kind === 'page' && status === 'current' && readers === null,
  );
  first.editor.edit(edited!.id, { body: { storage: '<p>Edited.</p>' }, actorId });
  first.editor.trash(trashed!.id, actorId);
  first.store.setReaders(hidden!, { users: [actorId], groups: [] });
  const made = first.editor.create({ spaceId: edited!.spaceId, title: 'New', actorId });
  const app = createApp(first.forge, { name: 'ctx', ownerId: actorId, developerSpaceId: 'space' });
  const manifest = { scopes: ['read:page:confluence'], remotes: [] } as unknown as Parameters<typeof addVersion>[3];
  addVersion(first.forge, app, 'production', manifest);
  const keys = await publicKeys();
  await first.atlassian.close();

  const second = await open();
  try {
    expect(readBody(second.store.items.get(edited!.id)!)).toEqual({ storage: '<p>Edited.</p>' });
    expect(second.store.items.get(edited!.id)?.version.number).toBe(edited!.version.number);
    expect(second.store.items.get(trashed!.id)?.status).toBe('trashed');
    expect(second.store.visibleToApp(second.store.items.get(hidden!.id)!)).toBe(false);
    expect(second.store.items.get(made.id)?.title).toBe('New');
    expect(second.forge.apps.get(app.id)?.environments[0]?.versions[0]?.version).toBe('2.0.0');
    expect(await publicKeys()).toEqual(keys);
    expect(second.store.takeId()).not.toBe(made.id);
  } finally {
    await second.atlassian.close();
  }
});

it('starts afresh on another world', async () => {
  const first = await open();
  const item = [...first.store.items.values()][0]!;
  first.editor.edit(item.id, { title: 'Renamed', actorId: first.atlassian.state.users[0]!.accountId });
  await first.atlassian.close();
  const world = await loadWorld('acme');
  const second = await startAtlassian({ world: { ...world, name: 'other' }, keepIn: join(folder, 'state.json') });
  try {
    expect(second.state.content.get(acmeCloudId)?.items.get(item.id)?.title).not.toBe('Renamed');
  } finally {
    await second.close();
  }
});
