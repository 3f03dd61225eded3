import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestStore, type TestStore } from './store.testbed.ts';

describe('repositories', () => {
  let bed: TestStore;
  let connectionId = '';
  const track = (orgId = 'org', branch = 'main') =>
    bed.ports.repositories.track(orgId, {
      connectionId,
      remoteId: '7',
      fullName: 'a/b',
      url: 'https://host.example/a/b',
      branch,
    });
  beforeAll(async () => {
    bed = await createTestStore();
    connectionId = (await bed.ports.connections.create('org', { connector: 'host', name: 'Host' })).id;
  });
  afterAll(() => bed.close());

  it('are tracked once, however many ask', async () => {
    const tracked = await Promise.all(Array.from({ length: 10 }, () => track()));
    expect(new Set(tracked.map(({ id }) => id)).size).toBe(1);
    expect(await bed.ports.repositories.list('org')).toHaveLength(1);
  });

  it('are behind from a new head until it is indexed, and again when the head moves meanwhile', async () => {
    const { repositories } = bed.ports;
    const { id } = await track();
    const behind = async () => (await repositories.behind()).map((each) => each.id);
    expect(await behind()).toEqual([]);
    await repositories.setHead('org', id, 'c1');
    expect(await behind()).toEqual([id]);
    await repositories.setHead('org', id, 'c2');
    await repositories.setIndexed('org', id, 'c1');
    expect(await behind()).toEqual([id]);
    await repositories.setIndexed('org', id, 'c2');
    expect(await behind()).toEqual([]);
    expect(await repositories.get('org', id)).toMatchObject({ headCommit: 'c2', indexedCommit: 'c2' });
    expect((await track('org', 'next')).headCommit).toBeNull();
  });

  it('are seen and changed in their organization alone', async () => {
    const { repositories } = bed.ports;
    const { id } = await track();
    expect(await repositories.get('other', id)).toBeNull();
    expect(await repositories.list('other')).toEqual([]);
    await repositories.setHead('other', id, 'stolen');
    await repositories.untrack('other', id);
    expect((await repositories.get('org', id))!.headCommit).not.toBe('stolen');
    await expect(track('other')).rejects.toMatchObject({ status: 404 });
    expect((await repositories.findByRemote(connectionId, '7'))!.id).toBe(id);
    await repositories.untrack('org', id);
    expect(await repositories.findByRemote(connectionId, '7')).toBeNull();
  });
});
