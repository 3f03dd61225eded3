import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from './index.ts';
import { createTestStore, type TestStore } from './store.testbed.ts';

describe('runs', () => {
  let bed: TestStore;
  let connectionId = '';
  beforeAll(async () => {
    bed = await createTestStore();
  });
  afterAll(() => bed.close());
  beforeEach(async () => {
    connectionId = (await bed.ports.connections.create('org', { connector: 'wiki', name: 'Wiki' })).id;
  });

  it('open once per connection, however many ask in however many processes', async () => {
    const second = openStore({ url: bed.url, encryptionKey: bed.encryptionKey, clock: { now: Date.now } });
    const opened = await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        (at % 2 ? bed.ports : second.ports).runs.open('org', connectionId, 'events'),
      ),
    );
    await second.close();
    expect(new Set(opened.map(({ run }) => run.id)).size).toBe(1);
    expect(opened.filter(({ fresh }) => fresh)).toHaveLength(1);
    expect((await bed.ports.runs.allOpen()).filter(({ run }) => run.connectionId === connectionId)).toHaveLength(1);
    await bed.ports.runs.finish('org', opened[0]!.run.id, { state: 'succeeded' });
    expect((await bed.ports.runs.open('org', connectionId, 'events')).fresh).toBe(true);
  });

  it('keep what happened: counts add up, a finished run stays as it ended', async () => {
    const { runs } = bed.ports;
    const { run } = await runs.open('org', connectionId, 'events');
    await runs.progress('org', run.id, { step: 'reading', counts: { pages: 3 } });
    await runs.progress('org', run.id, { counts: { failed: 1 }, commit: 'abc' });
    await runs.progress('other', run.id, { step: 'stolen' });
    expect(await runs.get('org', run.id)).toMatchObject({
      step: 'reading',
      commit: 'abc',
      counts: { pages: 3, failed: 1 },
    });
    const problem = { code: 'x', message: 'It broke', hint: null };
    await runs.finish('org', run.id, { state: 'failed', problem });
    await runs.finish('org', run.id, { state: 'succeeded' });
    await runs.progress('org', run.id, { step: 'later' });
    expect(await runs.get('org', run.id)).toMatchObject({ state: 'failed', problem, step: 'reading' });
  });

  it('say when everything was last compared, whatever events brought since', async () => {
    const { runs } = bed.ports;
    expect(await runs.lastSweepAt('org', connectionId)).toBeNull();
    const finish = async (kind: 'initial' | 'sweep' | 'events', state: 'succeeded' | 'failed') => {
      const { run } = await runs.open('org', connectionId, kind);
      await runs.finish('org', run.id, { state });
      return (await runs.get('org', run.id))!.finishedAt;
    };
    const swept = await finish('sweep', 'succeeded');
    await finish('events', 'succeeded');
    await finish('sweep', 'failed');
    expect(await runs.lastSweepAt('org', connectionId)).toBe(swept);
    expect(await runs.lastSweepAt('other', connectionId)).toBeNull();
  });

  it('are seen and cancelled in their organization alone', async () => {
    const { runs } = bed.ports;
    const { run } = await runs.open('org', connectionId, 'events');
    expect(await runs.get('other', run.id)).toBeNull();
    expect(await runs.list('other', connectionId, 10)).toEqual([]);
    await runs.requestCancel('other', run.id);
    expect(await runs.cancelRequested('org', run.id)).toBe(false);
    await runs.requestCancel('org', run.id);
    expect(await runs.cancelRequested('org', run.id)).toBe(true);
    expect(await runs.cancelRequested('other', run.id)).toBe(false);
    await expect(runs.open('other', connectionId, 'events')).rejects.toMatchObject({ status: 404 });
  });

  it('log in order, and give the newest lines', async () => {
    const { runs } = bed.ports;
    const { run } = await runs.open('org', connectionId, 'events');
    const at = new Date().toISOString();
    await runs.log(
      'org',
      run.id,
      ['a', 'b', 'c'].map((message) => ({ at, level: 'info', message })),
    );
    expect((await runs.readLog('org', run.id, 2)).map(({ message }) => message)).toEqual(['b', 'c']);
    expect(await runs.readLog('other', run.id, 2)).toEqual([]);
  });
});
