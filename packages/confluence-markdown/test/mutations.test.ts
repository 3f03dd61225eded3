import { expect, it } from 'vitest';
import { complaints } from './mutations.ts';

it('writes whatever became of a document so that it reads back', { timeout: 60_000 }, () => {
  const seeds = Array.from({ length: 60 }, (_, seed) => seed);
  expect(seeds.flatMap(complaints)).toEqual([]);
});
