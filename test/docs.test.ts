import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { environmentNames } from '../src/env.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

function* markdownFiles(folder: string): Generator<string> {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* markdownFiles(path);
    else if (entry.name.endsWith('.md')) yield path;
  }
}

const documents = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'packages/confluence-markdown/README.md',
  ...markdownFiles('docs'),
];
const scripts = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> })
  .scripts;

describe('the documents', () => {
  it('describe every variable that is read', () => {
    const text = readFileSync(join(root, 'docs/1-start/environment.md'), 'utf8');
    expect(environmentNames.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });

  it('show every picture that is kept for them, and the pictures stay light', () => {
    const shown = documents.map((document) => readFileSync(join(root, document), 'utf8')).join('\n');
    const pictures = readdirSync(join(root, 'docs/pictures'));
    expect(pictures.filter((name) => !shown.includes(`pictures/${name}`))).toEqual([]);
    const bytes = pictures.reduce((sum, name) => sum + readFileSync(join(root, 'docs/pictures', name)).length, 0);
    expect(bytes).toBeLessThan(2_000_000);
  });

  it.each(documents)('%s links to files that are there', (document) => {
    const text = readFileSync(join(root, document), 'utf8').replace(/```[\s\S]*?```/g, '');
    const links = [...text.matchAll(/\]\(([^)\s]+)\)|\bsrc(?:set)?="([^"]+)"/g)].map(
      (match) => (match[1] ?? match[2])!,
    );
    const local = links.filter((link) => !/^(https?:|mailto:|#)/.test(link)).map((link) => link.split('#')[0]!);
    expect(local.filter((link) => !existsSync(join(root, dirname(document), link)))).toEqual([]);
  });

  it.each(documents)('%s names commands that exist', (document) => {
    const text = readFileSync(join(root, document), 'utf8');
    const named = [...text.matchAll(/npm run ([a-z:]+)/g)].map((match) => match[1]!);
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });
});
