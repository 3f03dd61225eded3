import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
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

  it('has a golden file for every node that is known', () => {
    const all = names.map((name) => readFileSync(join(folder, `${name}.json`), 'utf8')).join('\n');
    const missing = nodeRules.flatMap((rule) => rule.names).filter((name) => !all.includes(`"type": "${name}"`));
    expect(missing).toEqual(['image', 'unsupportedInline']);
  });
});
