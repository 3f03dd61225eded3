import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convert, toMarkdown } from '../src/index.ts';
import { bare, readGfm, visibleText } from './reading.ts';
import { broken, storage } from './storage-documents.ts';

describe('any storage body', () => {
  it('becomes Markdown that a GFM parser reads back as the same tree', () => {
    fc.assert(
      fc.property(storage, ({ xml }) => {
        const { markdown, mdast } = convert({ from: 'storage', body: xml });
        expect(bare(readGfm(markdown))).toEqual(bare(mdast));
      }),
      { numRuns: 200 },
    );
  });

  it('keeps every word that a reader sees, or reports it', () => {
    fc.assert(
      fc.property(storage, ({ xml, words }) => {
        const { markdown, report } = convert({ from: 'storage', body: xml });
        const shown = `${visibleText(readGfm(markdown))} ${markdown} ${report.map((note) => note.text ?? '').join(' ')}`;
        const flat = shown.replace(/\s/g, '');
        for (const word of words) expect(flat).toContain(word);
      }),
      { numRuns: 200 },
    );
  });

  it('is written the same way again, by us and by whoever reads it', () => {
    fc.assert(
      fc.property(storage, ({ xml }) => {
        const { markdown } = convert({ from: 'storage', body: xml });
        expect(convert({ from: 'storage', body: xml }).markdown).toBe(markdown);
        expect(toMarkdown(readGfm(markdown))).toBe(markdown);
      }),
      { numRuns: 100 },
    );
  });
});

describe('code in a cell of a table', () => {
  const part = fc.constantFrom(
    '\\',
    '|',
    '`',
    ' ',
    'a',
    '*',
    '<',
    '&amp;',
    '$',
    '[',
    ']',
    '@ada',
    'www.example.com',
    '#',
  );
  const value = fc
    .array(fc.oneof(part, fc.constantFrom('\\', '|')), { minLength: 1, maxLength: 8 })
    .map((parts) => parts.join(''));
  const around = fc.constantFrom(['', ''], ['x<strong>', '</strong>y'], ['<a href="https://example.com">z', '</a>!']);

  it('is read back whatever stands in it, and written the same way again', () => {
    fc.assert(
      fc.property(value, around, (code, [before, after]) => {
        const source = code.replace(/&/g, '&amp;').replace(/</g, '&lt;');
        const body = `<table><tr><td>${before}<code>${source}</code>${after}</td><td>next</td></tr></table>`;
        const { markdown, mdast } = convert({ from: 'storage', body });
        const read = readGfm(markdown);
        expect(bare(read)).toEqual(bare(mdast));
        expect(toMarkdown(read)).toBe(markdown);
        expect(visibleText(read).replace(/\s/g, '')).toContain(code.replace(/\s/g, ''));
      }),
      { numRuns: 500 },
    );
  });
});

describe('a body that is no good', () => {
  for (const from of ['storage', 'view'] as const) {
    it(`as ${from} still becomes Markdown that reads back as the same tree`, () => {
      fc.assert(
        fc.property(fc.oneof(broken, fc.string({ unit: 'binary' })), (body) => {
          const { markdown, mdast } = convert({ from, body });
          expect(bare(readGfm(markdown))).toEqual(bare(mdast));
        }),
        { numRuns: 200 },
      );
    });
  }
});
