import type { Heading, PhrasingContent, RootContent } from 'mdast';
import { anchorName } from '../constructs/anchor.ts';
import { codeBlock } from '../constructs/code.ts';
import { isInline, separate, toFlow, toLine } from './flow.ts';
import type { Build, ElementRule, Frame, Piece } from './frame.ts';
import { divVariant, paragraphVariant } from './rendered.ts';
import { textOf } from './text-of.ts';

/** A paragraph; blocks that stand in it come out of it. */
const paragraph: ElementRule = {
  content: 'line',
  variant: paragraphVariant,
  loose: true,
  bound: true,
  open: aligned,
  close: (frame) => {
    for (const node of toFlow(frame.pieces)) frame.parent!.pieces.push(node);
  },
};

function aligned(frame: Frame, build: Build): void {
  const style = build.attribute(frame, 'style');
  const align = style && /text-align:\s*(center|right|end)/i.exec(style)?.[1];
  if (align) build.note('degraded', 'mark:alignment', frame, align.toLowerCase());
}

function heading(depth: Heading['depth']): ElementRule {
  return {
    content: 'line',
    bound: true,
    within: (parent) => (standsInHeading(parent) ? separate : undefined),
    open: aligned,
    close: (frame) => {
      const line: Piece[] = [];
      const after: RootContent[] = [];
      for (const piece of frame.pieces) {
        if (isInline(piece) || piece.type === 'boundary') line.push(piece);
        else for (const node of toFlow([piece])) take(node, line, after);
      }
      const children = withoutOwnAnchor(toLine(line));
      if (children.length > 0) frame.parent!.pieces.push({ type: 'heading', depth, children });
      for (const node of after) frame.parent!.pieces.push(node);
    },
  };
}

/** How far up the heading around an element is looked for. */
const FAR = 20;

function standsInHeading(parent: Frame): boolean {
  let at: Frame | null = parent;
  for (let level = 0; at && level < FAR && (at.line || at.rule.content === 'wrap'); level++) {
    if (/^h[1-6]$/.test(at.name)) return true;
    at = at.parent;
  }
  return false;
}

/** A heading needs no anchor for the name that it has anyway. */
function withoutOwnAnchor(children: PhrasingContent[]): PhrasingContent[] {
  const first = children[0];
  if (first?.type !== 'html' || !first.value.startsWith('<a id="')) return children;
  const name = first.value.slice(7, first.value.indexOf('"', 7));
  const own = anchorName(textOf(children));
  return name === own || name.slice(name.indexOf('-') + 1) === own.replaceAll('-', '') ? children.slice(1) : children;
}

/** Paragraphs and headings in a heading are part of its line, everything else stands behind it. */
function take(node: RootContent, line: Piece[], after: RootContent[]): void {
  if (node.type !== 'paragraph' && node.type !== 'heading') after.push(node);
  else {
    if (line.length > 0) line.push({ type: 'boundary' });
    for (const child of node.children) line.push(child);
  }
}

const quote: ElementRule = {
  content: 'block',
  container: true,
  scope: true,
  close: (frame) => {
    const children = toFlow(frame.pieces);
    if (children.length > 0) frame.parent!.pieces.push({ type: 'blockquote', children: children as never });
  },
};

/** What a page runs, and nobody reads. */
const inert: ElementRule = {
  content: 'text',
  close: (frame, build) => {
    build.note('dropped', `element:${frame.name}`, frame, frame.text!.join('').trim().slice(0, 200));
  },
};

/** What browsers show somewhere else than on the page, or not at all. */
const apartFromPage: ElementRule = {
  content: 'text',
  close: (frame, build) => {
    const words = frame.text!.join('').replace(/\s+/g, ' ').trim();
    if (words !== '') build.note('dropped', `element:${frame.name}`, frame, words);
  },
};

const emptySkip: ElementRule = { content: 'skip', empty: true };

/** `language-js`, `lang-js` or, in the highlighter of old, `brush: js`. */
export function languageOfClass(value: string | undefined): string | undefined {
  return /(?:^|\s)(?:language-|lang-|brush:\s*)([^\s;]+)/.exec(value ?? '')?.[1];
}

const pre: ElementRule = {
  content: 'text',
  open: (frame) => {
    frame.pre = true;
  },
  close: (frame, build) => {
    const language =
      languageOfClass(build.attribute(frame, 'class')) ??
      languageOfClass(build.attribute(frame, 'data-syntaxhighlighter-params')) ??
      languageOfClass(frame.data as string | undefined);
    const value = frame.text!.join('').replace(/^\r?\n|\r?\n$/g, '');
    for (const node of codeBlock({ value, language })) frame.parent!.pieces.push(node);
  },
};

const term: ElementRule = {
  content: 'line',
  close: (frame) => {
    const children = toLine(frame.pieces);
    if (children.length > 0) {
      frame.parent!.pieces.push({ type: 'paragraph', children: [{ type: 'strong', children }] });
    }
  },
};

/** Elements that are blocks of their own. */
export const blockElements: Readonly<Record<string, ElementRule>> = {
  p: paragraph,
  h1: heading(1),
  h2: heading(2),
  h3: heading(3),
  h4: heading(4),
  h5: heading(5),
  h6: heading(6),
  blockquote: quote,
  pre,
  hr: { content: 'skip', empty: true, open: (frame) => void frame.parent!.pieces.push({ type: 'thematicBreak' }) },
  address: separate,
  article: separate,
  aside: separate,
  body: separate,
  center: separate,
  dd: separate,
  div: { ...separate, variant: divVariant },
  dl: separate,
  dt: term,
  fieldset: separate,
  figcaption: separate,
  figure: separate,
  footer: separate,
  form: separate,
  header: separate,
  hgroup: separate,
  html: separate,
  legend: separate,
  main: separate,
  nav: separate,
  section: separate,
  base: emptySkip,
  head: apartFromPage,
  link: emptySkip,
  meta: emptySkip,
  noscript: separate,
  param: emptySkip,
  script: inert,
  source: emptySkip,
  style: apartFromPage,
  template: apartFromPage,
  title: apartFromPage,
  track: emptySkip,
};
