import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convert, toMarkdown } from '../src/index.ts';
import { document } from './adf-documents.ts';
import { bare, readGfm, visibleText } from './reading.ts';

function wordsOf(value: string): string[] {
  return value.match(/[\p{L}\p{N}]+/gu) ?? [];
}

function textsOf(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(textsOf);
  const { text: value, content } = node as { text?: unknown; content?: unknown };
  return [...(typeof value === 'string' ? [value] : []), ...(content ? textsOf(content) : [])];
}

describe('any document', () => {
  it('becomes Markdown that a GFM parser reads back as the same tree', () => {
    fc.assert(
      fc.property(document, (adf) => {
        const { markdown, mdast } = convert({ from: 'adf', body: JSON.stringify(adf) });
        expect(bare(readGfm(markdown))).toEqual(bare(mdast));
      }),
      { numRuns: 300 },
    );
  });

  it('keeps every word of its text, or reports it', () => {
    fc.assert(
      fc.property(document, (adf) => {
        const { markdown, report } = convert({ from: 'adf', body: JSON.stringify(adf) });
        const shown =
          wordsOf(visibleText(readGfm(markdown))).join(' ') + report.map((note) => note.text ?? '').join(' ');
        const clean = (value: string) => value.replace(/[\u200B\u202E\uFEFF\u0000\uD800\u{E0000}-\u{E007F}]/gu, '');
        for (const word of textsOf(adf).flatMap((value) => wordsOf(clean(value)))) {
          expect(shown.replace(/\s/g, '')).toContain(word.replace(/\uFFFD/g, ''));
        }
      }),
      { numRuns: 120 },
    );
  });

  it('is written the same way again by whoever reads it', () => {
    fc.assert(
      fc.property(document, (adf) => {
        const { markdown } = convert({ from: 'adf', body: JSON.stringify(adf) });
        expect(toMarkdown(readGfm(markdown))).toBe(markdown);
        expect(convert({ from: 'adf', body: JSON.stringify(adf) }).markdown).toBe(markdown);
      }),
      { numRuns: 120 },
    );
  });
});
