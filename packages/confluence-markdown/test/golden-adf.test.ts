import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { markRules } from '../src/adf/marks.ts';
import { nodeRules } from '../src/adf/rules.ts';
import { convert, type LinkResolver, toMarkdown } from '../src/index.ts';
import { bare, readGfm } from './reading.ts';

const folder = fileURLToPath(new URL('./golden/adf/', import.meta.url));
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.slice(0, -5));

/** The site of the golden files: one page, one person and the files of page 42 have a place. */
const resolve: LinkResolver = (target) => {
  if (target.kind === 'page' && target.id === '77') return { href: '../runbook.md', text: 'Runbook' };
  if (target.kind === 'person' && target.id === 'u-1') return { href: 'https://acme.example/people/u-1' };
  if (target.kind === 'attachment' && target.pageId === '42' && target.fileName) {
    return { href: `files/${target.fileName}`, text: target.fileName };
  }
  return undefined;
};

function render(name: string) {
  const body = readFileSync(join(folder, `${name}.json`), 'utf8');
  return convert({ from: 'adf', body }, { resolve, baseUrl: 'https://acme.atlassian.net/wiki' });
}

/** The Markdown, and below it what the report says. */
function page(name: string): string {
  const { markdown, report } = render(name);
  const notes = report.map(({ kind, what, where, text }) => `${kind} ${what} at ${where}${text ? `: ${text}` : ''}\n`);
  return notes.length > 0 ? `${markdown}\n<!-- report\n${notes.join('')}-->\n` : markdown;
}

describe('each node and mark', () => {
  it.each(names)('%s becomes what its golden file shows', async (name) => {
    await expect(page(name)).toMatchFileSnapshot(join(folder, `${name}.md`));
  });

  it.each(names)('%s reads back as the same tree and is written the same again', (name) => {
    const { markdown, mdast } = render(name);
    expect(bare(readGfm(markdown))).toEqual(bare(mdast));
    expect(toMarkdown(readGfm(markdown))).toBe(markdown);
  });

  it('has a golden file for every node and mark of the schema, and for those that it had before', () => {
    const all = names.map((name) => readFileSync(join(folder, `${name}.json`), 'utf8')).join('\n');
    const known = [...nodeRules, ...markRules].flatMap((rule) => rule.names);
    const missing = [...schemaNames(), ...known].filter((name) => !all.includes(`"type": "${name}"`));
    expect(missing).toEqual([]);
  });

  it('knows every node and mark of the schema', () => {
    const known = new Set([...nodeRules, ...markRules].flatMap((rule) => rule.names));
    expect(schemaNames().filter((name) => !known.has(name))).toEqual([]);
  });
});

/** Types of every node and mark in the widest of the vendor's schemas, drafts included. */
function schemaNames(): string[] {
  const require = createRequire(import.meta.url);
  const file = require.resolve('@atlaskit/adf-schema/dist/json-schema/v1/stage-0.json');
  const { definitions } = JSON.parse(readFileSync(file, 'utf8')) as { definitions: Record<string, Definition> };
  const types = Object.values(definitions).flatMap(({ properties }) => properties?.type?.enum ?? []);
  expect(types).toContain('multiBodiedExtension');
  return [...new Set(types)];
}

interface Definition {
  readonly properties?: { readonly type?: { readonly enum?: readonly string[] } };
}
