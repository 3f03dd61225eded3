import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Change } from '../core/change.ts';
import { createTestStore, type TestStore } from './store.testbed.ts';

const change = (subjectId: string): Change => ({
  subject: 'page',
  subjectId,
  spaceId: '1',
  action: 'updated',
  at: '2026-05-01T00:00:00.000Z',
});

describe('the journal', () => {
  let bed: TestStore;
  let id = '';
  beforeAll(async () => {
    bed = await createTestStore();
  });
  afterAll(() => bed.close());
  beforeEach(async () => {
    id = (await bed.ports.connections.create('org', { connector: 'wiki', name: 'Wiki' })).id;
  });
  const pending = async () => (await bed.ports.journal.pending('org', id, 100)).map((entry) => entry.change.subjectId);

  it('writes a delivery once, however often it arrives at once', async () => {
    const taken = await Promise.all(
      Array.from({ length: 20 }, () => bed.ports.journal.append('org', id, 'd1', [change('1'), change('2')])),
    );
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await pending()).toEqual(['1', '2']);
    expect(await bed.ports.journal.countPending('org', id)).toBe(2);
  });

  it('counts a page that waits once, however often it changed', async () => {
    const { journal } = bed.ports;
    await journal.append('org', id, 'd1', [change('1'), change('2'), { ...change('s'), subject: 'space' }]);
    await journal.append('org', id, 'd2', [change('2')]);
    expect(await journal.countPendingPages('org', id)).toBe(2);
    expect(await journal.countPendingPages('other', id)).toBe(0);
  });

  it('knows a delivery without changes again too', async () => {
    expect(await bed.ports.journal.seen('org', id, 'empty')).toBe(false);
    expect(await bed.ports.journal.append('org', id, 'empty', [])).toBe(true);
    expect(await bed.ports.journal.seen('org', id, 'empty')).toBe(true);
    expect(await bed.ports.journal.append('org', id, 'empty', [])).toBe(false);
    expect(await bed.ports.journal.lastReceivedAt('org', id)).toMatch(/Z$/);
  });

  it('forgets what is old and covered, and never what waits', async () => {
    const { journal, runs } = bed.ports;
    await journal.append('org', id, 'covered', [change('1')]);
    const { run } = await runs.open('org', id, 'events');
    const entries = await journal.pending('org', id, 10);
    await journal.settle(
      'org',
      id,
      entries.map((entry) => entry.id),
      run.id,
    );
    await runs.finish('org', run.id, { state: 'succeeded' });
    await journal.append('org', id, 'waiting', [change('2')]);
    const past = new Date(Date.now() - 60_000);
    const future = new Date(Date.now() + 60_000);
    await journal.prune(past, past);
    expect(await journal.seen('org', id, 'covered')).toBe(true);
    await journal.prune(past, future);
    expect(await pending()).toEqual(['2']);
    expect(await journal.seen('org', id, 'waiting')).toBe(true);
    await journal.prune(future, past);
    expect(await journal.seen('org', id, 'covered')).toBe(false);
    expect(await pending()).toEqual(['2']);
  });

  it('takes the same delivery id from two connections', async () => {
    const other = await bed.ports.connections.create('org', { connector: 'wiki', name: 'Other' });
    expect(await bed.ports.journal.append('org', id, 'same', [change('1')])).toBe(true);
    expect(await bed.ports.journal.append('org', other.id, 'same', [change('2')])).toBe(true);
  });

  it.each([
    ['succeeded', []],
    ['succeeded-with-failures', []],
    ['failed', ['1']],
    ['cancelled', ['1']],
    ['stopped-by-guard', ['1']],
  ] as const)('entries of a run that ended as %s wait again: %j', async (state, waiting) => {
    await bed.ports.journal.append('org', id, 'd', [change('1')]);
    const { run } = await bed.ports.runs.open('org', id, 'events');
    const entries = await bed.ports.journal.pending('org', id, 10);
    await bed.ports.journal.settle(
      'org',
      id,
      entries.map((entry) => entry.id),
      run.id,
    );
    expect(await pending()).toEqual([]);
    await bed.ports.runs.finish('org', run.id, { state });
    expect(await pending()).toEqual(waiting);
    const isWaiting = (await bed.ports.journal.waiting()).some(({ connectionId }) => connectionId === id);
    expect(isWaiting).toBe(waiting.length > 0);
  });

  it('is read, settled and written in its organization alone', async () => {
    await bed.ports.journal.append('org', id, 'd', [change('1')]);
    expect(await bed.ports.journal.pending('other', id, 10)).toEqual([]);
    expect(await bed.ports.journal.countPending('other', id)).toBe(0);
    expect(await bed.ports.journal.lastReceivedAt('other', id)).toBeNull();
    const { run } = await bed.ports.runs.open('org', id, 'events');
    const entries = await bed.ports.journal.pending('org', id, 10);
    await bed.ports.journal.settle(
      'other',
      id,
      entries.map((entry) => entry.id),
      run.id,
    );
    expect(await pending()).toEqual(['1']);
    await expect(bed.ports.journal.append('other', id, 'x', [change('1')])).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});
