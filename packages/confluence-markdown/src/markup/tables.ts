import type { RootContent } from 'mdast';
import { buildTable } from '../constructs/grid.ts';
import type { GridCell } from '../types.ts';
import { toFlow } from './flow.ts';
import type { Build, ElementRule, Frame, Part, Piece } from './frame.ts';
import { macroCellVariant, macroTableVariant } from './rendered-macros.ts';
import { styleOf } from './style.ts';

type Cell = Extract<Part, { type: 'cell' }>;

function cell(header: boolean): ElementRule {
  return {
    content: 'block',
    scope: true,
    variant: macroCellVariant,
    open: (frame) => {
      frame.line = false;
      frame.marks = [];
    },
    close: (frame, build) => {
      const children = toFlow(frame.pieces);
      frame.parent!.pieces.push({ type: 'cell', ...describe(frame, build, header, children) });
    },
  };
}

function describe(frame: Frame, build: Build, header: boolean, children: RootContent[]): Omit<Cell, 'type'> {
  if (frame.from >= frame.to) return { cell: { header, colspan: 1, rowspan: 1, children }, numbering: false };
  const classes = build.attribute(frame, 'class') ?? '';
  const style = build.attribute(frame, 'style') ?? '';
  const described: GridCell = {
    header,
    colspan: spanOf(build.attribute(frame, 'colspan')),
    rowspan: spanOf(build.attribute(frame, 'rowspan')),
    color: colorOf(build.attribute(frame, 'data-highlight-colour'), classes, style),
    align: alignOf(build.attribute(frame, 'align') ?? styleOf(style, 'text-align')),
    children,
  };
  return { cell: described, numbering: /(?:^|\s)numberingColumn(?:\s|$)/.test(classes) && isNumber(children, header) };
}

function spanOf(value: string | undefined): number {
  return value && /^\d{1,6}$/.test(value.trim()) ? Math.max(1, Number(value)) : 1;
}

function colorOf(named: string | undefined, classes: string, style: string): string | undefined {
  const color = named ?? /(?:^|\s)highlight-(#?\w+)/.exec(classes)?.[1] ?? styleOf(style, 'background-color');
  return color && !/^(?:none|transparent|white|#fff(?:fff)?|initial|inherit)$/i.test(color) ? color : undefined;
}

function alignOf(value: string | undefined): GridCell['align'] {
  return value === 'left' || value === 'center' || value === 'right' ? value : undefined;
}

/** A number that the table gives its rows by itself, and the empty cell above it. */
function isNumber(children: readonly RootContent[], header: boolean): boolean {
  if (children.length === 0 || header) return children.length === 0;
  const only = children.length === 1 && children[0]!.type === 'paragraph' ? children[0]!.children : [];
  return only.length === 1 && only[0]!.type === 'text' && /^\d+$/.test(only[0]!.value);
}

const row: ElementRule = {
  content: 'block',
  close: (frame) => {
    const cells: Cell[] = [];
    for (const piece of frame.pieces) {
      if (piece.type === 'cell') cells.push(piece);
      else if (!isBlank(piece)) {
        const children = toFlow([piece]);
        if (children.length > 0) {
          cells.push({ type: 'cell', cell: { header: false, colspan: 1, rowspan: 1, children }, numbering: false });
        }
      }
    }
    if (cells.length > 0) frame.parent!.pieces.push({ type: 'row', cells });
  },
};

function isBlank(piece: Piece): boolean {
  return piece.type === 'boundary' || (piece.type === 'text' && piece.value.trim() === '');
}

const head: ElementRule = {
  content: 'block',
  close: (frame) => {
    for (const piece of frame.pieces) frame.parent!.pieces.push(piece.type === 'row' ? asHeader(piece) : piece);
  },
};

function asHeader(piece: Extract<Part, { type: 'row' }>): Piece {
  return { type: 'row', cells: piece.cells.map((part) => ({ ...part, cell: { ...part.cell, header: true } })) };
}

const table: ElementRule = {
  content: 'block',
  container: true,
  scope: true,
  variant: macroTableVariant,
  open: (frame) => {
    frame.line = false;
    frame.marks = [];
  },
  close: (frame, build) => {
    const around: Piece[] = [];
    const rows: (readonly Cell[])[] = [];
    for (const piece of frame.pieces) {
      if (piece.type === 'row') rows.push(piece.cells);
      else if (piece.type === 'cell') rows.push([piece]);
      else if (!isBlank(piece)) around.push(piece);
    }
    const out = frame.parent!.pieces;
    for (const node of toFlow(around)) out.push(node);
    const numbered = rows.length > 0 && rows.every((cells) => cells.length > 1 && cells[0]!.numbering);
    const grid = rows.map((cells) => (numbered ? cells.slice(1) : cells).map((part) => part.cell));
    for (const node of buildTable({ rows: grid, numbered }, build.context, build.where(frame.at))) out.push(node);
  },
};

const group: ElementRule = { content: 'wrap' };

/** Tables and their parts. Widths and the rest of the looks are dropped. */
export const tableElements: Readonly<Record<string, ElementRule>> = {
  table,
  thead: head,
  tbody: group,
  tfoot: group,
  tr: row,
  td: cell(false),
  th: cell(true),
  caption: {
    content: 'line',
    close(frame) {
      for (const node of toFlow(frame.pieces)) frame.parent!.pieces.push(node);
    },
  },
  colgroup: { content: 'skip' },
  col: { content: 'skip', empty: true },
};
