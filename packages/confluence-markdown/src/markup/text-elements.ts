import { isoDate } from '../constructs/date.ts';
import { apart } from '../constructs/text.ts';
import type { Build, ElementRule, Frame, Mark } from './frame.ts';
import { addMark, CODE, DELETE, EMPHASIS, INSERT, STRONG, SUB, SUP } from './marks.ts';
import { spanVariant } from './rendered-inline.ts';
import { readStyle } from './style.ts';

function marked(mark: Mark): ElementRule {
  return {
    content: 'wrap',
    bound: true,
    open: (frame) => {
      frame.marks = addMark(frame.marks, mark);
    },
  };
}

function monospaced(family: string | undefined): boolean {
  return family !== undefined && /mono|courier|consolas/.test(family);
}

/** What an inline style says that has a mark of its own; colours are reported. */
function styled(frame: Frame, build: Build): void {
  const written = build.attribute(frame, 'style');
  if (!written) return;
  const style = readStyle(written);
  const add = (mark: Mark, holds: boolean) => {
    if (holds) frame.marks = addMark(frame.marks, mark);
  };
  const decoration = style.get('text-decoration') ?? style.get('text-decoration-line') ?? '';
  add(CODE, monospaced(style.get('font-family')));
  add(STRONG, /^(?:bold|bolder|[6-9]00)$/.test(style.get('font-weight') ?? ''));
  add(EMPHASIS, /^(?:italic|oblique)$/.test(style.get('font-style') ?? ''));
  add(DELETE, decoration.includes('line-through'));
  add(INSERT, decoration.includes('underline'));
  add(SUB, style.get('vertical-align') === 'sub');
  add(SUP, style.get('vertical-align') === 'super');
  const color = style.get('color');
  const background = style.get('background-color');
  if (color && !isInk(color)) build.note('degraded', 'mark:textColor', frame, color);
  if (background && !/^(?:transparent|inherit|initial|rgba\(0, ?0, ?0, ?0\))$/.test(background)) {
    build.note('degraded', 'mark:backgroundColor', frame, background);
  }
}

/** Colours that pasted text brings along without anybody having chosen them. */
function isInk(color: string): boolean {
  return /^(?:inherit|initial|currentcolor|black|#000(?:000)?|rgb\(0, ?0, ?0\)|windowtext|var\(--ds-text(?:,.*)?\))$/.test(
    color,
  );
}

const strong = marked(STRONG);
const emphasis = marked(EMPHASIS);
const deleted = marked(DELETE);
const inserted = marked(INSERT);
const code = marked(CODE);
const plain: ElementRule = { content: 'wrap', bound: true };
const span: ElementRule = { content: 'wrap', bound: true, open: styled, variant: spanVariant };

/** What a short form stands for, which browsers show where a pointer rests: in brackets behind it. */
const abbreviation: ElementRule = {
  content: 'wrap',
  bound: true,
  close: (frame, build) => {
    const title = build.attribute(frame, 'title')?.replace(/\s+/g, ' ').trim();
    if (title) build.put(frame, [{ type: 'text', value: ` (${title})` }]);
  },
};

function quoted(frame: Frame): void {
  frame.pieces.push({ type: 'text', value: '"' });
}

/** Elements that stand in a line of text. */
export const textElements: Readonly<Record<string, ElementRule>> = {
  strong,
  b: strong,
  em: emphasis,
  i: emphasis,
  cite: emphasis,
  dfn: emphasis,
  var: emphasis,
  s: deleted,
  del: deleted,
  strike: deleted,
  u: inserted,
  ins: inserted,
  sub: marked(SUB),
  sup: marked(SUP),
  tt: code,
  kbd: code,
  samp: code,
  code: {
    content: 'wrap',
    bound: true,
    open: (frame, build) => {
      frame.marks = addMark(frame.marks, CODE);
      if (frame.parent?.name === 'pre') frame.parent.data ??= build.attribute(frame, 'class');
    },
  },
  span,
  font: span,
  abbr: abbreviation,
  acronym: abbreviation,
  bdi: plain,
  bdo: plain,
  big: plain,
  small: plain,
  label: plain,
  mark: plain,
  nobr: plain,
  wbr: { content: 'wrap', empty: true },
  q: { content: 'wrap', bound: true, open: quoted, close: quoted },
  br: {
    content: 'wrap',
    empty: true,
    open: (frame, build) => {
      if (frame.text) frame.text.push('\n');
      else build.put(frame, [{ type: 'break' }]);
    },
  },
  time: {
    content: 'line',
    close: (frame, build) => {
      const date = isoDate(build.attribute(frame, 'datetime') ?? '');
      if (date === null) {
        for (const piece of frame.pieces) frame.parent!.pieces.push(piece);
      } else build.put(frame, [apart(date)]);
    },
  },
};
