import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Converter } from './totals.ts';

/** Where the rivals are installed: they are no dependencies of anything here. */
export const rivalsFolder = fileURLToPath(new URL('../../node_modules/.cache/bench-render/', import.meta.url));

/** Pinned, so that figures stay comparable. All are free to use: MIT, Apache-2.0, ISC or BSD, which is checked. */
const PACKAGES: Readonly<Record<string, string>> = {
  turndown: '7.2.5',
  'turndown-plugin-gfm': '1.0.2',
  '@guyplusplus/turndown-plugin-gfm': '1.0.7',
  'turndown-plugin-confluence-to-gfm': '0.5.0',
  'node-html-markdown': '2.0.0',
  'html-to-md': '0.8.8',
  '@kreuzberg/html-to-markdown-node': '3.7.2',
  unified: '11.0.5',
  'rehype-parse': '9.0.1',
  'rehype-remark': '10.0.1',
  'remark-gfm': '4.0.1',
  'remark-stringify': '11.0.0',
  'adf-to-markdown': '1.0.1',
  'adf-to-md': '1.2.1',
  'mdast-util-from-adf': '2.1.1',
};
const FREE = new Set(['MIT', 'Apache-2.0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause']);

interface Description {
  readonly version: string;
  readonly license: string;
}

function descriptionOf(name: string): Description | undefined {
  const path = join(rivalsFolder, 'node_modules', name, 'package.json');
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Description) : undefined;
}

/**
 * Installs what is missing with npm, without running any script of a package.
 *
 * @throws {Error} where npm fails or a licence is not free
 */
export async function installRivals(say: (line: string) => void): Promise<void> {
  const missing = Object.entries(PACKAGES).filter(([name, version]) => descriptionOf(name)?.version !== version);
  if (missing.length > 0) {
    const wanted = Object.entries(PACKAGES).map(([name, version]) => `${name}@${version}`);
    say(`Installing into ${rivalsFolder} (once, about 90 MB): ${wanted.join(' ')}`);
    await npmInstall(wanted);
  }
  for (const name of Object.keys(PACKAGES)) {
    const licence = descriptionOf(name)?.license ?? 'unknown';
    if (!FREE.has(licence)) throw new Error(`${name} has the licence ${licence}; only free ones take part.`);
  }
}

function npmInstall(wanted: readonly string[]): Promise<void> {
  const flags = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const child = spawn('npm', ['install', '--prefix', rivalsFolder, ...flags, ...wanted], {
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`npm install ended with ${code}.`))));
  });
}

interface Turndown {
  turndown(html: string): string;
  use(plugin: unknown): unknown;
}

interface Processor {
  use(plugin: unknown): Processor;
  processSync(html: string): unknown;
  stringify(tree: unknown): string;
}

/** The rivals, each called as its documentation says, with the options that keep the most. */
export async function loadRivals(): Promise<Converter[]> {
  const require = createRequire(join(rivalsFolder, 'package.json'));
  const load = async <Module>(name: string): Promise<Module> =>
    (await import(pathToFileURL(require.resolve(name)).href)) as Module;
  const plugin = async (name: string) => (await load<{ default: unknown }>(name)).default;
  const { default: TurndownService } = await load<{ default: new (options: object) => Turndown }>('turndown');
  const { gfm } = await load<{ gfm: unknown }>('turndown-plugin-gfm');
  const { gfm: otherGfm } = await load<{ gfm: unknown }>('@guyplusplus/turndown-plugin-gfm');
  const { confluenceGfm } = await load<{ confluenceGfm: unknown }>('turndown-plugin-confluence-to-gfm');
  const { NodeHtmlMarkdown } = await load<{ NodeHtmlMarkdown: new () => { translate(html: string): string } }>(
    'node-html-markdown',
  );
  const htmlToMd = (await load<{ default(html: string): string }>('html-to-md')).default;
  const { convert: inRust } = (
    await load<{ default: { convert(html: string): { content: string | null } } }>('@kreuzberg/html-to-markdown-node')
  ).default;
  const { unified } = await load<{ unified(): Processor }>('unified');
  const [parse, toMdast, remarkGfm, stringify] = await Promise.all(
    ['rehype-parse', 'rehype-remark', 'remark-gfm', 'remark-stringify'].map(plugin),
  );
  const { convertADFToMarkdown } = await load<{ convertADFToMarkdown(adf: unknown): string }>('adf-to-markdown');
  const { convert: adfToMd } = (await load<{ default: { convert(adf: unknown): { result: string } } }>('adf-to-md'))
    .default;
  const { fromADF } = await load<{ fromADF(adf: unknown): unknown }>('mdast-util-from-adf');

  const turndown = (...plugins: readonly unknown[]): Turndown => {
    const service = new TurndownService({ headingStyle: 'atx', codeBlockStyle: 'fenced' });
    for (const each of plugins) service.use(each);
    return service;
  };
  const plain = turndown(gfm);
  const forPages = turndown(otherGfm, confluenceGfm);
  const html = new NodeHtmlMarkdown();
  const rehype = unified().use(parse).use(toMdast).use(remarkGfm).use(stringify);
  const remark = unified().use(remarkGfm).use(stringify);

  const named = (name: string, reads: Converter['reads'], convert: Converter['convert'], shown = name): Converter => {
    const { version, license } = descriptionOf(name) ?? { version: 'unknown', license: 'unknown' };
    return { name: shown, version, licence: license, reads, convert };
  };
  return [
    named('turndown', ['storage'], (body) => plain.turndown(body), 'turndown + turndown-plugin-gfm'),
    named('turndown-plugin-confluence-to-gfm', ['storage'], (body) => forPages.turndown(body)),
    named('node-html-markdown', ['storage'], (body) => html.translate(body)),
    named('html-to-md', ['storage'], (body) => htmlToMd(body)),
    named(
      '@kreuzberg/html-to-markdown-node',
      ['storage'],
      (body) => inRust(body).content ?? '',
      '@kreuzberg/html-to-markdown-node (in Rust)',
    ),
    named('rehype-remark', ['storage'], (body) => String(rehype.processSync(body))),
    named('adf-to-markdown', ['adf'], (body) => convertADFToMarkdown(JSON.parse(body))),
    named('adf-to-md', ['adf'], (body) => adfToMd(JSON.parse(body)).result),
    named('mdast-util-from-adf', ['adf'], (body) => remark.stringify(fromADF(JSON.parse(body)))),
  ];
}
