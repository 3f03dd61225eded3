import type { RootContent } from 'mdast';
import { anchor } from '../constructs/anchor.ts';
import { type Context, ConversionError } from '../types.ts';
import { decodeEntities } from './entities.ts';
import { isInline, isPart, separate, toFlow } from './flow.ts';
import type { Build, ElementRule, Frame, Mark, Piece, RuleBook } from './frame.ts';
import { CODE } from './marks.ts';
import { readAttributes, scan } from './scan.ts';
import { collapse } from './space.ts';

/** Elements open at one time above which a body is refused. */
const MAX_OPEN = 50_000;

/** Levels of quotes, lists and tables that the output shows; what is deeper stands on the last of them. */
export const MAX_DEPTH = 60;

const NO_MARKS: readonly Mark[] = [];
const ROOT: ElementRule = { content: 'block', scope: true };
const DISSOLVED = separate;
const LINK_IN_LINK: ElementRule = {
  content: 'wrap',
  open: (frame, build) => build.note('degraded', 'link:nested', frame, build.attribute(frame, 'href')),
};

export interface Markup {
  readonly source: string;
  readonly context: Context;
  readonly rules: RuleBook;
  readonly html: boolean;
  readonly raw: ReadonlySet<string>;
}

/**
 * Builds mdast while the source is scanned: an element becomes nodes at its end tag, so nothing is walked twice and
 * nothing recurses. End tags that are missing, stray or crossed are mended on the way.
 */
export function build(markup: Markup): RootContent[] {
  const { source, context, rules, html } = markup;
  const stack: Frame[] = [];
  /** Stack index of the innermost open element of each name. */
  const innermost = new Map<string, number>();
  /** Stack indices of the open elements that end tags of inline elements do not reach beyond. */
  const scopes: number[] = [];
  const targets = linkedPlaces(source);
  let lines: number[] | undefined;
  let top: Frame;

  const where = (at: number): string => {
    lines ??= lineStarts(source);
    let low = 0;
    let high = lines.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (lines[middle]! <= at) low = middle;
      else high = middle - 1;
    }
    return `${low + 1}:${at - lines[low]! + 1}`;
  };

  const tools: Build = {
    context,
    source,
    where,
    attribute(frame, name) {
      if (frame.from >= frame.to) return undefined;
      if (frame.attributes === null) {
        if (!html && !source.slice(frame.from, frame.to).includes(name)) return undefined;
        frame.attributes = readAttributes(source, frame.from, frame.to, html);
      }
      return frame.attributes.get(name);
    },
    note(kind, what, frame, text) {
      context.note({ kind, what, where: where(frame.at), ...(text ? { text } : {}) });
    },
    put(frame, nodes) {
      const pieces = frame.parent!.pieces;
      for (const node of nodes) pieces.push(isInline(node) && frame.marks.length > 0 ? leaf(node, frame.marks) : node);
    },
  };

  const push = (name: string, rule: ElementRule, at: number, from: number, to: number): void => {
    const parent = top;
    const index = stack.length;
    if (index > MAX_OPEN) {
      throw new ConversionError('too-deep', `More than ${MAX_OPEN} elements stand within each other at ${where(at)}.`);
    }
    let attributes: ReadonlyMap<string, string> | null = null;
    let used = rule;
    if (rule.variant && from < to) {
      const written = source.slice(from, to);
      if (/class|style|data-/i.test(written)) {
        const read = readAttributes(source, from, to, html);
        attributes = read;
        used = rule.variant((attribute) => read.get(attribute)) ?? rule;
      }
    }
    used = used.within?.(parent) ?? used;
    if (used.loose && parent.line) used = separate;
    else if (used.link && parent.linked) used = LINK_IN_LINK;
    const container = used.container === true;
    if (container && parent.depth >= MAX_DEPTH) {
      used = DISSOLVED;
      if (parent.depth === MAX_DEPTH) context.note({ kind: 'degraded', what: 'nesting', where: where(at) });
    }
    const shares = used.content === 'wrap';
    const gathers = used.content === 'text' || used.content === 'verbatim';
    const frame: Frame = {
      name,
      rule: used,
      parent,
      at,
      from,
      to,
      attributes,
      depth: parent.depth + (container ? 1 : 0),
      pieces: shares ? parent.pieces : [],
      marks: parent.marks,
      line: used.content === 'line' || (shares && parent.line),
      pre: parent.pre,
      linked: parent.linked || used.link === true,
      text: gathers ? [] : used.content === 'skip' ? null : parent.text,
      target: null,
      data: undefined,
      shadow: innermost.get(name) ?? -1,
    };
    innermost.set(name, index);
    if (used.scope) scopes.push(index);
    stack.push(frame);
    top = frame;
    used.open?.(frame, tools);
    if (targets && from < to) {
      const id = tools.attribute(frame, 'id');
      if (id && targets.has(id)) frame.pieces.push({ ...anchor(id), data: { place: true } as never });
    }
  };

  const pop = (): void => {
    const frame = stack.pop()!;
    top = stack[stack.length - 1]!;
    innermost.set(frame.name, frame.shadow);
    if (frame.rule.scope) scopes.pop();
    const { pieces } = top;
    const before = pieces.length;
    frame.rule.close?.(frame, tools);
    if (pieces !== frame.pieces)
      for (let index = before; index < pieces.length; index++) locate(pieces[index]!, frame.at);
  };

  /** Blocks know where they stand in the source. */
  const locate = (piece: Piece, at: number): void => {
    if (isInline(piece) || isPart(piece)) return;
    const block = piece as { data?: { source?: string } };
    if (block.data === undefined) block.data = { source: where(at) };
    else block.data.source ??= where(at);
  };

  const open = (name: string): number => innermost.get(name) ?? -1;
  const popTo = (index: number): void => {
    while (stack.length > index) pop();
  };
  /** Ends what the start tag of `name` ends by itself, where authors or tools left the end tag out. */
  const imply = (name: string): void => {
    if (name === 'li') {
      const item = open('li');
      if (item > Math.max(open('ul'), open('ol'), scopes[scopes.length - 1]!)) popTo(item);
    } else if (name === 'td' || name === 'th') {
      const cell = Math.max(open('td'), open('th'));
      if (cell > Math.max(open('table'), open('ac:rich-text-body'))) popTo(cell);
    } else if (name === 'tr') {
      const row = open('tr');
      if (row > Math.max(open('table'), open('ac:rich-text-body'))) popTo(row);
    } else if (html && CLOSES_PARAGRAPH.has(name)) {
      const line = open('p');
      if (line > Math.max(scopes[scopes.length - 1]!, open('li'))) popTo(line);
    }
  };

  const add = (value: string, literal: boolean): void => {
    if (top.text) {
      top.text.push(value);
      return;
    }
    if (top.rule.content === 'skip') return;
    const shown = top.pre || literal ? value : collapse(value);
    if (shown === '') return;
    const type = top.marks.length > 0 && top.marks.includes(CODE) ? ('inlineCode' as const) : ('text' as const);
    const node = { type, value: shown };
    top.pieces.push(top.marks.length > 0 ? leaf(node, top.marks) : node);
  };

  const root: Frame = {
    name: '',
    rule: ROOT,
    parent: null,
    at: 0,
    from: 0,
    to: 0,
    attributes: null,
    depth: 0,
    pieces: [],
    marks: NO_MARKS,
    line: false,
    pre: false,
    linked: false,
    text: null,
    target: null,
    data: undefined,
    shadow: -1,
  };
  top = root;
  stack.push(root);
  scopes.push(0);

  scan(
    source,
    {
      open(name, from, to, empty, at) {
        if (top.rule.content === 'verbatim') {
          top.text!.push(source.slice(at, empty ? to + 2 : to + 1));
          return;
        }
        const rule = rules(name);
        imply(name);
        push(name, rule, at, from, to);
        if (empty || rule.empty) pop();
      },
      close(name, at, to) {
        const index = open(name);
        if (top.rule.content === 'verbatim' && top.name !== name) {
          top.text!.push(source.slice(at, to));
          return;
        }
        if (index < 0) return;
        if (index < scopes[scopes.length - 1]! && rules(name).bound) return;
        popTo(index);
      },
      text: (value) => add(value, false),
      cdata: (value) => add(value, true),
    },
    { html, raw: markup.raw },
  );
  while (stack.length > 1) pop();
  return toFlow(root.pieces);
}

const CLOSES_PARAGRAPH: ReadonlySet<string> = new Set(
  'address article aside blockquote div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr main nav ol p pre section table ul'.split(
    ' ',
  ),
);

function leaf(node: RootContent, marks: readonly Mark[]): Piece {
  return { type: 'leaf', node, marks };
}

/** Names of the places in this page that its links lead to; only those need an anchor. */
function linkedPlaces(source: string): Set<string> | null {
  if (!source.includes('href="#')) return null;
  return new Set(Array.from(source.matchAll(/href="#([^"]+)"/g), (match) => decodeEntities(match[1]!)));
}

function lineStarts(source: string): number[] {
  const starts = [0];
  for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
