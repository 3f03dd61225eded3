import type { PhrasingContent, RootContent } from 'mdast';
import { anchor } from '../constructs/anchor.ts';
import { type Destination, linkTo } from '../constructs/link.ts';
import { inlineMedia, type Media } from '../constructs/media.ts';
import { endLine, isInline, toFlow } from './flow.ts';
import type { Build, ElementRule, Frame, Piece } from './frame.ts';
import { nestMarks } from './marks.ts';
import { linkVariant, pictureVariant } from './rendered-inline.ts';

/**
 * Puts a link around what an element has gathered. Space at its ends stands outside; of blocks within, the text of
 * paragraphs and headings is linked.
 */
export function putLink(frame: Frame, destination: Destination, build: Build): void {
  const where = build.where(frame.at);
  if (frame.parent!.text !== null) {
    build.note('degraded', 'link:text', frame, build.attribute(frame, 'href'));
    return;
  }
  frame.marks = frame.parent!.marks;
  const around = (children: readonly PhrasingContent[]) => linkTo(destination, children, build.context, where);
  const pieces = frame.pieces;
  if (pieces.every(isInline)) {
    const [before, inner, after] = trimmed(pieces);
    if (before) build.put(frame, [{ type: 'text', value: ' ' }]);
    build.put(frame, around(nestMarks(inner)));
    if (after) build.put(frame, [{ type: 'text', value: ' ' }]);
    return;
  }
  for (const node of toFlow(pieces)) {
    if (node.type === 'paragraph' || node.type === 'heading') node.children = around(node.children) as never;
    frame.parent!.pieces.push(node);
  }
}

function trimmed(pieces: readonly Piece[]): [before: boolean, inner: Piece[], after: boolean] {
  const inner = [...pieces];
  const before = cut(inner, 0, (value) => value.replace(/^ /, ''));
  const after = inner.length > 0 && cut(inner, inner.length - 1, (value) => value.replace(/ $/, ''));
  return [before, inner, after];
}

function cut(pieces: Piece[], index: number, change: (value: string) => string): boolean {
  const piece = pieces[index];
  const node = piece?.type === 'leaf' ? piece.node : piece;
  if (node?.type !== 'text') return false;
  const value = change(node.value);
  if (value === node.value) return false;
  const text = { type: 'text' as const, value };
  pieces.splice(
    index,
    1,
    ...((value === '' ? [] : [piece!.type === 'leaf' ? { ...piece!, node: text } : text]) as Piece[]),
  );
  return true;
}

/** Marks around a link go around the whole of it, once. */
export function unmark(frame: Frame): void {
  frame.marks = [];
}

const a: ElementRule = {
  content: 'line',
  bound: true,
  link: true,
  variant: linkVariant,
  open: (frame, build) => {
    if (build.attribute(frame, 'href')?.trim()) unmark(frame);
    else {
      const name = build.attribute(frame, 'name') ?? build.attribute(frame, 'id');
      if (name) frame.parent!.pieces.push(anchor(name));
    }
  },
  close: (frame, build) => {
    const href = build.attribute(frame, 'href')?.trim();
    if (href) putLink(frame, { kind: 'url', href, title: build.attribute(frame, 'title') }, build);
    else for (const piece of frame.pieces) frame.parent!.pieces.push(piece);
  },
};

/** Media by an address, as HTML names it. */
export function mediaOf(href: string, alt: string | undefined, show: Media['show']): Media {
  return { source: { kind: 'url', href }, alt, show };
}

const img: ElementRule = {
  content: 'skip',
  empty: true,
  variant: pictureVariant,
  open: (frame, build) => {
    const src = build.attribute(frame, 'src') ?? build.attribute(frame, 'data-image-src');
    const alt = build.attribute(frame, 'alt');
    if (src?.trim()) build.put(frame, inlineMedia(mediaOf(src, alt, 'picture'), build.context, build.where(frame.at)));
    else if (alt?.trim()) build.put(frame, [{ type: 'text', value: alt }]);
  },
};

function embedded(attribute: string): ElementRule {
  return {
    content: 'wrap',
    close: endLine,
    open: (frame, build) => {
      endLine(frame);
      const src = build.attribute(frame, attribute)?.trim();
      if (!src) return;
      const nodes: RootContent[] = linkTo({ kind: 'url', href: src }, [], build.context, build.where(frame.at));
      build.note('degraded', `element:${frame.name}`, frame, src);
      build.put(frame, nodes);
    },
  };
}

/** What somebody could fill in or press: what it says without that is no text of the page. */
const input: ElementRule = {
  content: 'skip',
  empty: true,
  open: (frame, build) => {
    if (build.attribute(frame, 'type')?.trim().toLowerCase() === 'hidden') return;
    const words = build.attribute(frame, 'value')?.trim() || build.attribute(frame, 'placeholder')?.trim();
    build.note('dropped', 'element:input', frame, words);
  },
};

/** Elements that point elsewhere. */
export const linkElements: Readonly<Record<string, ElementRule>> = {
  a,
  img,
  input,
  iframe: embedded('src'),
  embed: embedded('src'),
  video: embedded('src'),
  audio: embedded('src'),
  object: embedded('data'),
};
