import { describe, expect, it } from 'vitest';
import type { Workers } from '../../core/ports/workers.ts';
import { runChecks } from './finding.ts';
import { workerChecks } from './workers.ts';

const NOW = Date.parse('2026-05-01T12:00:00Z');
const ago = (ms: number) => new Date(NOW - ms).toISOString();
const alive = { id: 'a', version: '1.2.0', startedAt: ago(3_600_000), seenAt: ago(10_000) };
const healthy: Awaited<ReturnType<Workers['look']>> = {
  now: ago(0),
  workers: [alive],
  queued: { count: 1, oldestAt: ago(5_000) },
};

async function troubles(seed: Partial<typeof healthy>, expected = true): Promise<readonly string[]> {
  const look = async () => ({ ...healthy, ...seed });
  const findings = await runChecks(workerChecks({ workers: { look }, version: '1.2.0', expected, now: () => NOW }));
  for (const { state, what, why, next } of findings)
    if (state !== 'ok') expect([what, why, next].every((text) => text.length > 0)).toBe(true);
  return findings.filter(({ state }) => state !== 'ok').map(({ name, state }) => `${state} ${name}`);
}

describe('the doctor, over workers', () => {
  it('finds nothing wrong where one works', async () => {
    expect(await troubles({})).toEqual([]);
  });

  it.each([
    ['no worker', { workers: [] }, ['fail worker']],
    ['a worker that fell silent', { workers: [{ ...alive, seenAt: ago(120_000) }] }, ['fail worker']],
    ['a worker of another build', { workers: [alive, { ...alive, id: 'b', version: '1.1.0' }] }, ['warn worker-build']],
    ['jobs that nobody takes', { queued: { count: 4, oldestAt: ago(600_000) } }, ['warn queue']],
    [
      'a database with another clock',
      { now: ago(-90_000), workers: [{ ...alive, seenAt: ago(-80_000) }], queued: { count: 0, oldestAt: null } },
      ['warn database-clock'],
    ],
  ] as const)('finds %s, and nothing else', async (_what, seed, expected) => {
    expect(await troubles(seed)).toEqual(expected);
  });

  it('expects none beside a database that was started for the look', async () => {
    expect(await troubles({ workers: [] }, false)).toEqual([]);
  });
});
