import type { AlignType, PhrasingContent, RootContent, Table, TableRow } from 'mdast';
import { inCell, needsTags } from '../mdast/cell.ts';
import { finish } from '../mdast/finish.ts';
import { splitLiterals } from '../mdast/literals.ts';
import { canonicalPhrasing } from '../mdast/phrasing.ts';
import { phrasingToHtml, toHtml } from '../mdast/to-html.ts';
import type { Context, Grid, GridCell } from '../types.ts';
import { html, text } from './text.ts';

const EMPTY: GridCell = { header: false, colspan: 1, rowspan: 1, children: [] };

/** A span beyond this is a mistake of the source, not a table. */
const MAX_SPAN = 1000;

function span(value: number): number {
  return Number.isFinite(value) && value >= 1 ? Math.min(Math.floor(value), MAX_SPAN) : 1;
}

/** Inline content of a cell in one line, or null where it has blocks that GFM cells cannot carry. */
function inlineOf(cell: GridCell): PhrasingContent[] | null {
  const result: PhrasingContent[] = [];
  for (const block of cell.children) {
    if (block.type !== 'paragraph') return null;
    if (result.length > 0) result.push(html('<br>'));
    for (const child of block.children) result.push(child);
  }
  return result.some(hasPipe) ? null : result;
}

/** Formulas and HTML cannot hide a pipe from the table; code can, but not where GitHub would make links of its text. */
function hasPipe(node: PhrasingContent): boolean {
  if (node.type === 'inlineMath' || node.type === 'html') return node.value.includes('|');
  if (node.type === 'inlineCode') return needsTags(node) && splitLiterals(text(node.value), true) !== null;
  return 'children' in node && node.children.some(hasPipe);
}

function isHeaderRow(row: readonly GridCell[]): boolean {
  return row.length > 0 && row.every((cell) => cell.header);
}

function numbered(rows: readonly (readonly GridCell[])[]): GridCell[][] {
  let number = 0;
  return rows.map((row) => {
    const header = isHeaderRow(row);
    const children: RootContent[] = header ? [] : [{ type: 'paragraph', children: [text(String(++number))] }];
    return [{ ...EMPTY, header, children }, ...row];
  });
}

function bold(children: PhrasingContent[]): PhrasingContent[] {
  return canonicalPhrasing([{ type: 'strong', children }]);
}

function columnAlign(rows: readonly (readonly GridCell[])[], column: number): AlignType {
  const first = rows[0]?.[column]?.align;
  return first && rows.every((row) => row[column]?.align === first) ? first : null;
}

/**
 * Cells that the rows lack of the widest one, beyond twice those that there are, up to which they are made up for.
 * Otherwise one long row before many short ones, or thousands of small tables of that kind, would cost far more than
 * they are long. GitHub itself takes no more than half a million for a table.
 */
const MAX_LACKING = 20;

function isLopsided(rows: readonly (readonly GridCell[])[], width: number): boolean {
  const cells = rows.reduce((sum, row) => sum + row.length, 0);
  return width * rows.length - cells > 2 * cells + MAX_LACKING;
}

function gfm(rows: readonly (readonly GridCell[])[], context: Context, where: string): Table | null {
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
  if (isLopsided(rows, width)) return null;
  const withHeader = isHeaderRow(rows[0]!);
  const children: TableRow[] = [];
  for (const [index, row] of rows.entries()) {
    const cells = [];
    for (let column = 0; column < width; column++) {
      const cell = row[column] ?? EMPTY;
      const content = inlineOf(cell);
      if (!content) return null;
      const plain = withHeader && index === 0;
      cells.push({ type: 'tableCell' as const, children: inCell(cell.header && !plain ? bold(content) : content) });
    }
    children.push({ type: 'tableRow', children: cells });
  }
  if (!withHeader) {
    children.unshift({
      type: 'tableRow',
      children: Array.from({ length: width }, () => ({ type: 'tableCell' as const, children: [] })),
    });
  }
  const align = Array.from({ length: width }, (_, column) => columnAlign(rows, column));
  if (!align.some(Boolean) && rows.some((row) => row.some((cell) => cell.align))) {
    context.note({ kind: 'degraded', what: 'table:alignment', where });
  }
  // The cells are in their one form already; a second time would only take time.
  return { type: 'table', align, children, data: { finished: true } as Table['data'] };
}

function cellHtml(cell: GridCell): string {
  const tag = cell.header ? 'th' : 'td';
  const attributes = [
    cell.colspan > 1 ? ` colspan="${cell.colspan}"` : '',
    cell.rowspan > 1 ? ` rowspan="${cell.rowspan}"` : '',
    cell.align ? ` align="${cell.align}"` : '',
  ].join('');
  const only = cell.children.length === 1 ? cell.children[0] : undefined;
  const content = only?.type === 'paragraph' ? phrasingToHtml(only.children) : toHtml(cell.children);
  const inner = content.includes('\n') && !content.startsWith('<pre') ? `\n${content}\n` : content;
  return `<${tag}${attributes}>${inner}</${tag}>`;
}

function asHtml(rows: readonly (readonly GridCell[])[]): string {
  const row = (cells: readonly GridCell[]) => `<tr>\n${cells.map(cellHtml).join('\n')}\n</tr>`;
  const spansDown = (cells: readonly GridCell[]) => cells.some((cell) => cell.rowspan > 1);
  let heads = 0;
  while (heads < rows.length && isHeaderRow(rows[heads]!)) heads++;
  if (heads === rows.length || rows.slice(0, heads).some(spansDown))
    heads = isHeaderRow(rows[0]!) && !spansDown(rows[0]!) ? 1 : 0;
  const head = heads > 0 ? ['<thead>', ...rows.slice(0, heads).map(row), '</thead>'] : [];
  const body = heads < rows.length ? ['<tbody>', ...rows.slice(heads).map(row), '</tbody>'] : [];
  return ['<table>', ...head, ...body, '</table>'].join('\n');
}

/**
 * A table: GFM where every cell is a line of text, otherwise HTML that GitHub shows, with spans and blocks in cells. HTML
 * too where most cells are lacking, so that what is written stays in proportion to what there is.
 * Header cells that GFM has no place for are bold. A table without a header row gets an empty one. Colours are
 * reported; widths are dropped.
 */
export function buildTable(grid: Grid, context: Context, where: string): RootContent[] {
  const filled = grid.rows.filter((row) => row.length > 0);
  if (filled.length === 0) return [];
  let colors = 0;
  let spans = false;
  const clean = filled.map((row) =>
    row.map((cell): GridCell => {
      if (cell.color) colors++;
      const children = finish(cell.children, context, where);
      const colspan = span(cell.colspan);
      const rowspan = span(cell.rowspan);
      if (colspan > 1 || rowspan > 1) spans = true;
      return { ...cell, colspan, rowspan, children };
    }),
  );
  if (colors > 0) {
    context.note({
      kind: 'degraded',
      what: 'table:color',
      where,
      text: `${colors} coloured ${colors === 1 ? 'cell' : 'cells'}`,
    });
  }
  const rows = grid.numbered ? numbered(clean) : clean;
  const table = spans ? null : gfm(rows, context, where);
  return [table ?? html(asHtml(rows))];
}
