import type { PhrasingContent } from 'mdast';
import type { Leaf, Mark, Piece } from './frame.ts';

function tags(tag: string): Mark {
  return {
    kind: tag,
    wrap: (children) => [{ type: 'html', value: `<${tag}>` }, ...children, { type: 'html', value: `</${tag}>` }],
  };
}

export const STRONG: Mark = { kind: 'strong', wrap: (children) => [{ type: 'strong', children }] };
export const EMPHASIS: Mark = { kind: 'emphasis', wrap: (children) => [{ type: 'emphasis', children }] };
export const DELETE: Mark = { kind: 'delete', wrap: (children) => [{ type: 'delete', children }] };
export const INSERT: Mark = tags('ins');
export const SUB: Mark = tags('sub');
export const SUP: Mark = tags('sup');
/** Text under it is code already; nothing lies around it. */
export const CODE: Mark = { kind: 'code', wrap: (children) => children };

/** A mark by itself, as most are; made once. */
const ALONE: ReadonlyMap<Mark, readonly Mark[]> = new Map(
  [STRONG, EMPHASIS, DELETE, INSERT, SUB, SUP, CODE].map((mark) => [mark, [mark]]),
);

/** The marks that hold within one more. */
export function addMark(marks: readonly Mark[], mark: Mark): readonly Mark[] {
  if (marks.length === 0) return ALONE.get(mark)!;
  return marks.includes(mark) ? marks : [...marks, mark];
}

/** Puts the marks around what they hold for; neighbours under the same element share one. */
export function nestMarks(pieces: readonly Piece[]): PhrasingContent[] {
  if (pieces.length === 1 && pieces[0]!.type === 'text') return [pieces[0]!];
  return nest(pieces, 0, pieces.length, 0);
}

function nest(pieces: readonly Piece[], from: number, to: number, level: number): PhrasingContent[] {
  const result: PhrasingContent[] = [];
  let index = from;
  while (index < to) {
    const piece = pieces[index]!;
    const mark = piece.type === 'leaf' ? piece.marks[level] : undefined;
    if (!mark) {
      result.push((piece.type === 'leaf' ? piece.node : piece) as PhrasingContent);
      index++;
      continue;
    }
    let end = index + 1;
    while (end < to && (pieces[end] as Leaf).marks?.[level] === mark) end++;
    for (const node of mark.wrap(nest(pieces, index, end, level + 1))) result.push(node);
    index = end;
  }
  return result;
}
