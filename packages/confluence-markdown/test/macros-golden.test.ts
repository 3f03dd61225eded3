import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { macros } from '../src/macros/index.ts';
import { goldenTests } from './golden.ts';

const excerpt = (body: string) => `<ac:structured-macro ac:name="excerpt">${body}</ac:structured-macro>`;

/** Pages that the documents include. */
const PAGES: Readonly<Record<string, string>> = {
  Glossary: `<p>All of it.</p>${excerpt('<ac:rich-text-body><p>The short of it.</p></ac:rich-text-body>')}`,
  Inline: `<p>In a line: ${excerpt('<ac:plain-text-body>x = 1</ac:plain-text-body>')}</p>`,
  Empty: '',
  Loop: '<p>Again:</p><ac:structured-macro ac:name="include"><ac:parameter ac:name="">Loop</ac:parameter></ac:structured-macro>',
};

goldenTests('macros', '.xml', 'storage', {
  resolve: (target) =>
    target.kind === 'attachment' && target.fileName === 'known.png' ? { href: 'known.png' } : undefined,
  include: ({ title = '' }) => {
    if (title === 'Refused') throw new Error('This page may not be read.');
    if (title === 'Broken') return { from: 'adf', body: 'no document' };
    const body = PAGES[title];
    return body === undefined ? undefined : { from: 'storage', body };
  },
});

it('has a document for each rule, and for each macro that most pages have', () => {
  const at = fileURLToPath(new URL('./golden/macros/', import.meta.url));
  const documents = readdirSync(at).filter((file) => file.endsWith('.xml'));
  const all = documents.map((file) => readFileSync(at + file, 'utf8')).join('\n');
  const shown = (name: string) => all.includes(`ac:name="${name}"`);
  expect(macros.filter(({ names }) => !names.some(shown)).map(({ names }) => names[0])).toEqual([]);
  const frequent = `code noformat panel info note tip warning expand status toc anchor jira children include
    excerpt excerpt-include details detailssummary gallery view-file drawio gliffy lucidchart mermaid plantuml
    mathinline mathblock html chart roadmap decisionreport tasks-report-macro widget column section`;
  expect(frequent.split(/\s+/).filter((name) => !shown(name))).toEqual([]);
});
