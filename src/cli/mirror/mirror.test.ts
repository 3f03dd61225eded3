import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LinkedWorld, startLinkedWorld } from '../../../sandbox/github/testing/linked-world.ts';
import { openExportedSource } from '../../connectors/confluence/exported-source.ts';
import { createInstallationTokens } from '../../connectors/github/app-auth.ts';
import { openOwnClone } from '../../connectors/github/git/own-clone.ts';
import { Secret } from '../../core/secret.ts';
import { mirror } from '../../main/mirror.ts';
import { ctxpipe, runCommand } from '../terminal.testbed.ts';
import { openBranchTarget } from './branch-target.ts';
import { type ExportedPageWish, exportedFiles, exportFile } from './export-file.testbed.ts';
import { mirrorCommand } from './index.ts';

const run = promisify(execFile);
const picture = new Uint8Array([137, 80, 78, 71, 13, 10]);

let folder: string;
let made = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ctx-mirror-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const fresh = () => join(folder, String(++made));

const pages: readonly ExportedPageWish[] = [
  {
    id: '101',
    title: 'Home',
    version: 3,
    author: 'k1',
    editor: 'k2',
    labels: ['start', 'all'],
    body: '<p>Up: <ac:link><ri:page ri:content-title="Runbooks"/></ac:link>, <ac:image><ri:attachment ri:filename="Plan A.png"/></ac:image>, <ac:link><ri:page ri:content-title="Payroll"/></ac:link> <ac:link><ri:user ri:account-id="k1"/></ac:link></p>',
    files: [
      { id: 'a1', name: 'Plan A.png', content: picture },
      { id: 'a2', name: 'lost.pdf', content: null },
    ],
  },
  {
    id: '102',
    title: 'Runbooks',
    parent: '101',
    body: `<p>${'A body long enough for Git to follow it. '.repeat(5)}</p><p><ac:link><ri:page ri:content-title="Home"/></ac:link></p>`,
  },
  { id: '103', title: 'Payroll', parent: '101', restricted: true, body: '<p>CANARY-RESTRICTED</p>' },
  { id: '104', title: 'Salaries', parent: '103', body: '<p>CANARY-BELOW-RESTRICTED</p>' },
  { id: '105', title: 'Old', status: 'archived', body: '<p>archived</p>' },
  { id: '106', title: 'Going', body: '<p>Here today.</p>' },
  { id: '107', title: 'We moved', kind: 'BlogPost', created: '2026-02-03 04:05:06.000', body: '<p>post</p>' },
];
/** A later export: renamed, changed, gone, new. */
const later: readonly ExportedPageWish[] = [
  ...pages.filter(({ id }) => id !== '106' && id !== '102' && id !== '101'),
  { ...pages[0]!, body: pages[0]!.body.replace('Runbooks', 'Run books') },
  { ...pages[1]!, title: 'Run books', version: 2 },
  { id: '108', title: 'New', body: '<p>new</p>' },
];

async function saved(wish: readonly ExportedPageWish[], key = 'ENG'): Promise<string> {
  const path = `${fresh()}.zip`;
  const people = { k1: 'Ada Lovelace', k2: 'lin@acme.example' };
  await writeFile(path, exportFile({ key, name: 'Engineering', homepageId: '101', people, pages: wish }));
  return path;
}

async function treeOf(top: string): Promise<Record<string, string>> {
  const entries = await readdir(top, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    await Promise.all(
      files.sort().map(async (path) => [path.slice(top.length + 1), await readFile(path, 'utf8')] as const),
    ),
  );
}

describe('a mirror in a folder', () => {
  it('has the paths, the front matter, the links and the attachments of a mirror, and nothing restricted', async () => {
    const out = fresh();
    const args = ['--space-export', await saved(pages), '--out', out, '--site', 'https://acme.example/wiki'];
    const { exit, out: said, err } = await runCommand(mirror, args);
    expect({ exit, err }).toEqual({ exit: 0, err: '6 pages and 2 attachments in the export.\n' });
    expect(said).toBe(
      'ENG: 3 pages, 1 blog post, 1 attachment.\n2 restricted pages left out, 1 attachment missing in the export.\n' +
        `4 written, 0 moved, 0 removed, 0 unchanged in ${out}.\n`,
    );
    const tree = await treeOf(out);
    expect(Object.keys(tree)).toEqual([
      'confluence/ENG/_files/101/plan-a.png',
      'confluence/ENG/blog/we-moved-107.md',
      'confluence/ENG/going-106.md',
      'confluence/ENG/home-101.md',
      'confluence/ENG/home-101/runbooks-102.md',
    ]);
    expect(tree['confluence/ENG/home-101.md']?.replace(/"[0-9a-f]{64}"/, '"HASH"')).toBe(
      `---
id: "101"
space: "ENG"
title: "Home"
version: 3
url: "https://acme.example/wiki/spaces/ENG/overview"
parent: null
labels: ["all","start"]
authors: ["Ada Lovelace","Unknown"]
created: "2026-01-02T03:04:05.000Z"
modified: "2026-01-02T03:04:05.000Z"
sourceHash: "HASH"
kind: "page"
---
# Home

Up: [Runbooks](home-101/runbooks-102.md), ![Plan A.png](_files/101/plan-a.png), [Payroll](https://acme.example/wiki/spaces/ENG/pages/103/Payroll) \`@Ada Lovelace\`
`,
    );
    expect(Object.values(tree).join('\n')).not.toMatch(/CANARY|acme\.example>|lin@/);
  });

  it('links to the pages that a page includes, and copies nothing of them', async () => {
    const out = fresh();
    const shows = (macro: string, title: string) =>
      `<ac:structured-macro ac:name="${macro}"><ac:parameter ac:name=""><ac:link><ri:page ri:content-title="${title}"/></ac:link></ac:parameter></ac:structured-macro>`;
    const body = `${shows('include', 'Runbooks')}${shows('excerpt-include', 'Payroll')}`;
    await runCommand(mirror, [
      '--space-export',
      await saved([{ ...pages[0]!, body }, ...pages.slice(1)]),
      '--out',
      out,
    ]);
    const tree = await treeOf(out);
    const file = tree['confluence/ENG/home-101.md'];
    expect(file).toContain('`[macro: include]` [Runbooks](home-101/runbooks-102.md)\n');
    expect(file).toMatch(/`\[macro: excerpt-include\]` \[Payroll\]\(/);
    expect(Object.values(tree).join('\n')).not.toContain('CANARY');
  });

  it('is left alone by the same export, and brought on by a later one; what is not the space’s own stays', async () => {
    const out = fresh();
    const first = await saved(pages);
    await runCommand(mirror, ['--space-export', await saved([{ ...pages[1]!, parent: null }], 'OPS'), '--out', out]);
    await runCommand(mirror, ['--space-export', first, '--out', out]);
    await writeFile(join(out, 'confluence/ENG/notes.md'), 'by hand\n');
    const before = await treeOf(out);
    const again = await runCommand(mirror, ['--space-export', first, '--out', out]);
    expect(again.out).toContain(`Nothing has changed in ${out}.`);
    expect(await treeOf(out)).toEqual(before);

    const { exit, out: said } = await runCommand(mirror, [
      '--space-export',
      await saved(later),
      '--out',
      out,
      '--json',
    ]);
    expect(exit).toBe(0);
    expect(JSON.parse(said)).toMatchObject({
      spaces: ['ENG'],
      written: 2,
      moved: 1,
      removed: 1,
      unchanged: 1,
      commit: null,
    });
    const tree = await treeOf(out);
    expect(Object.keys(tree)).toEqual([
      'confluence/ENG/_files/101/plan-a.png',
      'confluence/ENG/blog/we-moved-107.md',
      'confluence/ENG/home-101.md',
      'confluence/ENG/home-101/run-books-102.md',
      'confluence/ENG/new-108.md',
      'confluence/ENG/notes.md',
      'confluence/OPS/runbooks-102.md',
    ]);
    expect(tree['confluence/ENG/home-101.md']).toContain('[Run books](home-101/run-books-102.md)');
  });

  it('only says what would be done where that is asked', async () => {
    const out = fresh();
    const { exit, out: said } = await runCommand(mirror, [
      '--space-export',
      await saved(pages),
      '--out',
      out,
      '--dry-run',
    ]);
    expect(exit).toBe(0);
    expect(said).toContain(`Would be: 4 written, 0 moved, 0 removed, 0 unchanged in ${out}.\n`);
    await expect(readdir(out)).rejects.toThrow('ENOENT');
  });

  it('does not lose many files to an export that is not whole, unless it is told to', async () => {
    const out = fresh();
    const many = Array.from({ length: 30 }, (_, at) => ({ id: `2${at}`, title: `Page ${at}`, body: '<p>x</p>' }));
    await runCommand(mirror, ['--space-export', await saved(many), '--out', out]);
    const few = await saved(many.slice(0, 10));
    const stopped = await runCommand(mirror, ['--space-export', few, '--out', out]);
    expect(stopped.exit).toBe(1);
    expect(stopped.err).toMatch(
      /lacks 20 of the 30 pages that are mirrored; nothing was changed\.\n.*--allow-removals\.\n$/,
    );
    expect(Object.keys(await treeOf(out))).toHaveLength(30);
    const allowed = await runCommand(mirror, ['--space-export', few, '--out', out, '--allow-removals']);
    expect(allowed.out).toContain('0 written, 0 moved, 20 removed, 10 unchanged');
    expect(Object.keys(await treeOf(out))).toHaveLength(10);
  });

  it('takes nothing from an export that is damaged or cut off, and loses nothing to it', async () => {
    const out = fresh();
    const whole = await readFile(await saved(pages));
    const objects = exportedFiles({ key: 'ENG', pages })['entities.xml'];
    const unpacked = fresh();
    await mkdir(unpacked);
    await runCommand(mirror, ['--space-export', await saved(pages), '--out', out]);
    const before = await treeOf(out);
    const cuts = [objects.indexOf('<object class="ContentPermissionSet"'), Math.floor(objects.length * 0.95)];
    for (const at of [...cuts, objects.length - 1]) {
      await writeFile(join(unpacked, 'entities.xml'), objects.slice(0, at));
      for (const target of [out, `${out}-new`]) {
        const cut = await runCommand(mirror, ['--space-export', unpacked, '--out', target, '--allow-removals']);
        expect(cut).toMatchObject({
          exit: 1,
          out: '',
          err: expect.stringMatching(/^entities\.xml is damaged or cut off: .*\nExport the space again, or copy /),
        });
      }
    }
    for (const at of [whole.indexOf('attachments/101/a1/1') + 'attachments/101/a1/1'.length + 2, 60]) {
      const flipped = `${fresh()}.zip`;
      await writeFile(
        flipped,
        whole.map((byte, index) => (index === at ? byte ^ 1 : byte)),
      );
      const said = await runCommand(mirror, ['--space-export', flipped, '--out', out]);
      expect(said).toMatchObject({ exit: 1, err: expect.stringMatching(/damaged or cut off\.\nExport the space/) });
    }
    expect(await treeOf(out)).toEqual(before);
    await expect(readdir(`${out}-new`)).rejects.toThrow('ENOENT');
  });

  it('says what stands in the export twice under one id, and mirrors one of each', async () => {
    const twice = [
      ...pages,
      { ...pages[1]!, title: 'Twin', body: '<p>CANARY-SECOND</p>', files: [] },
      { id: '109', title: 'Other', body: '', files: [{ id: 'a1', name: 'Older.png', content: null }] },
    ];
    const out = fresh();
    const args = ['--space-export', await saved(twice), '--out', out];
    const repeated = ['page 102 "Twin"', 'attachment a1 "Older.png"', 'body of page 102 "Runbooks"'];
    const { exit, out: said } = await runCommand(mirror, args);
    expect(exit).toBe(0);
    expect(said).toContain(
      `Twice in the export under one id: ${repeated.join(', ')}. The first of each is used, of a file the newer version.\n`,
    );
    expect(JSON.parse((await runCommand(mirror, [...args, '--dry-run', '--json'])).out)).toMatchObject({ repeated });
    expect(Object.values(await treeOf(out)).join('\n')).not.toMatch(/CANARY|Twin/);
    const many = Array.from({ length: 7 }, () => pages[5]!);
    const more = await runCommand(mirror, ['--space-export', await saved(many), '--out', fresh()]);
    expect(more.out).toMatch(/Twice .*: (?:page 106 "Going", ){4}page 106 "Going", and 2 more\. The first/);
  });

  it('says which bodies could not be converted, and keeps what stands of them', async () => {
    const out = fresh();
    const broken = [pages[0]!, { ...pages[1]!, body: '<b>'.repeat(60_000) }];
    const { exit, out: said } = await runCommand(mirror, ['--space-export', await saved(broken), '--out', out]);
    expect(exit).toBe(3);
    expect(said).toMatch(/Not converted: Runbooks \(More than \d+ elements/);
    const good = fresh();
    await runCommand(mirror, ['--space-export', await saved(pages.slice(0, 2)), '--out', good]);
    const before = await treeOf(good);
    await runCommand(mirror, ['--space-export', await saved(broken), '--out', good]);
    expect(await treeOf(good)).toEqual(before);
  });
});

describe('an export by somebody who means harm', () => {
  const hostile: readonly ExportedPageWish[] = [
    {
      id: '../../evil',
      title: '../../../.git/hooks/post-checkout',
      labels: ['a", "admin'],
      body: '<p>---\nid: "1"\n---</p>',
      files: [{ id: '../up', name: '../../../etc/passwd', content: picture }],
    },
    {
      id: '2',
      title: 'Fine\n\nCtx-Run: forged\nFixes #1 @everybody',
      parent: '../../evil',
      author: 'x',
      body: '<p>b</p>',
    },
    { id: '3', title: '.gitmodules', body: '<p>c</p>' },
  ];

  it('writes nothing outside of the mirror, whatever it names', async () => {
    const out = join(fresh(), 'inner', 'out');
    const source = await saved(hostile, '../../../up');
    expect(await runCommand(mirror, ['--space-export', source, '--out', out])).toMatchObject({ exit: 0 });
    const paths = Object.keys(await treeOf(join(out, '../..')));
    expect(paths).toHaveLength(hostile.length);
    for (const path of paths)
      expect(path).toMatch(/^inner\/out\/confluence\/up-x[0-9a-f]{12}\/(?:[a-z0-9-]+\/)*[a-z0-9-]+\.md$/);
  });

  it('says nothing in the commit that it was not asked', async () => {
    const repository = `${fresh()}.git`;
    await run('git', ['init', '-q', '--bare', '-b', 'main', repository]);
    expect((await runCommand(mirror, ['--space-export', await saved(hostile), '--push', repository])).exit).toBe(0);
    const { stdout } = await run('git', [
      '-C',
      repository,
      'log',
      '-1',
      '--format=%B%n%(trailers:key=Ctx-Run,valueonly)',
    ]);
    expect(stdout).not.toMatch(/@everybody|Fixes #1/);
    expect(stdout.match(/^Ctx-Run: .*$/gm)).toEqual([expect.stringMatching(/^Ctx-Run: export-[0-9a-f]{12}$/)]);
  });
});

describe('what cannot be mirrored', () => {
  const refused = async (...args: string[]) => runCommand(mirror, args);

  it('is an export that is none, with the next step', async () => {
    const bad = `${fresh()}.zip`;
    await writeFile(bad, 'hello');
    expect(await refused('--space-export', bad, '--out', fresh())).toMatchObject({
      exit: 1,
      err: expect.stringMatching(/is no zip archive\.\nName the zip of a space exported as XML, or a folder\.\n$/),
    });
    expect((await refused('--space-export', fresh(), '--out', fresh())).err).toMatch(/does not exist\.\nName the zip/);
    expect((await refused('--space-export', await saved([]), '--out', fresh())).err).toContain('holds no page');
  });

  it('is a folder that cannot be written to', async () => {
    const file = fresh();
    await writeFile(file, 'x');
    const source = await saved(pages);
    expect((await refused('--space-export', source, '--out', file)).err).toMatch(/is no folder\.\nName a folder/);
    const out = fresh();
    await mkdir(join(out, 'confluence'), { recursive: true });
    await symlink(folder, join(out, 'confluence/ENG'));
    expect((await refused('--space-export', source, '--out', out)).err).toMatch(
      /neither a file nor a folder\.\nRemove it/,
    );
  });

  it('is a wrong use, told before anything is read', async () => {
    const cases: readonly (readonly [args: readonly string[], message: RegExp])[] = [
      [['--out', 'x'], /--space-export is missing/],
      [['--space-export', 'x'], /Give one of --out FOLDER and --push URL/],
      [['--space-export', 'x', '--out', 'y', '--push', 'z'], /Give one of/],
      [['--space-export', 'x', '--out', 'y', '--branch', 'z'], /--branch belongs to --push/],
      [['--space-export', 'x', '--out', 'y', '--site', 'acme'], /--site acme: this is no address/],
    ];
    for (const [args, message] of cases)
      expect(await runCommand(mirror, args)).toMatchObject({ exit: 2, err: expect.stringMatching(message) });
  });
});

describe('a mirror in a repository', () => {
  const git = async (...args: string[]) =>
    (await run('git', args, { env: { PATH: process.env.PATH, HOME: folder } })).stdout;

  it('is one commit an export, none for the same one, and a rename where a page was renamed', async () => {
    const repository = `${fresh()}.git`;
    await git('init', '-q', '--bare', '-b', 'main', repository);
    const first = await saved(pages);
    const one = await runCommand(mirror, ['--space-export', first, '--push', repository]);
    expect(one).toMatchObject({ exit: 0, out: expect.stringMatching(/One commit, [0-9a-f]{40}, in /) });
    const two = await runCommand(mirror, ['--space-export', first, '--push', repository]);
    expect(two.out).toContain(`Nothing has changed in ${repository}, branch main.`);
    await runCommand(mirror, ['--space-export', await saved(later), '--push', repository]);
    const log = await git('-C', repository, 'log', '--format=%an%n%B', '-M', '--name-status');
    expect(log).toMatch(/^ctx\|\nAdd "New", rename "Runbooks" to "Run books", remove "Going"\n/);
    expect(log).toMatch(
      /Ctx-Source: confluence\nCtx-Run: export-[0-9a-f]{12}\nCtx-Pages: 101=3 102=2 108=1 106=gone\n/,
    );
    expect(log).toMatch(
      /R0\d\d\tconfluence\/ENG\/home-101\/runbooks-102\.md\tconfluence\/ENG\/home-101\/run-books-102\.md/,
    );
    expect(log).toContain('Going (no longer at the source)');
    expect((await git('-C', repository, 'rev-list', '--count', 'main')).trim()).toBe('2');
    const follow = await git(
      '-C',
      repository,
      'log',
      '--follow',
      '--format=%s',
      '--',
      'confluence/ENG/home-101/run-books-102.md',
    );
    expect(follow.trim().split('\n')).toHaveLength(2);
  });

  it('runs as a command of its own, and takes what others pushed meanwhile into account', async () => {
    const repository = `${fresh()}.git`;
    await git('init', '-q', '--bare', '-b', 'docs', repository);
    const source = await saved(pages);
    const env = { HOME: folder };
    const first = await ctxpipe(
      ['mirror', '--space-export', source, '--push', repository, '--branch', 'docs'],
      '',
      env,
    );
    expect(first).toMatchObject({ code: 0, out: expect.stringContaining('branch docs') });
    const clone = fresh();
    await git('clone', '-q', repository, clone);
    await writeFile(join(clone, 'README.md'), 'ours\n');
    await git('-C', clone, 'add', 'README.md');
    await git('-C', clone, '-c', 'user.name=a', '-c', 'user.email=a@b.example', 'commit', '-q', '-m', 'Ours');
    await git('-C', clone, 'push', '-q');
    const second = await ctxpipe(['mirror', '--space-export', await saved(later), '--push', repository], '', env);
    expect(second).toMatchObject({ code: 0, out: expect.stringContaining('branch docs') });
    const files = await git('-C', repository, 'ls-tree', '-r', '--name-only', 'docs');
    expect(files).toContain('README.md\n');
    expect(files).toContain('confluence/ENG/new-108.md\n');
  });
});

describe('a mirror on a host', () => {
  let world: LinkedWorld;
  let token: string;
  beforeAll(async () => {
    world = await startLinkedWorld();
    await world.sandbox.human.createRepository({ name: 'wiki', private: true, files: { 'README.md': 'ours\n' } });
    const { appId, privateKey, installationId } = world.installed;
    const tokens = createInstallationTokens(
      {
        apiBaseUrl: world.sandbox.apiUrl,
        now: () => world.sandbox.clock.now(),
        sleep: async () => undefined,
        log: () => undefined,
        count: () => undefined,
      },
      { appId, privateKey: new Secret(privateKey), installationId },
    );
    token = (
      await tokens.get({ permissions: { contents: 'write' }, repositoryId: (await world.repository('acme/wiki')).id })
    ).reveal();
  });
  afterAll(() => world.close());

  const address = (secret = token) => `${world.sandbox.origin.replace('://', `://${secret}@`)}/acme/wiki.git`;

  it('is pushed with the token of the address, which nobody gets to see', async () => {
    const { exit, out, err } = await runCommand(mirror, ['--space-export', await saved(pages), '--push', address()]);
    expect({ exit, out }).toMatchObject({
      exit: 0,
      out: expect.stringContaining(`${world.sandbox.origin}/acme/wiki.git, branch main`),
    });
    expect(`${out}${err}`).not.toContain(token);
    const clone = await world.mirror('acme/wiki');
    const head = (await clone.fetch('main'))!;
    const [commit, before] = await clone.log(head, 3);
    expect(commit?.message).toMatch(/^Add 4 pages in ENG\n[\s\S]*Ctx-Pages: 101=3 102=1 106=1 107=1$/);
    expect(before?.commit).toBeDefined();
    expect((await clone.readTree(head, '')).map(({ path }) => path)).toContain('README.md');
  });

  /** The command with somebody who pushes each time, or once, just before it does. */
  function overtaken(times: number) {
    let left = times;
    return mirrorCommand({
      sourceId: 'confluence',
      now: Date.now,
      openExport: (path, siteUrl) => openExportedSource({ path, siteUrl }),
      async openBranches(url) {
        const clone = await openOwnClone({ url, folder: fresh(), environment: {}, sleep: async () => undefined });
        const options = {
          mirror: clone.mirror,
          chooseBranch: async () => 'main',
          address: clone.address,
          root: 'confluence',
        };
        return {
          close: async () => undefined,
          async openBranch() {
            const target = await openBranchTarget({ ...options, at: '2026-03-04T05:06:07.000Z' });
            return {
              ...target,
              async write(request) {
                const files = { [`theirs-${left}.md`]: 'theirs\n' };
                if (left-- > 0) await world.sandbox.human.commitFiles({ repository: 'acme/wiki', files });
                return target.write(request);
              },
            };
          },
        };
      },
    });
  }

  it('looks again when somebody pushed in between, and loses nothing of theirs', async () => {
    const { exit } = await runCommand(overtaken(1), ['--space-export', await saved(later), '--push', address()]);
    expect(exit).toBe(0);
    const clone = await world.mirror('acme/wiki');
    const head = (await clone.fetch('main'))!;
    const paths = (await clone.readTree(head, '')).map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['theirs-1.md', 'confluence/ENG/new-108.md']));
    expect((await clone.log(head, 9)).filter(({ message }) => message.includes('Ctx-Run'))).toHaveLength(2);
    const busy = await runCommand(overtaken(9), ['--space-export', await saved(pages), '--push', address()]);
    expect(busy).toMatchObject({ exit: 1, err: expect.stringMatching(/Others pushed to .* each time[\s\S]*--branch/) });
  });

  it('says what to do where the host refuses', async () => {
    const source = await saved(pages.slice(0, 2));
    const wrong = await runCommand(mirror, ['--space-export', source, '--push', address('ghs_wrong')]);
    expect(wrong).toMatchObject({
      exit: 1,
      err: expect.stringMatching(/does not let you in[\s\S]*put a token into the address/),
    });
    const gone = await runCommand(mirror, [
      '--space-export',
      source,
      '--push',
      address().replace('wiki.git', 'none.git'),
    ]);
    expect(gone).toMatchObject({ exit: 1, err: expect.stringMatching(/acme\/none[\s\S]*Check the address/) });
    world.sandbox.human.protectBranch('acme/wiki', 'main');
    const held = await runCommand(mirror, ['--space-export', source, '--push', address(), '--allow-removals']);
    expect(held).toMatchObject({ exit: 1, err: expect.stringMatching(/takes no direct pushes[\s\S]*--branch NAME/) });
    const aside = await runCommand(mirror, ['--space-export', source, '--push', address(), '--branch', 'wiki-mirror']);
    expect(aside.exit).toBe(0);
    const nowhere = await runCommand(mirror, ['--space-export', source, '--push', join(folder, 'nowhere')]);
    expect(nowhere).toMatchObject({ exit: 1, err: expect.stringMatching(/nowhere[\s\S]*"git push" takes/) });
  });
});
