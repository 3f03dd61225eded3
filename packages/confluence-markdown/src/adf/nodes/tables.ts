import { buildTable } from '../../constructs/grid.ts';
import { textOf } from '../../markup/text-of.ts';
import type { GridCell } from '../../types.ts';
import { wrapRuns } from '../flow.ts';
import {
  type AdfNode,
  attribute,
  attributesOf,
  child,
  contentOf,
  marksOf,
  type NodeRule,
  type Reader,
} from '../node.ts';

const ALIGN: Readonly<Record<string, GridCell['align']>> = { center: 'center', end: 'right' };

const isCell = (node: AdfNode) => node.type === 'tableCell' || node.type === 'tableHeader';

/** Alignment that all paragraphs of a cell share; it moves from them to the cell. */
function alignOf(cell: AdfNode): GridCell['align'] {
  const found = contentOf(cell).map((block) => {
    const mark = marksOf(block).find(({ type }) => type === 'alignment');
    return mark ? ALIGN[attribute(mark, 'align')] : undefined;
  });
  return found.every((align) => align === found[0]) ? found[0] : undefined;
}

function withoutAlignment(block: AdfNode): AdfNode {
  return { ...block, marks: marksOf(block).filter(({ type }) => type !== 'alignment') };
}

function readCell(node: AdfNode, reader: Reader, where: string): GridCell {
  const align = alignOf(node);
  const source = align ? { ...node, content: contentOf(node).map(withoutAlignment) } : node;
  const color = attribute(node, 'background');
  return {
    header: node.type === 'tableHeader',
    colspan: Number(attributesOf(node).colspan ?? 1),
    rowspan: Number(attributesOf(node).rowspan ?? 1),
    ...(color !== '' && !/^(?:#fff(?:fff)?|white|transparent)$/i.test(color) ? { color } : {}),
    ...(align ? { align } : {}),
    children: wrapRuns(isCell(node) ? reader.children(source, where) : reader.read(node, where)),
  };
}

function readRow(node: AdfNode, reader: Reader, where: string): GridCell[] {
  const cells = node.type === 'tableRow' ? reader.nodes(node, where) : [node];
  return cells.map((cell, index) => readCell(cell, reader, child(where, cell, index)));
}

/** Whether each row begins with the number that the table would give it, as conversions of old pages write them. */
function hasNumber(): (row: readonly GridCell[]) => boolean {
  let number = 0;
  return (row) =>
    row.every(({ header }) => header) || (row.length > 1 && textOf(row[0]!.children) === String(++number));
}

function readTable(node: AdfNode, reader: Reader, where: string) {
  const rows = reader.nodes(node, where).map((row, index) => readRow(row, reader, child(where, row, index)));
  const numbered = attributesOf(node).isNumberColumnEnabled === true && !rows.every(hasNumber());
  return buildTable({ rows, numbered }, reader.context, where);
}

/** Tables. */
export const tableRules: readonly NodeRule[] = [
  {
    names: ['table'],
    becomes: 'GFM table where every cell is a line of text, else an HTML table; colours are reported',
    read: readTable,
  },
  {
    names: ['tableRow'],
    becomes: 'Row of the table',
    read: (node, reader, where) => readTable({ type: 'table', content: [node] }, reader, where),
  },
  {
    names: ['tableHeader', 'tableCell'],
    becomes: 'Cell; a header outside of the first row is bold',
    read: (node, reader, where) => wrapRuns(reader.children(node, where)),
  },
];
