import { expect, it } from 'vitest';
import { Problem } from '../../core/problem.ts';
import { runChecks } from './finding.ts';
import { modelChecks } from './model.ts';

const embeddings = { backlog: async () => 12 };
const answering = { model: 'small', embed: async () => [new Float32Array([1])] };
const failing = {
  model: 'small',
  embed: async () => {
    throw new Problem({ code: 'model-answer', message: 'The model answered 401 without a vector.', hint: 'Check it.' });
  },
};

it('says whether the model for vectors answers and how many texts wait, and nothing where there is none', async () => {
  expect(await runChecks(modelChecks(answering, embeddings))).toMatchObject([
    { name: 'embeddings', state: 'ok', what: expect.stringContaining('12') },
  ]);
  expect(await runChecks(modelChecks(failing, embeddings))).toMatchObject([
    { name: 'embeddings', state: 'fail', what: 'The model answered 401 without a vector.', next: 'Check it.' },
  ]);
  expect(modelChecks(null, embeddings)).toEqual([]);
});
