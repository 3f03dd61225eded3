import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Fault } from '../../../../sandbox/core/faults.ts';
import { Problem } from '../../../core/problem.ts';
import { checkCli, runsOnNode } from './cli-tool.ts';
import { startForgeBed } from './forge.testbed.ts';

let bed: Awaited<ReturnType<typeof startForgeBed>>;
beforeEach(async () => {
  bed = await startForgeBed();
});
afterEach(() => bed.close());

const meaningOf = (work: () => unknown) =>
  Promise.resolve()
    .then(work)
    .then(
      () => 'nothing',
      (error: Problem) => `${error.code} ${error.detail}`,
    );
const lines: string[] = [];
const preflight = (fault?: Fault) => {
  if (fault) bed.atlassian.faults.set(fault);
  lines.length = 0;
  const request = bed.request('https://ctx.example.com');
  return bed.forge.provisioner.preflight(request, (line) => lines.push(line));
};
const console = 'HEAD /cloud/jira/platform/swagger-v3.v3.json';
const keys = 'HEAD /.well-known/jwks.json';

it('names the tool, the site and each host that answers', async () => {
  await preflight();
  const { host } = new URL(bed.atlassian.origin);
  expect(lines).toEqual([
    expect.stringMatching(/^tool: @forge\/cli 13\.\d+\.\d+ on Node\.js \d+/),
    'the token is accepted',
    'forge.atlassian.net is a site with Confluence',
    `${host} answers`,
    `${host} answers`,
  ]);
});

it.each([
  ['a developer host that resets', console, 'reset', 'network developer-host-unreachable'],
  ['a developer host behind a broken proxy', console, { status: 502 }, 'network developer-host-unreachable'],
  ['a proxy that asks for a name', console, { status: 407 }, 'network developer-host-unreachable'],
  ['a host of keys that resets', keys, 'reset', 'network keys-host-unreachable'],
  ['a host of keys that is busy', keys, { status: 503 }, 'network keys-host-unreachable'],
  ['a host that refuses the question', console, { status: 405 }, 'nothing'],
  ['a host that asks to come less often', console, { status: 429, headers: { 'retry-after': '3600' } }, 'nothing'],
] as const)('tells %s before anything is registered', async (_, route, fail, meaning) => {
  expect(await meaningOf(() => preflight({ route, fail }))).toBe(meaning);
  expect(bed.platform.apps.size).toBe(0);
});

it('tells whose host it was, why it is needed and what to do', async () => {
  const problem = await preflight({ route: console, fail: 'reset' }).catch((error: unknown) => error);
  if (!(problem instanceof Problem)) throw problem;
  const { host } = new URL(bed.atlassian.origin);
  expect([problem.message, problem.hint]).toEqual([
    expect.stringContaining(`${host} does not answer`),
    expect.stringContaining(`Let this machine reach ${host} over https`),
  ]);
});

it('knows the releases of Node.js that the tool refuses', async () => {
  expect(['22.23.1', '24.17.0'].map(runsOnNode)).toEqual([false, false]);
  expect(await meaningOf(() => checkCli(() => undefined, '22.23.1'))).toBe('unknown cli-node-version');
  expect(await meaningOf(() => checkCli(() => undefined))).toBe('nothing');
});
