import fc from 'fast-check';
import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { describe, expect, test } from 'vitest';
import { documentOf } from './file.testbed.ts';
import { readBlocks } from './markdown-blocks.ts';

const parse = (text: string) => fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });

const piece = fc.constantFrom(
  '# One',
  '## Two words ##',
  'Plain text that runs on\nover two lines.',
  'Title\n=====',
  'Lower\n---',
  '```sh\n# no heading\n\n## either\n```',
  '~~~\n``` \n# inside\n~~~',
  '| a | b |\n| - | - |\n| 1 | `x` |',
  '- item\n- other\n\n  # nested\n\n  ```\n  # deep\n  ```',
  '1. first\n2. second',
  '> quoted\n> # not of the document',
  '<!-- # hidden\n\n## hidden -->',
  '<div>\n# in a tag\n</div>',
  '<pre>\n\n# kept\n\n</pre>',
  '    # indented code',
  '#no heading',
  '\\# escaped',
  '####### seven',
  '---',
  'See [the guide](guide.md "Title") and `code span`, or <https://example.org/a>.',
  '[ref]: https://example.org/ref\n',
  'A [full][ref] and a [ref] reference.',
);
const documents = fc.array(piece, { maxLength: 14 }).map((pieces) => ['Start.', ...pieces].join('\n\n'));

function visit(node: Nodes, see: (node: Nodes) => void): void {
  see(node);
  if ('children' in node) for (const child of node.children) visit(child, see);
}

describe('cutting Markdown', () => {
  test('finds the headings that the reference reader finds, on the same lines', () => {
    fc.assert(
      fc.property(documents, (text) => {
        const expected = parse(text).children.flatMap((node) =>
          node.type === 'heading' ? [[node.position!.start.line, node.position!.end.line, node.depth]] : [],
        );
        const found = readBlocks(text.split('\n')).filter((block) => block.kind === 'heading');
        expect(found.map((block) => [block.start, block.end, block.depth])).toEqual(expected);
      }),
      { numRuns: 400 },
    );
  });

  test('finds the links and code spans that the reference reader finds', () => {
    fc.assert(
      fc.property(documents, (text) => {
        const links: string[] = [];
        const terms: string[] = [];
        const definitions = new Map<string, string>();
        const tree = parse(text);
        visit(tree, (node) => {
          if (node.type === 'definition') definitions.set(node.identifier, node.url);
        });
        visit(tree, (node) => {
          if (node.type === 'link') links.push(`${node.position!.start.line} ${node.url}`);
          if (node.type === 'linkReference')
            links.push(`${node.position!.start.line} ${definitions.get(node.identifier)}`);
          if (node.type === 'inlineCode') terms.push(`${node.position!.start.line} ${node.value}`);
        });
        const document = documentOf('a.md', text);
        expect(document.links.map((link) => `${link.line} ${link.href}`).sort()).toEqual(links.sort());
        expect(document.terms!.map((term) => `${term.line} ${term.text}`)).toEqual(terms);
      }),
      { numRuns: 400 },
    );
  });

  test('cites lines that contain the passage, in order, and loses no text', () => {
    fc.assert(
      fc.property(
        fc.oneof(documents, fc.string({ maxLength: 3_000 })),
        fc.integer({ min: 40, max: 600 }),
        (text, target) => {
          fc.pre(!text.includes('\0'));
          const { chunks } = documentOf('a.md', text, { targetCharacters: target });
          const lines = text.split('\n').map((line) => line.replace(/\r$/, '').replaceAll('\r', ' '));
          const cited = new Set<number>();
          chunks.forEach((chunk, index) => {
            expect(lines.slice(chunk.startLine - 1, chunk.endLine).join('\n')).toContain(chunk.text);
            expect(chunk.ordinal).toBe(index);
            for (let line = chunk.startLine; line <= chunk.endLine; line += 1) cited.add(line);
          });
          const missing = lines.flatMap((line, index) =>
            line.trim() === '' || cited.has(index + 1) ? [] : [index + 1],
          );
          if (!/^---\s*\n/.test(text)) expect(missing).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('keeps the path of headings without the title of the document', () => {
    const text = `# Guide\n\nIntro ${'word '.repeat(50)}\n\n## Set **up**\n\n${'a '.repeat(150)}\n\n### On \`Linux\`\n\n${'b '.repeat(150)}\n`;
    const { chunks, title } = documentOf('guide.md', text, { targetCharacters: 400 });
    expect(title).toBe('Guide');
    expect(chunks.map((chunk) => chunk.headingPath)).toEqual([[], ['Set up'], ['Set up', 'On Linux']]);
  });

  test('keeps a heading with what it is the heading of', () => {
    const text = `# T\n\n## A\n\n### B\n\n${'text '.repeat(55)}\n\n${'more '.repeat(55)}\n`;
    const { chunks } = documentOf('a.md', text, { targetCharacters: 300 });
    expect(chunks[0]).toMatchObject({ startLine: 1, headingPath: ['A', 'B'] });
  });

  test('leaves a table and a block of code whole up to two and a half times the target, and cuts larger ones by rows', () => {
    const table = (rows: number) => `| a | b |\n| - | - |\n${'| one cell | another |\n'.repeat(rows)}`;
    const code = `\`\`\`\n${'line of code\n'.repeat(40)}\`\`\``;
    expect(documentOf('a.md', `${'x '.repeat(140)}\n\n${table(25)}`, { targetCharacters: 300 }).chunks).toHaveLength(2);
    expect(documentOf('a.md', code, { targetCharacters: 300 }).chunks).toHaveLength(1);
    const parts = documentOf('a.md', table(100), { targetCharacters: 300 }).chunks;
    expect(parts.length).toBeGreaterThan(6);
    for (const part of parts) expect(part.text.length).toBeLessThanOrEqual(300);
  });

  test('cuts one endless line within the line, after sentences and never inside a letter', () => {
    const { chunks } = documentOf('a.md', 'A sentence stands here. '.repeat(200), { targetCharacters: 200 });
    expect(chunks.every((chunk) => chunk.startLine === 1 && chunk.text.trimEnd().endsWith('.'))).toBe(true);
    const faces = documentOf('a.md', '😀'.repeat(500), { targetCharacters: 101 }).chunks;
    expect(faces.map((chunk) => chunk.text).join('')).toBe('😀'.repeat(500));
    expect(faces.every((chunk) => !/\p{Surrogate}/u.test(chunk.text))).toBe(true);
  });

  test('reads hostile text in time that grows with its length alone', () => {
    const hostile = [
      '[',
      '[a](',
      '`',
      '``a`',
      '> ',
      '# ',
      '<',
      '| - ',
      '*',
      '- ',
      ' ',
      '[a][',
      'h',
      '\\',
      '![',
      '<!--',
    ];
    for (const part of hostile) {
      const text = part.repeat(200_000 / part.length);
      const start = performance.now();
      documentOf('a.md', `${text}x`);
      expect(performance.now() - start, `"${part}" repeated`).toBeLessThan(5_000);
    }
  });
});
