import type { Root, RootContent } from 'mdast';
import { describe, expect, it } from 'vitest';
import { toMarkdown } from '../src/entries/mdast.ts';
import { bare, readGfm } from './reading.ts';

const text = (value: string) => ({ type: 'text', value });
const code = (value: string) => ({ type: 'inlineCode', value });
const paragraph = (...children: unknown[]) => ({ type: 'paragraph', children });
const strong = (...children: unknown[]) => ({ type: 'strong', children });
const quote = (...children: unknown[]) => ({ type: 'blockquote', children });
const heading = (...children: unknown[]) => ({ type: 'heading', depth: 2, children });
const link = (url: string, title: string | null, ...children: unknown[]) => ({ type: 'link', url, title, children });
const image = (url: string, alt: string | null, title: string | null = null) => ({ type: 'image', url, alt, title });
const item = (...children: unknown[]) => ({ type: 'listItem', spread: false, children });
const list = (...children: unknown[]) => ({ type: 'list', ordered: false, children });
const counted = (start: number | null, ...children: unknown[]) => ({ type: 'list', ordered: true, start, children });
const cell = (...children: unknown[]) => ({ type: 'tableCell', children });
const row = (...children: unknown[]) => ({ type: 'tableRow', children });
const table = (...children: unknown[]) => ({ type: 'table', align: [null], children });
const tree = (...children: unknown[]): Root => ({ type: 'root', children: children as RootContent[] });

/** Trees that anybody may hand in, and what is written of them; a reader gets the same tree back. */
const faithful: readonly (readonly [name: string, block: unknown, markdown: string])[] = [
  ['signs of blocks behind a line feed', paragraph(text('a\n# b\nc')), 'a\n\\# b\nc\n'],
  ['a space and a tab at the edges', paragraph(text(' a\t')), '&#x20;a&#x9;\n'],
  ['a tab and a space at the edges', paragraph(text('\ta ')), '&#x9;a&#x20;\n'],
  ['a bracket that closes first', paragraph(text('a] [b]')), 'a] \\[b]\n'],
  ['a sign before a link', paragraph(text('so!'), link('/x', null, text('y'))), 'so\\![y](/x)\n'],
  ['a line under a link', paragraph(text('_ a\n_ b')), '\\_ a\n\\_ b\n'],
  [
    'dollars and a formula',
    paragraph(text('$5 '), { type: 'inlineMath', value: 'x' }, { type: 'break' }, text('b')),
    '\\$5 $x$\\\nb\n',
  ],
  ['code with one dollar', paragraph(code('$'), text(' $5')), '`$` \\$5\n'],
  [
    'one dollar beside other things',
    paragraph(text('a '), strong(text('b')), { type: 'break' }, text('$5')),
    'a **b**\\\n$5\n',
  ],
  ['code that looks like a definition', paragraph(link('/x', null, code('a]:b'))), '[`a]:b`](/x "")\n'],
  ['an address with a bracket that closes', paragraph(link('/a)b', null, text('x'))), '[x](/a\\)b)\n'],
  [
    'an address with many brackets',
    paragraph(link(`/${'('.repeat(22)}${')'.repeat(22)}`, null, text('x'))),
    `[x](/${'\\('.repeat(22)}${'\\)'.repeat(22)})\n`,
  ],
  ['a link without an address', paragraph(link('', 'A "title"', text('x'))), '[x](<> "A \\"title\\"")\n'],
  ['a picture without an address', paragraph(image('', 'a [b] <c>', 'T')), '![a \\[b\\] &lt;c>](<> "T")\n'],
  ['a picture in a cell', table(row(cell(image('/x', 'a|b', 'c|d')))), '| ![a&#124;b](/x "c&#124;d") |\n| --- |\n'],
  [
    'code in a cell with two backslashes before a pipe',
    table(row(cell(code('a\\\\|b')))),
    '| `a\\\\\\|b` |\n| --- |\n',
  ],
  ['a row with fewer cells', table(row(cell(text('a'))), row(cell())), '| a |\n| --- |\n|  |\n'],
  ['emphasis within a word of a link', paragraph(link('/x', null, text('a'), strong(text('b')))), '[a**b**](/x)\n'],
  ['words in a quote that are no alert', quote(paragraph(text('[!x] y'))), '> \\[!x] y\n'],
  [
    'emphasis between signs of other scripts',
    paragraph(text('«'), strong(text('a')), text('\u00a0b»')),
    '«**a**\u00a0b»\n',
  ],
  ['emphasis around signs of other scripts', paragraph(strong(text('«a»')), text('。')), '**«a»**。\n'],
  [
    'HTML behind a line break',
    paragraph(text('a'), { type: 'break' }, { type: 'html', value: '<b>' }, text('b')),
    'a\\\n<b>b\n',
  ],
  ['a rule in an item', list(item({ type: 'thematicBreak' })), '- ___\n'],
  ['a heading with a sign at its end', heading(text('C #')), '## C \\#\n'],
];

describe('what is written reads back', () => {
  it.each(faithful)('%s', (_name, block, markdown) => {
    const root = tree(block);
    expect(toMarkdown(root)).toBe(markdown);
    const read = JSON.stringify(bare(readGfm(markdown))).replaceAll('"title":"",', '');
    expect(read).toBe(JSON.stringify(bare(root)));
  });
});

/** Trees that no reader makes; they are written as what comes nearest. */
const mended: readonly (readonly [name: string, block: unknown, markdown: string])[] = [
  [
    'an address that is none',
    paragraph(text('see www.example and awww.x.example')),
    'see www\\.example and awww.x.example\n',
  ],
  ['an alert with words behind its marker', quote(paragraph(text('[!NOTE]'), strong(text('b')))), '> \\[!NOTE]**b**\n'],
  [
    'an item that begins with an empty line',
    list(item(paragraph(), { type: 'code', value: 'x' })),
    '-\n\n  ```\n  x\n  ```\n',
  ],
  ['an empty item in an item', list(item(list(item()))), '- *\n'],
  ['an empty item in an item behind another', list(item(paragraph(text('a')), list(item()))), '- a\n\n  -\n'],
  [
    'items that are counted from nowhere',
    list(item(paragraph(text('a')), counted(null, item(paragraph(text('b')))))),
    '- a\n  1. b\n',
  ],
  [
    'an item of nothing but lists',
    list(item(paragraph(text('a')), list(item(list(item(paragraph(text('b')))))))),
    '- a\n  - - b\n',
  ],
  ['a table without rows', table(), '|  |\n'],
  [
    'code in a cell with a backslash before a pipe',
    table(row(cell(code('a\\|b*')))),
    '| <code>a\\\\&#124;b\\*</code> |\n| --- |\n',
  ],
  ['a link to nowhere that looks like a definition', paragraph(link('', null, code('a]:b'))), '[`a]:b`](<> "")\n'],
  [
    'a footnote before words',
    paragraph({ type: 'footnoteReference', identifier: 'n', label: 'n' }, text('a')),
    '[^n]a\n',
  ],
  ['a picture without words', paragraph(image('/x', null)), '![](/x)\n'],
  ['a footnote', paragraph(text(''), text('a'), { type: 'footnoteReference', identifier: 'n', label: 'n' }), 'a[^n]\n'],
];

describe('what no reader would make is written', () => {
  it.each(mended)('%s', (_name, block, markdown) => {
    expect(toMarkdown(tree(block))).toBe(markdown);
  });
});
