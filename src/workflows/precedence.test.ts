import { setTimeout as rest } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { afterMany, withPrecedence } from './precedence.ts';

/** How it stands after so many milliseconds. */
async function stateOf(waiting: Promise<void>, afterMs: number): Promise<'waits' | 'goes on'> {
  return Promise.race([waiting.then(() => 'goes on' as const), rest(afterMs, 'waits' as const)]);
}

describe('what comes first', () => {
  it('is a run with many changes: the index goes on a moment after the last of them', async () => {
    let end = () => {};
    const run = withPrecedence(200, () => new Promise<void>((resolve) => (end = resolve)));
    const waiting = afterMany();
    expect(await stateOf(waiting, 150)).toBe('waits');
    end();
    await run;
    expect(await stateOf(waiting, 100)).toBe('waits');
    expect(await stateOf(waiting, 2_000)).toBe('goes on');
  });

  it('is not a run with few, nor one that failed a while ago', async () => {
    let end = () => {};
    const run = withPrecedence(3, () => new Promise<void>((resolve) => (end = resolve)));
    expect(await stateOf(afterMany(), 100)).toBe('goes on');
    end();
    await run;
    await expect(withPrecedence(200, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await stateOf(afterMany(), 2_000)).toBe('goes on');
  });
});
