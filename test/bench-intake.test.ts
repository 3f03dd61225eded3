import { describe, expect, it } from 'vitest';
import { intakeFigures } from '../bench/intake/figures.ts';
import { readOptions } from '../bench/intake/options.ts';

describe('the bench of the intake', () => {
  it('prints exactly the figures that others read', () => {
    const measured = { rate: 200, seconds: 30, sent: 6000, accepted: 6000, lost: 0, p50ms: 1, p95ms: 2, p99ms: 3 };
    expect(JSON.stringify(intakeFigures({ ...measured, syncRunning: true, pages: 10_000 }))).toBe(
      '{"rate":200,"sent":6000,"accepted":6000,"lost":0,"p50ms":1,"p95ms":2,"p99ms":3}',
    );
  });

  it('takes whole numbers from 1, and nothing that it does not know', () => {
    expect(readOptions(['--rate', '200', '--seconds', '30', '--json'])).toEqual({
      ...{ rate: 200, seconds: 30, pages: 10_000 },
      ...{ json: true, save: false },
    });
    expect(readOptions(['--help'])).toBeNull();
    for (const odd of [
      ['--rate', '0'],
      ['--rate', 'many'],
      ['--rate=-5'],
      ['--seconds', '1.5'],
      ['--seconds', ''],
      ['--pages', '1e99'],
      ['--rates', '200'],
      ['200'],
      ['--json=yes'],
    ])
      expect(() => readOptions(odd), odd.join(' ')).toThrow();
  });
});
