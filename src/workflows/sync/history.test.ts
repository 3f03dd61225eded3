import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appendParagraph } from '../../../sandbox/atlassian/confluence/body/append.ts';
import { ContentEditor } from '../../../sandbox/atlassian/confluence/editor.ts';
import { readBody } from '../../../sandbox/atlassian/confluence/item.ts';
import { configPath, printScope } from '../../config/index.ts';
import type { Run, RunKind } from '../../core/run.ts';
import type { Scope } from '../../core/scope.ts';
import { type StandInMirror, type StandIns, startStandIns } from '../stand-ins.testbed.ts';
import { createWorker, type RunningWorker } from '../worker.ts';
import { scopeOf, spaceScope, until } from '../workflows.testbed.ts';

const run = promisify(execFile);
const pageId = '1310725';

let outside: StandIns;
let mirror: StandInMirror;
let worker: RunningWorker;

beforeAll(async () => {
  outside = await startStandIns();
});
afterAll(() => outside.close());

async function open(change: Partial<Scope>): Promise<void> {
  const space = spaceScope({ key: 'ENG', selectedPageIds: [pageId] });
  mirror = await outside.newMirror({ ...scopeOf(space), source: 'confluence', ...change });
  const { address, context, store } = mirror;
  worker = createWorker({ url: address.databaseUrl, context, onWork: store.onWork });
  await worker.start();
}

async function ended(kind: RunKind): Promise<Run> {
  const { context, address, source, jobs } = mirror;
  const { id } = await jobs.sync(address.orgId, source.id, kind);
  const done = await until(
    async () => {
      const found = await context.ports.runs.get(address.orgId, id);
      return found?.state === 'running' ? null : found;
    },
    'the run to end',
    60_000,
  );
  expect(done).toMatchObject({ state: 'succeeded', problem: null });
  return done;
}

/** Asks the clone that the worker keeps; lines without the empty ones. */
async function git(...args: readonly string[]): Promise<readonly string[]> {
  const { address } = mirror;
  const folder = join(address.cacheDir, address.installationId);
  const clone = (await readdir(folder)).find((name) => name.endsWith('.git'));
  const { stdout } = await run('git', ['--git-dir', join(folder, clone!), ...args]);
  return stdout.split('\n').filter((line) => line !== '');
}

async function filePath(): Promise<string> {
  const { context, address, source } = mirror;
  return (await context.ports.ledger.page(address.orgId, source.id, pageId))!.path!;
}

/** A person adds a paragraph. */
function edit(text: string, email: string): { readonly name: string; readonly version: number } {
  const { state } = outside.atlassian;
  const store = state.content.get(state.sites[0]!.cloudId)!;
  const person = state.users.find((user) => user.email === email)!;
  const item = store.items.get(pageId)!;
  new ContentEditor(store).edit(pageId, {
    body: appendParagraph(readBody(item), text),
    actorId: person.accountId,
    message: `Say ${text}`,
  });
  return { name: person.name, version: store.items.get(pageId)!.version.number };
}

const story = ['log', '--reverse', '--format=%an|%ae|%s', 'refs/heads/main', '--'];

describe('a mirror whose pages tell their story', () => {
  it('has a commit for each version, by its author and of its time, and one push', async () => {
    edit('pelican', 'priya@acme.example');
    const last = edit('heron', 'tomas@acme.example');
    await open({ history: true, historyVersions: 4 });
    try {
      const pushes = outside.github.log.entries().length;
      await ended('initial');
      expect(
        outside.github.log
          .entries()
          .slice(pushes)
          .filter(({ path }) => path.endsWith('receive-pack')),
      ).toHaveLength(1);
      const path = await filePath();
      const lines = await git(...story, path);
      expect(lines.at(-1)).toMatch(
        new RegExp(`^${last.name}\\|[^|]+@confluence.noreply.invalid\\|Update .*version ${last.version}`),
      );
      expect(lines.length).toBeLessThanOrEqual(4);
      expect(new Set(lines.map((line) => line.split('|')[0])).size).toBeGreaterThan(1);
      // Who wrote which line is what blame says, also of the older of the two.
      const blame = await git('blame', '--line-porcelain', 'refs/heads/main', '--', path);
      const authorOf = (text: string) =>
        blame
          .slice(
            0,
            blame.findIndex((line) => line.startsWith('\t') && line.includes(text)),
          )
          .findLast((line) => line.startsWith('author '));
      expect(authorOf('heron')).toBe(`author ${last.name}`);
      expect(authorOf('pelican')).not.toBe(authorOf('heron'));
      const times = (await git('log', '--reverse', '--format=%at', 'refs/heads/main', '--', path)).map(Number);
      expect([...times].sort((a, b) => a - b)).toEqual(times);

      // Two edits between two runs are two commits; a run without news is none.
      const head = (await git('rev-parse', 'refs/heads/main'))[0]!;
      const two = [edit('crane', 'priya@acme.example'), edit('stork', 'tomas@acme.example')];
      expect(await ended('sweep')).toMatchObject({ counts: { written: 1 } });
      expect(await git('log', '--reverse', '--format=%an', `${head}..refs/heads/main`)).toEqual(
        two.map(({ name }) => name),
      );
      const count = (await git('rev-list', '--count', 'refs/heads/main'))[0];
      await ended('sweep');
      expect((await git('rev-list', '--count', 'refs/heads/main'))[0]).toBe(count);
    } finally {
      await worker.stop();
    }
  }, 120_000);

  it('can begin later: what is published stays as it is', async () => {
    await open({});
    try {
      await ended('initial');
      const before = (await git('rev-parse', 'refs/heads/main'))[0]!;
      const space = spaceScope({ key: 'ENG', selectedPageIds: [pageId] });
      const scope = { ...scopeOf(space), source: 'confluence', history: true };
      await outside.github.human.commitFiles({
        repository: mirror.repository,
        branch: 'main',
        files: { [configPath('confluence')]: printScope(scope) },
        message: 'Let each version be a commit',
      });
      const { name } = edit('egret', 'priya@acme.example');
      await ended('sweep');
      expect(await git('merge-base', '--is-ancestor', before, 'refs/heads/main')).toEqual([]);
      expect(await git('log', '--format=%an', `${before}..refs/heads/main`)).toContain(name);
    } finally {
      await worker.stop();
    }
  }, 120_000);
});
