import { describe, expect, it } from 'vitest';
import { convert } from '../src/index.ts';

const text = (value: string, href?: string) => ({
  type: 'text',
  text: value,
  ...(href ? { marks: [{ type: 'link', attrs: { href } }] } : {}),
});
const paragraph = (...content: object[]) => ({ type: 'paragraph', content });
const doc = (...content: object[]) => JSON.stringify({ type: 'doc', version: 1, content });

describe('ADF', () => {
  it('takes four times as long for four times the size, not sixteen times', () => {
    const row = (type: string) => ({
      type: 'tableRow',
      content: ['name @ada', 'a_b *c* [d]'].map((value) => ({ type, content: [paragraph(text(value))] })),
    });
    const hard = (size: number) =>
      doc(
        { type: 'table', content: [row('tableHeader'), ...Array.from({ length: size }, () => row('tableCell'))] },
        paragraph(
          ...Array.from({ length: size }, (_, index) => text(`w${index} `, `https://example.com/${index % 2}`)),
        ),
        paragraph(text('a@'.repeat(size * 4)), text('[`<&'.repeat(size * 4))),
      );
    const time = (size: number) => {
      const body = hard(size);
      const from = performance.now();
      convert({ from: 'adf', body });
      return performance.now() - from;
    };
    time(500);
    const small = Math.min(time(500), time(500), time(500));
    const large = Math.min(time(2000), time(2000));
    expect(large / small).toBeLessThan(12);
  });

  it('makes no room for the cells that short rows lack of a long one', () => {
    const row = (cells: number) => ({
      type: 'tableRow',
      content: Array(cells).fill({ type: 'tableCell', content: [paragraph(text('a'))] }),
    });
    const body = doc({ type: 'table', content: [row(2_000), ...Array(4_000).fill(row(1))] });
    expect(convert({ from: 'adf', body }).markdown.length).toBeLessThan(body.length);
  });
});
