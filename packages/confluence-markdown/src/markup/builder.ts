import type { RootContent } from 'mdast';
import { anchor } from '../constructs/anchor.ts';
import { type Context, ConversionError } from '../types.ts';
import { decodeEntities } from './entities.ts';
import { isInline, isPart, separate, toFlow } from './flow.ts';
import { type Build, type ElementRule, Frame, type Mark, type Name, type Piece, type RuleBook } from './frame.ts';
import { CODE } from './marks.ts';
import { type MarkupHandler, readAttribute, readAttributes, scan } from './scan.ts';
import { collapse } from './space.ts';

/** Elements open at one time above which a body is refused. */
const MAX_OPEN = 50_000;

/** Levels of quotes, lists and tables that the output shows; what is deeper stands on the last of them. */
export const MAX_DEPTH = 60;

const ROOT: ElementRule = { content: 'block', scope: true };
const DISSOLVED = separate;
const LINK_IN_LINK: ElementRule = {
  content: 'wrap',
  open: (frame, build) => build.note('degraded', 'link:nested', frame, build.attribute(frame, 'href')),
};

const CLOSES_PARAGRAPH: ReadonlySet<string> = new Set(
  'address article aside blockquote div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr main nav ol p pre section table ul'.split(
    ' ',
  ),
);

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
  return new Builder(markup).run(markup);
}

class Builder implements MarkupHandler, Build {
  readonly context: Context;
  readonly source: string;
  private readonly rules: RuleBook;
  private readonly html: boolean;
  private readonly names = new Map<string, Name>();
  /** Names of the places in this page that its links lead to; only those need an anchor. */
  private readonly targets: ReadonlySet<string> | null;
  private top: Frame;
  private lines: readonly number[] | null = null;
  /** Where the attributes stand that a variant is chosen by. */
  private from = 0;
  private to = 0;
  private read: ReadonlyMap<string, string> | null = null;

  constructor({ source, context, rules, html }: Markup) {
    this.source = source;
    this.context = context;
    this.rules = rules;
    this.html = html;
    this.targets = linkedPlaces(source);
    this.top = new Frame({ name: '', rule: ROOT, innermost: null }, ROOT, null, 0, 0, 0);
  }

  run(markup: Markup): RootContent[] {
    const root = this.top;
    scan(this.source, this, markup);
    while (this.top !== root) this.pop();
    return toFlow(root.pieces);
  }

  open(name: string, from: number, to: number, empty: boolean, at: number): void {
    const { top } = this;
    if (top.rule.content === 'verbatim') {
      top.text!.push(this.source.slice(at, empty ? to + 2 : to + 1));
      return;
    }
    const of = this.nameOf(name);
    this.imply(name);
    this.push(of, at, from, to);
    if (empty || of.rule.empty) this.pop();
  }

  close(name: string, at: number, to: number): void {
    const { top } = this;
    if (top.name !== name && top.rule.content === 'verbatim') {
      top.text!.push(this.source.slice(at, to));
      return;
    }
    const of = this.nameOf(name);
    const frame = of.innermost;
    if (frame === null || (frame.level < top.scope && of.rule.bound)) return;
    this.popTo(frame);
  }

  text(value: string): void {
    const { top } = this;
    if (top.text !== null) top.text.push(value);
    else if (top.rule.content !== 'skip') this.add(top.pre ? value : collapse(value));
  }

  cdata(value: string): void {
    const { top } = this;
    if (top.text !== null) top.text.push(value);
    else if (top.rule.content !== 'skip') this.add(value);
  }

  private add(value: string): void {
    if (value === '') return;
    const { marks, pieces } = this.top;
    if (marks.length === 0) pieces.push({ type: 'text', value });
    else pieces.push(leaf({ type: marks.includes(CODE) ? 'inlineCode' : 'text', value }, marks));
  }

  private nameOf(name: string): Name {
    let of = this.names.get(name);
    if (of === undefined) {
      of = { name, rule: this.rules(name), innermost: null };
      this.names.set(name, of);
    }
    return of;
  }

  private push(of: Name, at: number, from: number, to: number): void {
    const parent = this.top;
    if (parent.level >= MAX_OPEN) {
      const place = this.where(at);
      throw new ConversionError('too-deep', `More than ${MAX_OPEN} elements stand within each other at ${place}.`);
    }
    let { rule } = of;
    this.read = null;
    if (rule.variant !== undefined && from < to && /class|style|data-/i.test(this.source.slice(from, to))) {
      this.from = from;
      this.to = to;
      rule = rule.variant(this.ask) ?? rule;
    }
    if (rule.within !== undefined) rule = rule.within(parent) ?? rule;
    if (rule.loose && parent.line) rule = separate;
    else if (rule.link && parent.linked) rule = LINK_IN_LINK;
    if (rule.container && parent.depth >= MAX_DEPTH) {
      rule = DISSOLVED;
      if (parent.depth === MAX_DEPTH) this.context.note({ kind: 'degraded', what: 'nesting', where: this.where(at) });
    }
    const frame = new Frame(of, rule, parent, at, from, to);
    frame.attributes = this.read;
    of.innermost = frame;
    this.top = frame;
    rule.open?.(frame, this);
    if (this.targets !== null && from < to) {
      const id = this.attribute(frame, 'id');
      if (id && this.targets.has(id)) frame.pieces.push({ ...anchor(id), data: { place: true } as never });
    }
  }

  private pop(): void {
    const frame = this.top;
    const parent = frame.parent!;
    this.top = parent;
    frame.of.innermost = frame.shadow;
    const { close } = frame.rule;
    if (close === undefined) return;
    const { pieces } = parent;
    const before = pieces.length;
    close(frame, this);
    if (pieces === frame.pieces) return;
    for (let index = before; index < pieces.length; index++) this.locate(pieces[index]!, frame.at);
  }

  private popTo(frame: Frame): void {
    while (this.top !== frame) this.pop();
    this.pop();
  }

  /** Blocks know where they stand in the source. */
  private locate(piece: Piece, at: number): void {
    if (isInline(piece) || isPart(piece)) return;
    const block = piece as { data?: { source?: string } };
    if (block.data === undefined) block.data = { source: this.where(at) };
    else block.data.source ??= this.where(at);
  }

  private level(name: string): number {
    return this.names.get(name)?.innermost?.level ?? 0;
  }

  /** Ends what the start tag of `name` ends by itself, where authors or tools left the end tag out. */
  private imply(name: string): void {
    if (name === 'li') this.endWithin('li', Math.max(this.level('ul'), this.level('ol'), this.top.scope));
    else if (name === 'td' || name === 'th') {
      const cell = this.level('td') > this.level('th') ? 'td' : 'th';
      this.endWithin(cell, Math.max(this.level('table'), this.level('ac:rich-text-body')));
    } else if (name === 'tr') this.endWithin('tr', Math.max(this.level('table'), this.level('ac:rich-text-body')));
    else if (this.html && CLOSES_PARAGRAPH.has(name)) this.endWithin('p', Math.max(this.top.scope, this.level('li')));
  }

  /** Ends the innermost open element of a name, where it stands within the element of that level. */
  private endWithin(name: string, level: number): void {
    const frame = this.names.get(name)?.innermost;
    if (frame && frame.level > level) this.popTo(frame);
  }

  private readonly ask = (name: string): string | undefined => this.find(name, this.from, this.to);

  /** Reads one attribute; all of them where one alone cannot be told apart, once. */
  private find(name: string, from: number, to: number): string | undefined {
    if (this.read === null) {
      if (!this.html) {
        const value = readAttribute(this.source.slice(from, to), name);
        if (value !== null) return value;
      }
      this.read = readAttributes(this.source, from, to, this.html);
    }
    return this.read.get(name);
  }

  attribute(frame: Frame, name: string): string | undefined {
    if (frame.from >= frame.to) return undefined;
    this.read = frame.attributes;
    const value = this.find(name, frame.from, frame.to);
    frame.attributes = this.read;
    return value;
  }

  where(at: number): string {
    this.lines ??= lineStarts(this.source);
    const { lines } = this;
    let low = 0;
    let high = lines.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (lines[middle]! <= at) low = middle;
      else high = middle - 1;
    }
    return `${low + 1}:${at - lines[low]! + 1}`;
  }

  note(kind: 'degraded' | 'dropped' | 'unknown', what: string, frame: Frame, text?: string): void {
    this.context.note({ kind, what, where: this.where(frame.at), ...(text ? { text } : {}) });
  }

  put(frame: Frame, nodes: readonly RootContent[]): void {
    const { pieces } = frame.parent!;
    const { marks } = frame;
    for (const node of nodes) pieces.push(marks.length > 0 && isInline(node) ? leaf(node, marks) : node);
  }
}

function leaf(node: RootContent, marks: readonly Mark[]): Piece {
  return { type: 'leaf', node, marks };
}

/** What links in this page lead to within it. */
function linkedPlaces(source: string): Set<string> | null {
  if (!source.includes('href="#')) return null;
  return new Set(Array.from(source.matchAll(/href="#([^"]+)"/g), (match) => decodeEntities(match[1]!)));
}

function lineStarts(source: string): number[] {
  const starts = [0];
  for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
