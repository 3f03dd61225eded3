import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formRevisionOf } from '../core/form-revision.ts';
import { openStore, type Store } from './index.ts';
import { openPool } from './pool.ts';
import { createTestStore, type TestStore } from './store.testbed.ts';

const clock = { now: () => 0 };

describe('several processes on one database', () => {
  let bed: TestStore;
  let second: Store;
  beforeAll(async () => {
    bed = await createTestStore({ clock });
    second = openStore({ url: bed.url, encryptionKey: bed.encryptionKey, clock });
  });
  afterAll(async () => {
    await second.close();
    await bed.close();
  });

  it('let one into a section at a time', async () => {
    let inside = 0;
    let most = 0;
    const work = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setTimeout(resolve, 30));
      inside -= 1;
      return 'done';
    };
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, at) => (at % 2 ? bed.ports : second.ports).locks.tryExclusive('key', work)),
    );
    expect(most).toBe(1);
    expect(results.filter(({ state }) => state === 'done').length).toBeGreaterThan(0);
    expect(results.filter(({ state }) => state === 'busy').length).toBeGreaterThan(0);
    expect(await second.ports.locks.tryExclusive('key', async () => 7)).toEqual({ state: 'done', value: 7 });
  });

  it('let go of a section whose work failed, and of those of a process that ended', async () => {
    await expect(bed.ports.locks.tryExclusive('failing', () => Promise.reject(new Error('mine')))).rejects.toThrow(
      'mine',
    );
    expect((await second.ports.locks.tryExclusive('failing', async () => 1)).state).toBe('done');
    const third = openStore({ url: bed.url, encryptionKey: bed.encryptionKey, clock });
    let finish = () => {};
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    let held: Promise<unknown> = finished;
    // Inside, and not after a time: where many work here, a connection takes longer than any.
    await new Promise<void>((inside) => {
      held = third.ports.locks.tryExclusive('held', () => {
        inside();
        return finished;
      });
    });
    expect((await bed.ports.locks.tryExclusive('held', async () => 1)).state).toBe('busy');
    await third.close();
    expect((await bed.ports.locks.tryExclusive('held', async () => 1)).state).toBe('done');
    finish();
    await held;
  });

  it('hand each tick to one of them, missed ticks as one', async () => {
    const { schedule } = bed.ports;
    await Promise.all(
      Array.from({ length: 10 }, (_, at) =>
        schedule.set(`tick-${at}`, { orgId: 'org', connectionId: null, everyMs: 1000 }),
      ),
    );
    expect(await schedule.take(999, 100)).toEqual([]);
    const rounds = await Promise.all(
      Array.from({ length: 20 }, (_, at) => (at % 2 ? bed.ports : second.ports).schedule.take(5500, 3)),
    );
    const rest = await schedule.take(5500, 100);
    const names = [...rounds.flat(), ...rest].map(({ name }) => name);
    expect(names.sort()).toEqual(Array.from({ length: 10 }, (_, at) => `tick-${at}`));
    expect(await schedule.take(5999, 100)).toEqual([]);
    expect((await schedule.take(6000, 100)).map(({ dueAt }) => dueAt)).toContain('1970-01-01T00:00:06.000Z');
    await expect(schedule.set('tick-0', { orgId: 'other', connectionId: null, everyMs: 5 })).rejects.toMatchObject({
      code: 'schedule-taken',
    });
    await schedule.remove('tick-0');
    expect((await schedule.take(1e6, 100)).map(({ name }) => name)).not.toContain('tick-0');
  });

  it('start one provisioning job, and keep its steps and log', async () => {
    const { provisions, connections } = bed.ports;
    const { id } = await connections.create('org', { connector: 'wiki', name: 'Wiki' });
    expect(await provisions.current('org', id)).toMatchObject({ status: 'idle', steps: [] });
    const started = await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        (at % 2 ? bed.ports : second.ports).provisions.start('org', id, ['one', 'two']),
      ),
    );
    expect(new Set(started.map(({ jobId }) => jobId)).size).toBe(1);
    expect(started.filter(({ fresh }) => fresh)).toHaveLength(1);
    const { jobId } = started[0]!;
    await provisions.step('org', jobId, 'one', 'running');
    await provisions.step('other', jobId, 'two', 'running');
    await Promise.all(Array.from({ length: 10 }, (_, at) => provisions.appendLog('org', jobId, [`line ${at}`])));
    await provisions.step('org', jobId, 'one', 'failed');
    const failure = {
      status: 'failed',
      errorCode: 'network',
      detail: null,
      userMessage: 'Check the firewall.',
    } as const;
    await provisions.finish('org', jobId, failure);
    await provisions.finish('org', jobId, { status: 'succeeded' });
    const current = await provisions.current('org', id);
    expect(current).toMatchObject({
      status: 'failed',
      step: 'one',
      errorCode: 'network',
      userMessage: 'Check the firewall.',
    });
    expect(current.steps.map(({ state }) => state)).toEqual(['failed', 'waiting']);
    expect(current.log).toHaveLength(10);
    expect((await provisions.current('other', id)).status).toBe('idle');
    const revision = formRevisionOf((await connections.get('org', id))!);
    const again = await Promise.allSettled([1, 2, 3].map(() => provisions.start('org', id, ['one'], revision)));
    expect(again.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(provisions.start('org', id, ['one'], revision)).rejects.toMatchObject({ code: 'saved-meanwhile' });
    await expect(provisions.start('other', id, [])).rejects.toMatchObject({ status: 404 });
  });

  it('keep an audit that nobody changes or shortens', async () => {
    const entry = {
      actorId: 'u',
      action: 'scope.saved',
      connectionId: null,
      detail: { pages: 3 },
      ip: null,
      requestId: 'r',
    };
    await bed.ports.audit.append('audited', entry);
    await second.ports.audit.append('audited', { ...entry, action: 'later' });
    expect((await bed.ports.audit.list('audited', 10)).map(({ action }) => action)).toEqual(['later', 'scope.saved']);
    expect(await bed.ports.audit.list('other', 10)).toEqual([]);
    const sql = openPool(bed.url, { max: 1, name: 'test' });
    await expect(sql`update audit set action = 'x'`).rejects.toThrow('append-only');
    await expect(sql`delete from audit`).rejects.toThrow('append-only');
    await expect(sql`truncate audit`).rejects.toThrow('append-only');
    await sql.end();
  });

  it('hear of each other’s changes, and of work', async () => {
    const heard: unknown[] = [];
    const stops = [second.subscribe((notice) => heard.push(notice)), second.onWork((wake) => heard.push(wake))];
    await new Promise((resolve) => setTimeout(resolve, 300));
    const { id } = await bed.ports.connections.create('org', { connector: 'wiki', name: 'Wiki' });
    const { run } = await bed.ports.runs.open('org', id, 'events');
    await bed.ports.runs.finish('org', run.id, { state: 'succeeded' });
    await bed.store.notify({ orgId: 'org', connectionId: null, topic: 'custom' });
    await expect
      .poll(() => heard)
      .toEqual(
        expect.arrayContaining([
          { orgId: 'org', connectionId: id, topic: 'connection' },
          { orgId: 'org', connectionId: id, topic: 'run' },
          'dispatch',
          { orgId: 'org', connectionId: null, topic: 'custom' },
        ]),
      );
    for (const stop of stops) stop();
    const before = heard.length;
    await bed.store.notify({ orgId: 'org', connectionId: null, topic: 'unheard' });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(heard).toHaveLength(before);
  });
});
