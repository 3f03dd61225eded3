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
