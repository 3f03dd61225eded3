import { describe, expect, it } from 'vitest';
import { Problem } from '../../core/problem.ts';
import { doctorCommand } from '../doctor.ts';
import { runCommand } from '../terminal.testbed.ts';
import { type Deployment, deploymentChecks } from './deployment.ts';
import { type Finding, runChecks } from './finding.ts';
import { type Machine, machineChecks } from './machine.ts';
import { type ProxyLook, proxyChecks } from './proxy.ts';
import { type Network, reachChecks } from './reach.ts';

const NOW = Date.parse('2026-05-01T12:00:00Z');
const origin = 'https://ctx.example.com';

const deployment: Deployment = {
  environmentProblems: [],
  dataDir: '/data',
  keysGiven: false,
  keysFile: '/data/keys.json',
  stat: async (path) => ({ mode: path.endsWith('.json') ? 0o100600 : 0o040755 }),
  readKeys: async () => ({}),
  certificatesUnchecked: false,
  telemetryTo: null,
  faultAt: null,
};
const machine: Machine = {
  nodeVersion: '22.4.0',
  freeBytes: async () => 20e9,
  gitVersion: async () => '2.39.5',
  provisioningTool: { name: '@vendor/tool', version: () => '1.0.0', runsOn: () => true },
};
const network: Network = {
  authOrigin: origin,
  appOrigin: null,
  serving: null,
  calledBack: true,
  outside: [{ name: 'api', url: 'https://api.example' }],
  clockUrl: 'https://api.example',
  certificate: async () => ({ validTo: NOW + 60 * 86_400_000, refusal: null }),
  probe: async () => ({ status: 200, at: NOW, text: '{"live":true}' }),
  now: () => NOW,
};

const mode = (wanted: string, bits: number): Deployment['stat'] => {
  return async (path) => ({ mode: path === wanted ? bits : path.endsWith('.json') ? 0o600 : 0o755 });
};
const clockOff =
  (ms: number): Network['probe'] =>
  async () => ({ status: 200, at: NOW + ms, text: '{"live":true}' });

type Seed = Partial<Deployment> & Partial<Machine> & Partial<Network> & { readonly proxy?: ProxyLook };
const throughProxy: ProxyLook = { place: 'proxy:8080', look: async (log) => log('the proxy lets Git through') };
const look = (seed: Seed = {}) =>
  runChecks([
    ...deploymentChecks({ ...deployment, ...seed }),
    ...machineChecks({ ...machine, ...seed }),
    ...reachChecks({ ...network, ...seed }),
    ...proxyChecks(seed.proxy ?? null),
  ]);
const troubles = (findings: readonly Finding[]) =>
  findings.filter(({ state }) => state !== 'ok').map(({ name, state }) => `${state} ${name}`);

const seeded: readonly [string, Seed, readonly string[]][] = [
  [
    'a variable that cannot be used',
    {
      environmentProblems: [
        new Problem({ code: 'invalid-environment', message: 'PORT must be a port.', hint: 'Correct PORT.' }),
      ],
    },
    ['fail environment'],
  ],
  ['keys that others can read', { stat: mode('/data/keys.json', 0o644) }, ['fail keys']],
  ['keys that are gone', { stat: async (path) => (path === '/data' ? { mode: 0o700 } : null) }, ['warn keys']],
  [
    'keys that are damaged',
    {
      async readKeys() {
        throw new Problem({ code: 'keys-damaged', message: 'It does not hold two keys.', hint: 'Restore it.' });
      },
    },
    ['fail keys'],
  ],
  ['a data folder that others can write to', { stat: mode('/data', 0o777) }, ['warn data-folder']],
  ['certificates that are not checked', { certificatesUnchecked: true }, ['warn certificates']],
  ['an address for traces that nothing sends', { telemetryTo: 'http://otel:4318' }, ['warn telemetry']],
  ['a fault point that was left on', { faultAt: 'sync:pushed' }, ['warn fault-point']],
  ['an old Node.js', { nodeVersion: '18.19.0' }, ['fail node']],
  ['a disk that is nearly full', { freeBytes: async () => 100e6 }, ['fail disk-space']],
  ['a disk with little room', { freeBytes: async () => 1e9 }, ['warn disk-space']],
  ['no Git', { gitVersion: async () => null }, ['fail git']],
  ['an old Git', { gitVersion: async () => '2.30.2' }, ['fail git']],
  [
    'no provisioning tool',
    { provisioningTool: { ...machine.provisioningTool, version: () => null } },
    ['warn provisioning-tool'],
  ],
  [
    'a provisioning tool that this Node.js does not run',
    { provisioningTool: { ...machine.provisioningTool, runsOn: () => false } },
    ['warn provisioning-tool'],
  ],
  [
    'a certificate that ends soon',
    { certificate: async () => ({ validTo: NOW + 3 * 86_400_000, refusal: null }) },
    ['warn tls'],
  ],
  [
    'a certificate that nobody trusts',
    { certificate: async () => ({ validTo: NOW - 1, refusal: 'CERT_HAS_EXPIRED' }) },
    ['fail tls'],
  ],
  ['no public origin', { authOrigin: null, serving: 'http://127.0.0.1:3000' }, ['fail public-origin']],
  ['an origin that is not https', { authOrigin: 'http://ctx.example.com' }, ['fail public-origin']],
  ['two origins', { appOrigin: 'https://other.example.com' }, ['warn origins-differ']],
  [
    'an origin that leads elsewhere',
    { probe: async () => ({ status: 200, at: NOW, text: '<html>' }) },
    ['fail origin-reachable'],
  ],
  ['no server', { authOrigin: null, calledBack: false }, ['warn server']],
  ['a clock that is a little off', { probe: clockOff(45_000) }, ['warn clock']],
  ['a clock that is off', { probe: clockOff(-3_600_000) }, ['fail clock']],
  [
    'no way out',
    {
      async probe(url) {
        if (url.startsWith('https://api')) throw new Error('fetch failed', { cause: new Error('ENOTFOUND') });
        return { status: 200, at: NOW, text: '{"live":true}' };
      },
    },
    ['fail reach-api'],
  ],
  [
    'a proxy that lets nothing through',
    {
      proxy: {
        ...throughProxy,
        async look() {
          throw new Problem({ code: 'network', message: 'The proxy answers 403.', hint: 'Let it pass.' });
        },
      },
    },
    ['fail proxy'],
  ],
];

describe('the doctor, over a deployment', () => {
  it('finds nothing wrong with a healthy one', async () => {
    expect(troubles(await look())).toEqual([]);
    expect(troubles(await look({ proxy: throughProxy }))).toEqual([]);
    expect(troubles(await look({ authOrigin: null, calledBack: false, serving: 'http://127.0.0.1:3000' }))).toEqual([]);
  });

  it.each(seeded)('finds %s, and nothing else', async (_what, seed, expected) => {
    const findings = await look(seed);
    expect(troubles(findings)).toEqual(expected);
    for (const { state, what, why, next } of findings)
      if (state !== 'ok') expect([what, why, next].every((text) => text.length > 0)).toBe(true);
  });

  it('says which callback address OAuth apps need', async () => {
    const found = (await look()).find(({ name }) => name === 'callback-url');
    expect(found?.what).toContain(`${origin}/api/v1/integrations/`);
  });

  it('goes on when a look does not end', async () => {
    const waiting = { name: 'slow', look: () => new Promise<never>(() => undefined) };
    const [slow, node] = await runChecks([waiting, machineChecks(machine)[0]!], 20);
    expect(slow).toMatchObject({ name: 'slow', state: 'warn', what: 'No answer within 0.02 seconds.' });
    expect(node).toMatchObject({ name: 'node', state: 'ok' });
  });
});

describe('ctxpipe doctor', () => {
  const finding = (state: Finding['state']): Finding => ({
    ...{ name: `n-${state}`, state, what: 'What.\u001b[2J', why: 'Why.', next: 'Next.' },
    connection: { id: 'c', name: 'Wiki' },
  });
  const run = (states: readonly Finding['state'][], ...args: string[]) =>
    runCommand(doctorCommand({ examine: async () => states.map(finding) }), args);

  it('ends by severity', async () => {
    expect((await run(['ok'])).exit).toBe(0);
    expect((await run(['ok', 'warn'])).exit).toBe(3);
    expect((await run(['warn', 'fail', 'ok'])).exit).toBe(1);
  });

  it('prints what, why and the next step, and nothing that steers the terminal', async () => {
    const { out } = await run(['ok', 'fail']);
    expect(out).toContain('fail  Wiki: n-fail: What.');
    expect(out).toContain('Why.');
    expect(out).toContain('-> Next.');
    expect(out).toContain('1 broken, 0 doubtful, 1 well.');
    expect(out).not.toContain('\u001b');
  });

  it('gives the same to programs', async () => {
    const { out } = await run(['warn'], '--json');
    expect(JSON.parse(out)).toEqual({ state: 'warn', findings: [finding('warn')] });
  });
});
