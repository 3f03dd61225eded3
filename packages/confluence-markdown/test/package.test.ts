import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from './command.ts';
import { descriptionIn, installPacked, packageFolder, runtimeDependencies } from './installed.ts';

const folder = temporaryFolder();
const installed = join(folder, 'node_modules/@ctxpipe/confluence-markdown');
const run = promisify(execFile);

beforeAll(() => installPacked(folder), 120_000);

/** Runs a module in the folder; what it prints, as JSON. */
async function evaluate(code: string): Promise<unknown> {
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', code], { cwd: folder });
  return JSON.parse(stdout);
}

describe('the packed package', { timeout: 60_000 }, () => {
  it('has every file that it names, and nothing of its tests', () => {
    const { exports } = descriptionIn(installed) as never as { exports: Record<string, string | object> };
    const files = Object.values(exports).flatMap((each) => (typeof each === 'string' ? [each] : Object.values(each)));
    expect(files.length).toBeGreaterThan(15);
    expect(files.filter((file) => !existsSync(join(installed, file)))).toEqual([]);
    expect(readdirSync(installed).sort()).toEqual([
      'LICENSE',
      'README.md',
      'bin',
      'dist',
      'docs',
      'package.json',
      'src',
    ]);
  });

  it('converts through every entry point', async () => {
    const name = '@ctxpipe/confluence-markdown';
    const adf = '{"type":"doc","version":1,"content":[{"type":"paragraph","content":[{"type":"text","text":"a"}]}]}';
    const answers = await evaluate(`
      import { convert } from '${name}';
      import { convertAdf } from '${name}/adf';
      import { convertStorage } from '${name}/storage';
      import { convertView } from '${name}/view';
      import { toMarkdown } from '${name}/mdast';
      import { ExportError, openSpaceExport } from '${name}/space-export';
      const none = await openSpaceExport('none.zip').catch((error) => error instanceof ExportError);
      const { markdown, mdast } = convert({ from: 'storage', body: '<h1>all</h1>' });
      const parts = [convertAdf('${adf}'), convertStorage('<p>s</p>'), convertView('<p>v</p>')];
      console.log(JSON.stringify([markdown, toMarkdown(mdast), none, ...parts.map((each) => each.markdown)]));`);
    expect(answers).toEqual(['# all\n', '# all\n', true, 'a\n', 's\n', 'v\n']);
  });

  it('has types that a strict compiler takes', () => {
    writeFileSync(
      join(folder, 'use.ts'),
      `import { type Conversion, ConversionError, convert, type LinkResolver } from '@ctxpipe/confluence-markdown';
      import { convertAdf, needsStorage } from '@ctxpipe/confluence-markdown/adf';
      import { convertStorage } from '@ctxpipe/confluence-markdown/storage';
      import { convertView } from '@ctxpipe/confluence-markdown/view';
      import { toMarkdown } from '@ctxpipe/confluence-markdown/mdast';
      import { openSpaceExport, type SpaceExport } from '@ctxpipe/confluence-markdown/space-export';
      const resolve: LinkResolver = (target) => (target.kind === 'page' ? { href: target.title } : undefined);
      const made: Conversion = convert({ from: 'view', body: '' }, { resolve });
      const text: string = toMarkdown(made.mdast) + convertAdf('').markdown + convertStorage('').markdown;
      // @ts-expect-error there is no such format
      convert({ from: 'docx', body: '' });
      export const all = [text, convertView('').report[0]?.where, needsStorage(''), ConversionError];
      export const titles = async ({ pages }: SpaceExport) => [...pages.values()].map(({ title }) => title);
      export const opened: Promise<SpaceExport> = openSpaceExport('x.zip');`,
    );
    const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022'];
    const { stdout } = spawnSync(process.execPath, [tsc, ...options, 'use.ts'], { cwd: folder, encoding: 'utf8' });
    expect(stdout).toBe('');
  });

  it('brings the command', async () => {
    const command = join(folder, 'node_modules/.bin/confluence-markdown');
    const bin = (...words: string[]) => {
      const made = run(process.platform === 'win32' ? `${command}.cmd` : command, words, { cwd: folder });
      made.child.stdin?.end('<p>piped</p>');
      return made;
    };
    writeFileSync(join(folder, 'page.xml'), '<p>from a <strong>file</strong></p>');
    writeFileSync(join(folder, 'list.jsonl'), '{"id":1,"file":"page.xml"}\n{"id":2,"from":"view","body":"<i>b</i>"}\n');
    mkdirSync(join(folder, 'bodies'));
    writeFileSync(join(folder, 'bodies/Home.xml'), '<p>space</p>');

    expect((await bin('page.xml')).stdout).toBe('from a **file**\n');
    expect((await bin('-')).stdout).toBe('piped\n');
    expect(JSON.parse((await bin('-', '--json')).stdout)).toEqual({ markdown: 'piped\n', report: [], links: [] });
    expect((await bin('--batch', 'list.jsonl')).stdout).toBe(
      '{"id":1,"markdown":"from a **file**\\n","report":[]}\n{"id":2,"markdown":"*b*\\n","report":[]}\n',
    );
    expect((await bin('--space', 'bodies', '--out', 'tree')).stderr).toContain('1 pages, 0 blog posts');
    expect(readFileSync(join(folder, 'tree/Home.md'), 'utf8')).toContain('# Home\n\nspace\n');
  });
});

describe('in the workspace', () => {
  it('every entry point is its source', async () => {
    const { exports } = descriptionIn(packageFolder) as never as { exports: Record<string, { source?: string }> };
    const entries = Object.entries(exports).filter(([, { source }]) => source !== undefined);
    const names = entries.map(([entry]) => `@ctxpipe/confluence-markdown${entry.slice(1)}`);
    const code = `console.log(JSON.stringify(${JSON.stringify(names)}.map((name) => import.meta.resolve(name))))`;
    const words = ['--conditions=source', '--input-type=module', '-e', code];
    const { stdout } = await run(process.execPath, words, { cwd: join(packageFolder, '../..') });
    expect(JSON.parse(stdout)).toEqual(
      entries.map(([, { source }]) => pathToFileURL(join(packageFolder, source!)).href),
    );
    expect(entries.map(([entry]) => entry)).toEqual(['.', './adf', './storage', './view', './mdast', './space-export']);
  });
});

/** Modules of the package that come with what one entry point exports. */
async function bundled(entry: string): Promise<string[]> {
  const { metafile } = await build({
    stdin: { contents: `export * from '@ctxpipe/confluence-markdown${entry}'`, resolveDir: folder },
    bundle: true,
    packages: 'bundle',
    platform: 'node',
    format: 'esm',
    metafile: true,
    write: false,
    outdir: folder,
    absWorkingDir: folder,
    logLevel: 'error',
  });
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  const used = inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => path);
  return used.flatMap((path) => path.split('confluence-markdown/dist/')[1] ?? []);
}

describe('a bundle of a part', { timeout: 60_000 }, () => {
  const readers = ['adf', 'storage', 'view'];
  for (const entry of readers) {
    it(`of /${entry} has no other reader in it`, async () => {
      const folders = new Set((await bundled(`/${entry}`)).map((path) => path.split('/')[0]));
      expect(readers.filter((each) => folders.has(each))).toEqual([entry]);
    });
  }

  it('of /mdast has no reader in it', async () => {
    const folders = new Set((await bundled('/mdast')).map((path) => path.split('/')[0]));
    expect([...folders]).toEqual(expect.arrayContaining(['mdast']));
    expect(readers.filter((each) => folders.has(each))).toEqual([]);
  });

  it('of everything has all readers in it', async () => {
    const folders = new Set((await bundled('')).map((path) => path.split('/')[0]));
    expect(readers.filter((each) => folders.has(each))).toEqual(readers);
  });
});

describe('what the package needs', () => {
  it('runs no script when it is installed', () => {
    const lock = JSON.parse(readFileSync(join(packageFolder, '../../package-lock.json'), 'utf8')) as {
      packages: Record<string, { hasInstallScript?: boolean }>;
    };
    const names = [...runtimeDependencies().keys()];
    expect(names).toContain('htmlparser2');
    const known = names.map((name) => [name, lock.packages[`node_modules/${name}`]] as const);
    expect(known.filter(([, entry]) => entry === undefined)).toEqual([]);
    expect(known.filter(([, entry]) => entry?.hasInstallScript)).toEqual([]);
    const ours = Object.keys((descriptionIn(packageFolder) as never as { scripts: object }).scripts);
    expect(ours.filter((name) => /install|prepare/.test(name))).toEqual([]);
  });
});
