import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GitMirror } from '../core/roles/repo-host.ts';
import type { Run } from '../core/run.ts';
import { openRepository } from './repository-session.ts';
import { type StandInMirror, type StandIns, startStandIns } from './stand-ins.testbed.ts';
import { createWorker } from './worker.ts';
import { scopeOf, spaceScope, until } from './workflows.testbed.ts';

const points = [
  'sync:taken',
  'sync:staged',
  'sync:listed',
  'sync:read',
  'sync:planned',
  'sync:rendered',
  'sync:attachment',
  'sync:committed',
  'sync:pushed',
  'sync:ledger-saved',
  'sync:announced',
  'sync:settled',
  'sync:finished',
  'index:fetched',
  'index:applied',
  'index:done',
] as const;

let outside: StandIns;
let program: string;
let reference: ReadonlyMap<string, string>;
const scope = { ...scopeOf(spaceScope({ key: 'ENG' }), spaceScope({ key: 'OPS' })), source: 'confluence' };

beforeAll(async () => {
  [outside, program] = await Promise.all([startStandIns(), buildWorker()]);
  const mirror = await outside.newMirror(scope);
  await finishHere(mirror);
  reference = (await treeOf(mirror)).files;
  expect(reference.size).toBeGreaterThan(20);
}, 120_000);
afterAll(async () => {
  await outside.close();
  await rm(program, { force: true });
});

async function gitOf({ context, source, address }: StandInMirror): Promise<GitMirror> {
  const target = source.config.target as { connectionId: string; repositoryId: string };
  const host = await context.ports.connections.get(address.orgId, target.connectionId);
  return (await openRepository(context, host, target.repositoryId)).mirror;
}

async function treeOf(mirror: StandInMirror) {
  const git = await gitOf(mirror);
  const head = (await git.fetch('main'))!;
  const files = new Map((await git.readTree(head, 'confluence')).map(({ path, blob }) => [path, blob]));
  return { head, files, commits: (await git.log(head, 50)).length };
}

async function lastRun({ context, address, source }: StandInMirror): Promise<Run | undefined> {
  return (await context.ports.runs.list(address.orgId, source.id, 1))[0];
}

/** Works in this process until the run has ended and the index has followed. */
async function finishHere(mirror: StandInMirror): Promise<Run> {
  const { address, context, jobs, source, store } = mirror;
  const worker = createWorker({ url: address.databaseUrl, context, onWork: store.onWork });
  await worker.start();
  try {
    if (!(await lastRun(mirror))) await jobs.sync(address.orgId, source.id, 'initial');
    return await until(
      async () => {
        const run = await lastRun(mirror);
        const [repository] = await context.ports.repositories.list(address.orgId);
        return run?.state !== 'running' && repository && repository.indexedCommit === run?.commit ? run : null;
      },
      'the run and the index',
      60_000,
    );
  } finally {
    await worker.stop();
  }
}

/** The worker's program in one file, so that starting it costs little. */
async function buildWorker(): Promise<string> {
  const outfile = fileURLToPath(new URL(`../../node_modules/.cache/ctx/worker-${process.pid}.mjs`, import.meta.url));
  const entry = fileURLToPath(new URL('./worker-process.testbed.ts', import.meta.url));
  const manifest = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  const { dependencies } = JSON.parse(manifest) as { readonly dependencies: object };
  const installed = Object.keys(dependencies).filter((name) => !name.startsWith('@ctxpipe/'));
  await build({
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
    conditions: ['source'],
    external: installed,
    entryPoints: [entry],
    outfile,
  });
  return outfile;
}

/** Starts the worker and waits until it has killed itself at the point. */
async function dieAt(point: string, mirror: StandInMirror): Promise<void> {
  const child = spawn(process.execPath, [program, point], {
    env: { ...process.env, CHILD_ORDER: JSON.stringify(mirror.address) },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  try {
    const [, signal] = await once(child, 'exit', { signal: AbortSignal.timeout(90_000) });
    expect(signal).toBe('SIGKILL');
  } finally {
    child.kill('SIGKILL');
  }
}

/** A dead process keeps its lease for 30 s; here they have passed. */
async function passLeases(mirror: StandInMirror): Promise<void> {
  const sql = postgres(mirror.address.databaseUrl, { max: 1 });
  await sql`update openworkflow.workflow_runs set available_at = now() where status = 'running'`;
  await sql.end();
}

describe('a worker that is killed', () => {
  it.each(points)(
    'at %s: the next one ends as if nothing had happened',
    async (point) => {
      const mirror = await outside.newMirror(scope);
      const { address, jobs, source } = mirror;
      await jobs.sync(address.orgId, source.id, 'initial');
      await dieAt(point, mirror);
      await passLeases(mirror);

      const run = await finishHere(mirror);
      expect(run).toMatchObject({ kind: 'initial', state: 'succeeded' });
      const { files, commits, head } = await treeOf(mirror);
      expect([...files].sort()).toEqual([...reference].sort());
      // The repository's own first commit, and one of ours.
      expect(commits).toBe(2);
      expect(run.commit).toBe(head);
      expect(run.counts.written).toBe(run.counts.pages - run.counts.skipped);
    },
    120_000,
  );
});
