import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defineWorkflowSpec, openEngine } from '../workflows/engine.ts';
import { openPool } from './pool.ts';
import { createTestStore, type TestStore } from './store.testbed.ts';

describe('workers', () => {
  let bed: TestStore;
  beforeAll(async () => {
    bed = await createTestStore();
  });
  afterAll(() => bed.close());

  it('are seen from their first sign of life until they leave, by the clock of the database', async () => {
    const { workers } = bed.ports;
    await workers.beat({ id: 'a', version: '1.0.0' });
    await workers.beat({ id: 'b', version: '1.1.0' });
    await workers.beat({ id: 'a', version: '1.0.0' });
    const seen = await workers.look();
    expect(seen.workers.map(({ id, version }) => `${id} ${version}`)).toEqual(['a 1.0.0', 'b 1.1.0']);
    expect(Date.parse(seen.now)).toBeGreaterThanOrEqual(Date.parse(seen.workers[0]!.seenAt));
    await workers.leave('b');
    expect((await workers.look()).workers.map(({ id }) => id)).toEqual(['a']);
  });

  it('are forgotten a day after they fell silent', async () => {
    const sql = openPool(bed.url, { max: 1, name: 'test' });
    await sql`insert into workers (id, version, seen_at) values ('silent', '1', now() - interval '25 hours')`;
    await sql.end();
    await bed.ports.workers.beat({ id: 'a', version: '1' });
    expect((await bed.ports.workers.look()).workers.map(({ id }) => id)).not.toContain('silent');
  });

  it('are told from what waits for them', async () => {
    expect((await bed.ports.workers.look()).queued).toEqual({ count: 0, oldestAt: null });
    const engine = openEngine({ url: bed.url });
    const spec = defineWorkflowSpec<object, null>({ name: 'nobody-does-it', version: '1' });
    await engine.start(spec, {}, { key: 'now' });
    await engine.start(spec, {}, { key: 'later', delayMs: 60_000 });
    await engine.close();
    const { now, queued } = await bed.ports.workers.look();
    expect(queued.count).toBe(1);
    expect(Date.parse(queued.oldestAt!)).toBeLessThanOrEqual(Date.parse(now));
  });
});
