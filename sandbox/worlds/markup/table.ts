import { type AdfNode, node, paragraph } from '../adf.ts';
import type { MarkupNames } from './context.ts';
import { parseInline } from './inline.ts';

function parseCell(source: string, names: MarkupNames): AdfNode {
  const header = source.startsWith('=');
  const [, columns, rows, text = ''] = /^=?(?:\{(\d+)x(\d+)\})?\s*(.*)$/s.exec(source)!;
  const attrs = columns ? { colspan: Number(columns), rowspan: Number(rows) } : {};
  const content = text.startsWith('* ')
    ? [
        node(
          'bulletList',
          text
            .slice(2)
            .split('; ')
            .map((item) => node('listItem', [paragraph(parseInline(item, names))])),
        ),
      ]
    : text.split(' {p} ').map((part) => paragraph(parseInline(part, names)));
  return node(header ? 'tableHeader' : 'tableCell', content, attrs);
}

/** Lines such as `|=Name|Value|`; `{2x1}` before a cell's text is its span in columns and rows, `* a; b` a list. */
export function parseTable(lines: readonly string[], names: MarkupNames): AdfNode {
  const rows = lines.map((line) =>
    node(
      'tableRow',
      line
        .trim()
        .replace(/^\||\|$/g, '')
        .split('|')
        .map((cell) => parseCell(cell.trim(), names)),
    ),
  );
  return node('table', rows, { isNumberColumnEnabled: false, layout: 'default', localId: names.localId() });
}
