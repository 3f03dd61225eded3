import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChangeAction } from '../core/change.ts';
import type { Run } from '../core/run.ts';
import { type StandInMirror, type StandIns, startStandIns } from './stand-ins.testbed.ts';
import { createWorker, type RunningWorker } from './worker.ts';
import { scopeOf, spaceScope, until } from './workflows.testbed.ts';

const run = promisify(execFile);

let outside: StandIns;
let mirror: StandInMirror;
let worker: RunningWorker;

beforeAll(async () => {
  outside = await startStandIns();
  mirror = await outside.newMirror({ ...scopeOf(spaceScope({ key: 'ENG' })), source: 'confluence' });
  const { address, context, store } = mirror;
  worker = createWorker({ url: address.databaseUrl, context, onWork: store.onWork });
  await worker.start();
  expect(await ended((await mirror.jobs.sync(address.orgId, mirror.source.id, 'initial')).id)).toMatchObject({
    state: 'succeeded',
    counts: { failed: 0, held: 0 },
  });
}, 120_000);
afterAll(async () => {
  await worker.stop();
  await outside.close();
});

function ended(runId: string): Promise<Run> {
  const { context, address } = mirror;
  return until(
    async () => {
      const found = await context.ports.runs.get(address.orgId, runId);
      return found?.state === 'running' ? null : found;
    },
    'the run to end',
    60_000,
  );
}

/** Asks the clone that the worker keeps. */
async function git(...args: readonly string[]): Promise<string> {
  const { address } = mirror;
  const folder = join(address.cacheDir, address.installationId);
  const clone = (await readdir(folder)).find((name) => name.endsWith('.git'));
  return (await run('git', ['--git-dir', join(folder, clone!), ...args])).stdout;
}

interface Shown {
  readonly id: string;
  readonly title: string;
  readonly parentId: string | null;
  readonly kind: string;
  readonly spaceId?: string;
}

async function pages(): Promise<readonly Shown[]> {
  const answer = await fetch(`${outside.atlassian.origin}/_sandbox/pages?space=ENG`);
  return ((await answer.json()) as { pages: Shown[] }).pages;
}

async function person(pageId: string, action: string, body: object = {}): Promise<void> {
  const address = `${outside.atlassian.origin}/_sandbox/pages/${pageId}/${action}`;
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) });
  expect(answer.status).toBeLessThan(300);
}

/** The event that the app would have sent, and the run that followed it. */
async function followed(pageId: string, action: ChangeAction): Promise<Run> {
  const { context, address, source } = mirror;
  const { ports } = context;
  const row = await ports.ledger.page(address.orgId, source.id, pageId);
  const at = new Date().toISOString();
  const change = { subject: 'page', subjectId: pageId, spaceId: row!.spaceId, action, at } as const;
  await ports.journal.append(address.orgId, source.id, randomUUID(), [change]);
  await until(
    async () => (await ports.journal.countPending(address.orgId, source.id)) === 0,
    'the event to be settled',
    60_000,
  );
  return ended((await ports.runs.list(address.orgId, source.id, 1))[0]!.id);
}

async function pathOf(pageId: string): Promise<string | null> {
  const { context, address, source } = mirror;
  return (await context.ports.ledger.page(address.orgId, source.id, pageId))?.path ?? null;
}

const leaf = async (at: number): Promise<Shown> => {
  const all = (await pages()).filter((page) => page.kind === 'page');
  const parents = new Set(all.map((page) => page.parentId));
  const mirrored = [];
  for (const page of all) if (!parents.has(page.id) && (await pathOf(page.id)) !== null) mirrored.push(page);
  return mirrored[at]!;
};

describe('a site and a repository, as far as the stand-ins go', () => {
  it('an edit becomes one commit that names the page', async () => {
    const page = await leaf(0);
    await person(page.id, 'edit', { append: 'The pelican lands at dawn.' });
    const done = await followed(page.id, 'updated');
    expect(done).toMatchObject({ state: 'succeeded', counts: { written: 1, failed: 0 } });
    const stat = await git('show', '--stat', '--format=%B', done.commit!);
    expect(stat).toContain(page.title);
    expect(stat).toContain('1 file changed');
    expect(await git('show', `${done.commit}:${await pathOf(page.id)}`)).toContain('The pelican lands at dawn.');
  }, 120_000);

  it('a move becomes a rename that git log follows', async () => {
    const page = await leaf(1);
    const target = (await pages()).find((one) => one.kind === 'page' && one.id !== page.parentId && one.id !== page.id);
    const before = await pathOf(page.id);
    await person(page.id, 'move', { parentId: target!.id });
    const done = await followed(page.id, 'moved');
    const after = await pathOf(page.id);
    expect(after).not.toBe(before);
    const renames = await git('show', '-M40%', '--name-status', '--diff-filter=R', '--format=', done.commit!);
    expect(renames).toContain(`${before}\t${after}`);
    const history = await git('log', '--follow', '-M40%', '--format=%H', done.commit!, '--', after!);
    expect(history.trim().split('\n')).toHaveLength(2);
  }, 120_000);

  it('a page in the trash leaves, and comes back when it is restored', async () => {
    const page = await leaf(2);
    const before = await pathOf(page.id);
    await person(page.id, 'trash');
    const gone = await followed(page.id, 'removed');
    expect(gone.counts.removed).toBe(1);
    expect(await git('ls-tree', '-r', '--name-only', gone.commit!, '--', before!)).toBe('');
    await person(page.id, 'restore');
    const { context, address, source } = mirror;
    await ended((await mirror.jobs.sync(address.orgId, source.id, 'sweep')).id);
    expect(await context.ports.ledger.page(address.orgId, source.id, page.id)).toMatchObject({ path: before });
  }, 120_000);

  it('R2: a site that answers 503 loses no file', async () => {
    const page = await leaf(3);
    const tree = () => git('ls-tree', '-r', '--name-only', 'refs/heads/main', '--', 'confluence');
    const before = await followed(page.id, 'updated').then(tree);
    outside.atlassian.faults.set({ route: 'GET /wiki/api/v2/pages', fail: { status: 503 } });
    const done = await followed(page.id, 'updated').finally(() => outside.atlassian.faults.clear());
    expect(done).toMatchObject({ state: 'succeeded-with-failures', commit: null, counts: { removed: 0 } });
    expect(await tree()).toBe(before);
    expect(await pathOf(page.id)).not.toBeNull();
  }, 120_000);
});
