import fc from 'fast-check';
import type { Root, RootContent } from 'mdast';
import { describe, expect, it } from 'vitest';
import { convert, toMarkdown } from '../src/index.ts';
import { nameIn } from '../src/markup/names.ts';
import { hasSuspects } from '../src/mdast/characters.ts';
import { bare, readGfm } from './reading.ts';

const root = (...children: unknown[]): Root => ({ type: 'root', children: children as RootContent[] });
const text = (value: string) => ({ type: 'text', value });
const paragraph = (...children: unknown[]) => ({ type: 'paragraph', children });
const strong = (...children: unknown[]) => ({ type: 'strong', children });
const emphasis = (...children: unknown[]) => ({ type: 'emphasis', children });
const link = (url: string, ...children: unknown[]) => ({ type: 'link', url, title: null, children });

/** Holds for each: a reader gets the tree back from what is written. */
function writes(tree: Root, markdown: string): void {
  expect(toMarkdown(tree)).toBe(markdown);
  expect(bare(readGfm(markdown))).toEqual(bare(tree));
}

describe('emphasis', () => {
  it.each([
    ['between spaces', [text('a '), strong(text('b')), text(' c')], 'a **b** c\n'],
    ['that is all there is', [strong(text('b'))], '**b**\n'],
    ['within emphasis', [strong(text('a '), emphasis(text('b')), text(' c'))], '**a *b* c**\n'],
    ['that ends with punctuation before a space', [strong(text('Note:')), text(' x')], '**Note:** x\n'],
    ['right behind emphasis', [strong(text('a')), emphasis(text('b'))], '**a**_b_\n'],
    ['at the edge of emphasis', [strong(emphasis(text('b')), text(' c'))], '**_b_ c**\n'],
    ['within a word', [text('a'), strong(text('b')), text('c')], 'a**b**c\n'],
    ['that is struck', [text('a '), { type: 'delete', children: [text('b')] }, text('.')], 'a ~~b~~.\n'],
    ['in a link', [link('/x', text('a '), strong(text('b')))], '[a **b**](/x)\n'],
    ['around a link', [emphasis(link('/x', text('b'))), text(' c')], '*[b](/x)* c\n'],
  ])('%s', (_name, children, markdown) => {
    writes(root(paragraph(...children)), markdown);
  });

  it('touches no letter where it begins or ends with punctuation', () => {
    const tree = root(paragraph(text('a'), strong(text('(b)')), text('c')));
    expect(bare(readGfm(toMarkdown(tree)))).toEqual(bare(tree));
  });

  it('reads back whatever stands around and within it', () => {
    const word = fc.constantFrom('a', 'b ', ' c', '.', '(', 'é', '😀', '*', '_', '"', '\u00a0', '~');
    const inner = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => `x${words.join('')}y`);
    const node = fc.oneof(
      inner.map(text),
      inner.map((value) => strong(text(value))),
      inner.map((value) => emphasis(text(value), strong(text('z')), text('.'))),
      inner.map((value) => ({ type: 'inlineCode', value })),
    );
    const line = fc
      .array(node, { minLength: 1, maxLength: 5 })
      .map((nodes) => nodes.flatMap((each) => (each.type === 'text' ? [each] : [text(' . '), each, text(' ')])));
    fc.assert(
      fc.property(line, (children) => {
        const markdown = toMarkdown(root(paragraph(text('a'), ...children, text('b'))));
        expect(toMarkdown(readGfm(markdown))).toBe(markdown);
      }),
      { numRuns: 300 },
    );
  });
});

describe('nodes that only the library knows', () => {
  it('are written, with what stands in them', () => {
    const markdown = 'a[^1] [b][c] ![d][c]\n\n[c]: /x\n\n[^1]: **note**\n\n    - item\n';
    expect(toMarkdown(readGfm(markdown))).toBe(markdown);
  });

  it('keep links, code and pictures that stand beside emphasis in doubt', () => {
    const markdown = '**a**_b_ `c` [d **e**_f_](/x) <https://x.example> ![g](/y)\\\n> h\n';
    const tree = readGfm(markdown);
    expect(bare(readGfm(toMarkdown(tree)))).toEqual(bare(tree));
  });

  it('are formulas, and code with an unusual language', () => {
    writes(root({ type: 'math', meta: null, value: 'a' }), '$$\na\n$$\n');
    writes(root(paragraph({ type: 'inlineMath', value: 'a' })), '$a$\n');
    writes(root({ type: 'code', lang: 'c&d', meta: null, value: 'x' }), '```c\\&d\nx\n```\n');
    writes(root({ type: 'code', lang: 'js', meta: 'a=b', value: '' }), '```js a=b\n```\n');
  });
});

describe('blocks', () => {
  it('take as many signs as they need', () => {
    writes(root({ type: 'code', lang: null, meta: null, value: '````\n```' }), '`````\n````\n```\n`````\n');
    writes(root(paragraph({ type: 'inlineCode', value: '`a``' })), '``` `a`` ```\n');
    writes(root({ type: 'heading', depth: 2, children: [] }, paragraph(text('x'))), '##\n\nx\n');
    expect(toMarkdown(root())).toBe('');
    expect(toMarkdown(root({ type: 'heading', depth: 1, children: [text('a'), { type: 'break' }, text('b')] }))).toBe(
      '# a b\n',
    );
    const broken = [strong(text('a')), { type: 'break' }, text('b')];
    expect(toMarkdown(root({ type: 'heading', depth: 1, children: broken }))).toBe('# **a** b\n');
  });

  it('begin an alert only where one is meant', () => {
    const quote = (...children: unknown[]) => root({ type: 'blockquote', children });
    expect(toMarkdown(quote(paragraph(text('[!NOTE]\nx'))))).toBe('> [!NOTE]\n> x\n');
    expect(toMarkdown(quote(paragraph(text('[!NOTE]'))))).toBe('> [!NOTE]\n');
    expect(toMarkdown(quote(paragraph(text('[!NOTE]\n'), strong(text('a')), emphasis(text('b')))))).toBe(
      '> [!NOTE]\n> **a**_b_\n',
    );
    expect(toMarkdown(root(paragraph(text('[!NOTE] x'))))).toBe('\\[!NOTE] x\n');
  });
});

describe('names and characters', () => {
  it('are found again, however many share a place', () => {
    const source = Array.from({ length: 3000 }, (_, index) => `n${index}`);
    const joined = source.join(' ');
    let from = 0;
    for (const name of source) {
      expect(nameIn(joined, from, from + name.length)).toBe(name);
      from += name.length + 1;
    }
    expect(nameIn('x'.repeat(80), 0, 80)).toBe('x'.repeat(80));
    expect(nameIn('abc', 1, 1)).toBe('');
  });

  it('are looked through in short texts as in long ones', () => {
    for (const pad of ['', 'x'.repeat(300)]) {
      expect(hasSuspects(`${pad}plain\ttext\n`)).toBe(false);
      expect(hasSuspects(`${pad}café`)).toBe(false);
      expect(hasSuspects(`${pad}a\u200bb`)).toBe(true);
      expect(hasSuspects(`${pad}a\u0007b`)).toBe(true);
    }
  });
});

describe('a sign behind a space at the edge of emphasis', () => {
  it('is escaped, since the space may be written as a reference', () => {
    const target = '<ac:link><ri:page ri:content-title="Plan"/></ac:link>';
    const { markdown } = convert({ from: 'storage', body: `<p><em>${target} * more words</em></p>` });
    expect(toMarkdown(readGfm(markdown))).toBe(markdown);
    expect(markdown).toContain('\\* more');
  });
});

describe('trees of somebody else', () => {
  it('keep the front matter that they begin with', () => {
    const yaml = { type: 'yaml', value: 'title: Plan' };
    expect(toMarkdown(root(yaml, paragraph(text('a'))))).toBe('---\ntitle: Plan\n---\n\na\n');
    expect(toMarkdown(root(yaml))).toBe('---\ntitle: Plan\n---\n');
  });

  it.each([
    ['a node that Markdown has no form for', root({ type: 'sprite' }), 'sprite'],
    ['front matter below the start', root(paragraph(text('a')), { type: 'yaml', value: '' }), 'yaml'],
    ['something in a line that is no node', root(paragraph(text('a'), strong({}))), 'Object'],
  ])('are refused for %s', (_name, tree, said) => {
    expect(() => toMarkdown(tree)).toThrow(expect.objectContaining({ code: 'unknown-node' }));
    expect(() => toMarkdown(tree)).toThrow(said);
  });

  it('are not blamed for another failure', () => {
    expect(() => toMarkdown(root({ type: 'paragraph' }))).toThrow(TypeError);
  });
});
