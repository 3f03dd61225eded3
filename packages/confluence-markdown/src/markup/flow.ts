import type { Html, List, Paragraph, PhrasingContent, RootContent, Text } from 'mdast';
import { decisionList } from '../constructs/decision.ts';
import { taskList } from '../constructs/task-list.ts';
import { text } from '../constructs/text.ts';
import type { ElementRule, Frame, Piece } from './frame.ts';
import { nestMarks } from './marks.ts';
import { textOf } from './text-of.ts';

const INLINE: ReadonlySet<string> = new Set([
  'text',
  'leaf',
  'break',
  'delete',
  'emphasis',
  'image',
  'inlineCode',
  'inlineMath',
  'link',
  'strong',
]);

/** Whether a piece stands in a line. HTML does where it is a tag of text or an anchor, and not a block of its own. */
export function isInline(piece: Piece): boolean {
  return (
    piece.type === 'text' ||
    INLINE.has(piece.type) ||
    (piece.type === 'html' && /^<(?:a |\/?(?:ins|sub|sup|kbd|br)\b)/.test(piece.value))
  );
}

const PARTS: ReadonlySet<string> = new Set(['boundary', 'cell', 'row', 'task', 'decision']);

/** Whether a piece waits for the element that it belongs to. */
export function isPart(piece: Piece): boolean {
  return PARTS.has(piece.type);
}

const BOUNDARY = { type: 'boundary' } as const;

/** Ends the line that an element stands in. */
export function endLine(frame: Frame): void {
  const last = frame.pieces[frame.pieces.length - 1];
  if (last && isInline(last)) frame.pieces.push(BOUNDARY);
}

/** What only stands apart from the text around it. */
export const separate: ElementRule = { content: 'wrap', open: endLine, close: endLine };

/**
 * Blocks of mixed content: what stands in a line is gathered into paragraphs, pictures alone get one each. Items and
 * cells that lost their list or table keep their content.
 */
export function toFlow(pieces: readonly Piece[]): RootContent[] {
  const flow: RootContent[] = [];
  if (pieces.length === 0) return flow;
  if (pieces.every(isInline)) {
    addLine(flow, pieces);
    return flow;
  }
  let line: Piece[] = [];
  for (const piece of pieces) {
    if (isInline(piece)) {
      line.push(piece);
      continue;
    }
    if (piece.type === 'paragraph' && line.length > 0 && isPlace(line[0]!) && line.slice(1).every(isBlankText)) {
      piece.children.unshift(line[0] as Html);
    } else if (line.length > 0) addLine(flow, line);
    line = [];
    addBlock(flow, piece);
  }
  if (line.length > 0) addLine(flow, line);
  return flow;
}

/** The place that an element with a name marks is the beginning of what stands in it. */
function isPlace(piece: Piece): boolean {
  return piece.type === 'html' && (piece.data as { place?: boolean } | undefined)?.place === true;
}

function isBlankText(piece: Piece): boolean {
  return piece.type === 'text' && piece.value.trim() === '';
}

function addBlock(flow: RootContent[], piece: Piece): void {
  switch (piece.type) {
    case 'boundary':
    case 'leaf':
      return;
    case 'cell':
      for (const node of piece.cell.children) flow.push(node);
      return;
    case 'row':
      for (const { cell } of piece.cells) for (const node of cell.children) flow.push(node);
      return;
    case 'task':
      for (const node of taskList([piece])) flow.push(node);
      return;
    case 'decision':
      for (const node of decisionList([piece])) flow.push(node);
      return;
    case 'listItem': {
      const last = flow[flow.length - 1];
      if (last && strays.has(last)) (last as List).children.push(piece);
      else {
        const list: List = { type: 'list', ordered: false, start: null, spread: false, children: [piece] };
        strays.add(list);
        flow.push(list);
      }
      return;
    }
    default:
      flow.push(piece);
  }
}

/** Lists that stand in for one that the source left out. */
const strays = new WeakSet<RootContent>();

function addLine(flow: RootContent[], line: readonly Piece[]): void {
  const children = inLine(line);
  if (children.length > 1 && children.every(isPictureOrSpace)) {
    for (const child of children) if (child.type !== 'text') flow.push(paragraph([child]));
  } else if (!children.every(isSpace)) flow.push(paragraph(children));
}

/** Editors keep empty lines open with a space that does not break. */
function isSpace(node: PhrasingContent): boolean {
  return node.type === 'break' || (node.type === 'text' && node.value.trim() === '');
}

function isPictureOrSpace(node: PhrasingContent): boolean {
  return node.type === 'image' || (node.type === 'text' && node.value.trim() === '');
}

function paragraph(children: PhrasingContent[]): Paragraph {
  return { type: 'paragraph', children };
}

/** One line of text: white space between the pieces collapsed, none at the ends, marks in place. */
export function toLine(pieces: readonly Piece[]): PhrasingContent[] {
  return inLine(pieces.every(standsInLine) ? pieces : pieces.flatMap(asInline));
}

function inLine(pieces: readonly Piece[]): PhrasingContent[] {
  if (pieces.length === 1 && isTrimmed(pieces[0]!)) return [pieces[0] as Text];
  const kept: Piece[] = [];
  let space = true;
  let marked = false;
  for (const piece of pieces) {
    const isLeaf = piece.type === 'leaf';
    const node = isLeaf ? piece.node : piece;
    marked ||= isLeaf;
    if (node.type === 'text') {
      const value: string = space && node.value.charCodeAt(0) === 32 ? node.value.slice(1) : node.value;
      if (value === '') continue;
      space = value.charCodeAt(value.length - 1) === 32;
      kept.push(value === node.value ? piece : withText(piece, value));
    } else if (node.type === 'boundary') {
      if (!space) kept.push({ type: 'text', value: ' ' });
      space = true;
    } else {
      if (node.type === 'break') space = true;
      else if (node.type !== 'html') space = false;
      kept.push(piece);
    }
  }
  while (kept.length > 0 && trimLast(kept)) kept.length = kept.length - 1;
  return marked ? nestMarks(kept) : (kept as PhrasingContent[]);
}

/** A text that takes a line by itself, as most do. */
function isTrimmed(piece: Piece): boolean {
  if (piece.type !== 'text') return false;
  const { value } = piece;
  return value !== '' && value.charCodeAt(0) !== 32 && value.charCodeAt(value.length - 1) !== 32;
}

function standsInLine(piece: Piece): boolean {
  return piece.type === 'boundary' || isInline(piece);
}

/** What a block says, where only a line of text can stand. */
function asInline(piece: Piece): Piece[] {
  if (standsInLine(piece)) return [piece];
  const inner = toFlow([piece]).flatMap((node): Piece[] =>
    node.type === 'paragraph' || node.type === 'heading'
      ? [...node.children, BOUNDARY]
      : [text(textOf([node])), BOUNDARY],
  );
  return [BOUNDARY, ...inner];
}

/** Takes the space at the end away; true where nothing is left of the piece. */
function trimLast(kept: Piece[]): boolean {
  const last = kept[kept.length - 1]!;
  const node = last.type === 'leaf' ? last.node : last;
  if (node.type === 'break') return true;
  if (node.type !== 'text' || node.value.charCodeAt(node.value.length - 1) !== 32) return false;
  const value = node.value.slice(0, -1);
  if (value === '') return true;
  kept[kept.length - 1] = withText(last, value);
  return false;
}

function withText(piece: Piece, value: string): Piece {
  const node = { type: 'text' as const, value };
  return piece.type === 'leaf' ? { type: 'leaf', node, marks: piece.marks } : node;
}
