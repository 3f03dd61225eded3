import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { macros } from '../packages/confluence-markdown/src/macros/index.ts';
import { loadWorld } from '../sandbox/worlds/load.ts';
import { exportFile } from '../src/cli/mirror/export-file.testbed.ts';
import { runCommand } from '../src/cli/terminal.testbed.ts';
import type { ContentSource } from '../src/core/roles/content-source.ts';
import { mirror } from '../src/main/mirror.ts';
import { type StandIns, startStandIns } from '../src/workflows/stand-ins.testbed.ts';
import { createWorker, type RunningWorker } from '../src/workflows/worker.ts';
import { scopeOf, spaceScope, until } from '../src/workflows/workflows.testbed.ts';

const run = promisify(execFile);
const SPACES = ['ENG', 'OPS', 'PROD'];

/** What the table of the converter's README shows as a placeholder and as nothing else. */
const alwaysPlaceholders = new Set(
  macros.filter(({ becomes }) => /^(?:A|The) placeholder/.test(becomes)).flatMap(({ names }) => names),
);
const known = new Set(macros.flatMap(({ names }) => names));

let outside: StandIns;
let worker: RunningWorker;
let source: ContentSource;
/** The mirror of all that the demo's company has, as it stands in the repository. */
let files: ReadonlyMap<string, string>;

beforeAll(async () => {
  outside = await startStandIns();
  const spaces = SPACES.map((key) => spaceScope({ key }));
  const scope = { ...scopeOf(...spaces), source: 'confluence', blogPosts: true };
  const { address, context, store, jobs, source: connection } = await outside.newMirror(scope);
  source = await context.openSource(connection);
  worker = createWorker({ url: address.databaseUrl, context, onWork: store.onWork });
  await worker.start();
  const { id } = await jobs.sync(address.orgId, connection.id, 'initial');
  const ended = await until(
    async () => {
      const found = await context.ports.runs.get(address.orgId, id);
      return found?.state === 'running' ? null : found;
    },
    'the run to end',
    90_000,
  );
  expect(ended).toMatchObject({ state: 'succeeded', counts: { failed: 0 } });
  const folder = join(address.cacheDir, address.installationId);
  const clone = (await readdir(folder)).find((name) => name.endsWith('.git'))!;
  const git = async (...words: string[]) =>
    (await run('git', ['--git-dir', join(folder, clone), ...words], { maxBuffer: 64_000_000 })).stdout;
  const [branch] = (await git('for-each-ref', '--format=%(refname)')).split('\n');
  const paths = (await git('ls-tree', '-r', '-z', '--name-only', branch!)).split('\0');
  const pages = paths.filter((path) => path.startsWith('confluence/') && path.endsWith('.md'));
  files = new Map(
    await Promise.all(pages.map(async (path) => [path, await git('show', `${branch}:${path}`)] as const)),
  );
}, 150_000);
afterAll(async () => {
  await worker?.stop();
  await outside?.close();
});

/** Names of the macros that the people of the company put into their pages. */
async function macrosWritten(): Promise<Set<string>> {
  const { sites } = await loadWorld('acme');
  const items = sites.flatMap(({ spaces }) => spaces).flatMap((space) => [...space.items]);
  const bodies = items.map(({ body }) => JSON.stringify(typeof body === 'function' ? body() : body));
  return new Set(
    bodies.flatMap((body) => [
      ...[...body.matchAll(/extensionKey\\?":\\?"([\w-]+)/g)].map((match) => match[1]!),
      ...[...body.matchAll(/ac:name=\\?"([\w-]+)\\?"[^>]*>/g)]
        .map((match) => match[1]!)
        .filter((name) => known.has(name)),
    ]),
  );
}

const placeholders = () =>
  [...files].flatMap(([path, text]) =>
    [...text.matchAll(/`\[(\w+): ([^\],]*)[^\]]*\]`(.*)/g)].map(([, kind, name, behind]) => ({
      path,
      kind,
      name,
      behind,
    })),
  );

describe('the mirror of the demo’s company', () => {
  it('has a placeholder for nothing that the table of the converter shows', async () => {
    const written = await macrosWritten();
    const shown = [...written].filter((name) => known.has(name) && !alwaysPlaceholders.has(name));
    expect(shown).toEqual(expect.arrayContaining(['code', 'details', 'drawio', 'info', 'jira', 'plantuml']));
    const standIns = placeholders().filter(({ name }) => known.has(name!) && !alwaysPlaceholders.has(name!));
    // The other page is in the mirror too: its place says where.
    expect(standIns).toEqual([
      {
        path: expect.stringMatching(/^confluence\/PROD\/product-/),
        kind: 'macro',
        name: 'include',
        behind: expect.stringMatching(/^ \[Roadmap\]\(product-\d+\/roadmap-\d+\.md\)$/),
      },
    ]);
  });

  it('has a placeholder with its name for everything else, and none for a node', async () => {
    const found = placeholders();
    expect(found.filter(({ kind }) => kind !== 'macro')).toEqual([]);
    const written = [...(await macrosWritten())].filter((name) => !known.has(name) || alwaysPlaceholders.has(name));
    expect(written).toEqual(expect.arrayContaining(['toc', 'children', 'team-calendar']));
    expect(written.filter((name) => !found.some((each) => each.name === name))).toEqual([]);
  });
});

/** The space as somebody would export it: what the people wrote, in storage format as the site gives it out. */
async function exportOf(key: string): Promise<Buffer> {
  const world = await loadWorld('acme');
  const space = world.sites.flatMap(({ spaces }) => spaces).find((each) => each.key === key)!;
  const items = [...space.items].filter(({ kind }) => kind === 'page' || kind === 'blogpost');
  const bodies = await source.readBodies(
    items.map(({ id }) => id),
    'storage',
  );
  const time = (text: string) => text.replace('T', ' ').replace('Z', '');
  return exportFile({
    key,
    name: space.name,
    homepageId: space.homepageId!,
    people: Object.fromEntries(world.users.map(({ accountId, name }) => [accountId, name])),
    pages: items.map((item) => ({
      id: item.id,
      title: item.title,
      parent: item.parentId,
      kind: item.kind === 'page' ? 'Page' : 'BlogPost',
      version: item.version ?? 1,
      created: time(item.createdAt),
      modified: time(item.modifiedAt ?? item.createdAt),
      author: item.authorId,
      editor: item.editorId ?? item.authorId,
      labels: item.labels ?? [],
      restricted: item.readers !== undefined,
      status: item.status ?? 'current',
      body: bodies.get(item.id)?.body?.value ?? '',
      files: (item.attachments ?? []).map(({ id, fileName, content }) => ({
        id,
        name: fileName,
        content: typeof content === 'function' ? content() : content,
      })),
    })),
  });
}

describe('a mirror of the spaces’ exports', () => {
  it('is byte for byte the mirror that the server keeps, but for folders, which no export has', async () => {
    const top = await mkdtemp(join(tmpdir(), 'acme-export-'));
    try {
      // Twice: only then does each space know where the others stand.
      for (const key of [...SPACES, ...SPACES]) {
        const path = join(top, `${key}.zip`);
        await writeFile(path, await exportOf(key));
        const words = ['--space-export', path, '--out', top, '--site', 'https://acme.atlassian.net'];
        expect(await runCommand(mirror, words)).toMatchObject({ exit: 0 });
      }
      const { sites } = await loadWorld('acme');
      const items = sites.flatMap(({ spaces }) => spaces).flatMap((space) => [...space.items]);
      const bodyless = items.filter(({ kind }) => kind !== 'page' && kind !== 'blogpost').map(({ id }) => id);
      const aside = new RegExp(`-(?:${bodyless.join('|')})[/.]`);
      const expected = [...files].filter(([path, text]) => !aside.test(path) && !aside.test(text));
      expect(expected.length).toBeGreaterThan(25);
      // In storage format the stand-in gives notes no colour, by which alone they are told from plain panels.
      const plain = (text: string) => text.replaceAll('> [!IMPORTANT]', '> [!NOTE]');
      for (const [path, text] of expected) expect(await readFile(join(top, path), 'utf8'), path).toBe(plain(text));
    } finally {
      await rm(top, { recursive: true, force: true });
    }
  });
});
