import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connection, JsonObject } from '../core/connection.ts';
import type { Preview } from '../core/preview.ts';
import { Secret } from '../core/secret.ts';
import { createTestStore, type TestStore } from '../store/store.testbed.ts';
import { rotateKeysCommand } from './rotate-keys.ts';
import { syncCommand } from './sync.ts';
import { ctxpipe, runCommand } from './terminal.testbed.ts';

const PROCESS_MS = 60_000;
const org = 'org-1';
let bed: TestStore;
let dataDir: string;
let environment: Record<string, string>;

beforeAll(async () => {
  bed = await createTestStore();
  dataDir = await mkdtemp(join(tmpdir(), 'ctxpipe-commands-'));
  environment = {
    DATABASE_URL: bed.url,
    AUTH_SECRET: 'CANARY-auth-secret-of-these-tests-0',
    CONNECTION_SECRETS_ENCRYPTION_KEY: bed.encryptionKey.reveal(),
    CTXPIPE_DATA_DIR: dataDir,
    CTXPIPE_DEMO: 'off',
  };
});
afterAll(async () => {
  await bed.close();
  await rm(dataDir, { recursive: true, force: true });
});

describe('commands on the database of a deployment', () => {
  it(
    'start a run that waits for a worker, and give the open one when asked again',
    async () => {
      const { id } = await bed.ports.connections.create(org, {
        connector: 'confluence',
        name: 'Wiki',
        config: { target: { connectionId: 'c', repositoryId: '1', fullName: 'acme/docs', branch: 'main' } },
      });
      const first = await ctxpipe(['sync', '--connection', id, '--json'], '', environment);
      expect([first.code, first.err]).toEqual([0, '']);
      expect(JSON.parse(first.out)).toMatchObject({ connectionId: id, kind: 'initial', state: 'running' });
      const [run] = await bed.ports.runs.list(org, id, 5);
      const again = await ctxpipe(['sync', '--connection', id], '', environment);
      expect(again.out).toContain(run?.id);
    },
    PROCESS_MS,
  );

  it(
    'end with 1 and name a connection that is not there',
    async () => {
      const { code, out, err } = await ctxpipe(['sync', '--connection', 'nope', '--dry-run'], '', environment);
      expect([code, out]).toEqual([1, '']);
      expect(err).toContain('nope');
    },
    PROCESS_MS,
  );

  it(
    'rotate the key, and print no secret',
    async () => {
      const { id } = await bed.ports.connections.create(org, { connector: 'confluence', name: 'Sealed' });
      await bed.ports.connections.putSecret(org, id, 'appSystemToken', new Secret('CANARY-system-token'));
      const next = randomBytes(32).toString('hex');
      const rotated = await ctxpipe(['rotate-keys'], '', {
        ...environment,
        CONNECTION_SECRETS_ENCRYPTION_KEY: next,
        CTXPIPE_PREVIOUS_ENCRYPTION_KEY: bed.encryptionKey.reveal(),
      });
      expect([rotated.code, rotated.err]).toEqual([0, '']);
      expect(rotated.out).toContain('1 secrets sealed with the new key');
      for (const secret of ['CANARY', next, bed.encryptionKey.reveal()]) expect(rotated.out).not.toContain(secret);
      await expect(bed.ports.connections.secret(org, id, 'appSystemToken')).rejects.toMatchObject({
        code: 'secret-unreadable',
      });
      await bed.ports.connections.remove(org, id);
    },
    PROCESS_MS,
  );

  it(
    'end with 2 where there is no previous key to rotate from',
    async () => {
      const { code, err } = await ctxpipe(['rotate-keys'], '', environment);
      expect(code).toBe(2);
      expect(err).toContain('CTXPIPE_PREVIOUS_ENCRYPTION_KEY');
    },
    PROCESS_MS,
  );

  it(
    'look at a deployment that does not start, and make nothing',
    async () => {
      const wrong = { ...environment, PORT: 'http', LOG_LEVEL: 'loud', CTXPIPE_SWEEP_MINUTES: 'often' };
      const { code, out } = await ctxpipe(['doctor', '--json'], '', wrong);
      expect(code).toBe(1);
      const { findings } = JSON.parse(out) as { findings: { name: string; state: string; what: string }[] };
      const said = findings.filter(({ name, state }) => name === 'environment' && state === 'fail');
      expect(said.map(({ what }) => what.split(' ')[0]).sort()).toEqual(['CTXPIPE_SWEEP_MINUTES', 'LOG_LEVEL', 'PORT']);
      expect(findings).toContainEqual(expect.objectContaining({ name: 'database', state: 'ok' }));
      expect(out).not.toContain('CANARY');
      expect(await readdir(dataDir)).toEqual([]);
    },
    PROCESS_MS,
  );
});

describe('sync', () => {
  const preview: Preview = {
    pages: 3,
    files: [{ path: 'wiki/ENG/a.md', title: 'A', pageId: '1', bytes: 1024 }],
    moreFiles: 1,
    skipped: [{ pageId: '3', title: 'Pay\u001b[2J', reason: 'restricted' }],
    skippedByReason: { restricted: 1 },
    requests: 4,
    bytes: 2048,
    points: 7,
    missing: { spaces: ['ENGG'], pageIds: ['99'] },
    repositoryVisibility: 'public',
  };
  const target = { connectionId: 'c', repositoryId: '1', fullName: 'acme/docs', branch: 'main' };

  function syncing(config: JsonObject) {
    const did: string[] = [];
    const connection = { id: 'c1', orgId: org, name: 'Wiki', config } as unknown as Connection;
    const command = syncCommand({
      open: async () => ({
        locate: async () => connection,
        async preview(_connection, scope) {
          did.push(`preview ${JSON.stringify(scope)}`);
          return preview;
        },
        async start(_connection, kind) {
          did.push(`start ${kind}`);
          return { id: 'r1', kind, step: 'waiting' } as never;
        },
        async close() {
          did.push('close');
        },
      }),
    });
    return { did, run: (...args: string[]) => runCommand(command, args) };
  }

  it('shows what a run would bring, and starts none', async () => {
    const { did, run } = syncing({ scope: { in: 'force' }, scopeDraft: { in: 'draft' } });
    const { exit, out } = await run('--connection', 'c1', '--dry-run');
    expect(exit).toBe(0);
    for (const part of [
      'wiki/ENG/a.md (1024 bytes)',
      'and 1 more',
      'restricted 1',
      '3 pages, 2 files',
      'repository is public',
      'Chosen, and not shown to the app: the space ENGG, the page 99.',
      'grows by about 2048',
    ])
      expect(out).toContain(part);
    expect(out).not.toContain('\u001b');
    expect(did).toEqual(['preview {"in":"force"}', 'close']);
    expect(JSON.parse((await run('--connection', 'c1', '--dry-run', '--json')).out)).toEqual(preview);
  });

  it.each([
    [{ target }, [], 'initial'],
    [{ target, firstSync: { state: 'succeeded', runId: 'r' } }, [], 'sweep'],
    [{ target, firstSync: { state: 'failed', runId: 'r' } }, [], 'initial'],
    [{ target, firstSync: { state: 'succeeded', runId: 'r' } }, ['--whole'], 'resync'],
  ])('of %j with %j starts the run that fits', async (config, args, kind) => {
    const { did, run } = syncing(config);
    expect((await run('--connection', 'c1', ...args)).exit).toBe(0);
    expect(did).toEqual([`start ${kind}`, 'close']);
  });

  it.each([
    [{}, [], 'no repository'],
    [{ target, paused: true }, [], 'paused'],
    [{ target }, ['--dry-run'], 'nothing has been chosen'],
  ])('of %j with %j fails, says why and closes', async (config, args, said) => {
    const { did, run } = syncing(config);
    const { exit, err } = await run('--connection', 'c1', ...args);
    expect(exit).toBe(1);
    expect(err).toContain(said);
    expect(did).toEqual(['close']);
  });

  it('refuses wrong use before it opens anything', async () => {
    const { did, run } = syncing({ target });
    expect((await run()).exit).toBe(2);
    expect((await run('--connection', 'c1', '--whole', '--dry-run')).exit).toBe(2);
    expect(did).toEqual([]);
  });
});

describe('rotate-keys', () => {
  it('ends with 1 and names what neither key opens', async () => {
    const lost = { table: 'connections', row: 'c1', name: 'appSystemToken' };
    const command = rotateKeysCommand({ reseal: async () => ({ resealed: 2, current: 1, unreadable: [lost] }) });
    const { exit, out } = await runCommand(command, []);
    expect(exit).toBe(1);
    expect(out).toContain('appSystemToken in connections c1');
    expect(JSON.parse((await runCommand(command, ['--json'])).out).unreadable).toEqual([lost]);
  });
});
