import type { RootContent } from 'mdast';
import { anchor } from '../constructs/anchor.ts';
import { type Context, ConversionError } from '../types.ts';
import { decodeEntities } from './entities.ts';
import { isInline, isPart, separate, toFlow } from './flow.ts';
import {
  type Build,
  type ElementRule,
  Frame,
  type Implied,
  type Mark,
  type Name,
  type Piece,
  type Traits,
  traitsOf,
} from './frame.ts';
import { CODE } from './marks.ts';
import { type MarkupHandler, readAttribute, readAttributes, scan } from './scan.ts';
import { collapse } from './space.ts';
import { textOf } from './text-of.ts';
import type { Vocabulary } from './vocabulary.ts';
import { wordsOf } from './words.ts';

/** Elements open at one time above which a body is refused. */
const MAX_OPEN = 50_000;

/** Levels of quotes, lists and tables that the output shows; what is deeper stands on the last of them. */
export const MAX_DEPTH = 60;

/** Attributes with words that browsers show where a pointer rests, or that screen readers speak, and sources. */
const WORDED = ['title', 'summary', 'cite'] as const;
const ANY_WORDED = new RegExp(`[\\s"'](?:${WORDED.join('|')})\\s*=`, 'i');

/** Elements whose title is in the output. */
const SHOWS_TITLE: ReadonlySet<string> = new Set(['abbr', 'acronym']);

const ROOT = traitsOf({ content: 'block', scope: true });
const DISSOLVED = traitsOf(separate);
const LINK_IN_LINK = traitsOf({
  content: 'wrap',
  open: (frame, build) => build.note('degraded', 'link:nested', frame, build.attribute(frame, 'href')),
});

export interface Markup {
  readonly source: string;
  readonly context: Context;
  readonly vocabulary: Vocabulary;
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
  private readonly vocabulary: Vocabulary;
  private readonly html: boolean;
  private readonly names: Map<string, Name>;
  /** Names of the places in this page that its links lead to; only those need an anchor. */
  private readonly targets: ReadonlySet<string> | null;
  /** Whether any attribute has words, so that most bodies need no look at each. */
  private readonly worded: boolean;
  private top: Frame;
  private lines: readonly number[] | null = null;
  /** Where the attributes stand that a variant is chosen by. */
  private from = 0;
  private to = 0;
  private read: ReadonlyMap<string, string> | null = null;

  constructor({ source, context, vocabulary, html }: Markup) {
    this.source = source;
    this.context = context;
    this.vocabulary = vocabulary;
    this.names = vocabulary.take();
    this.html = html;
    this.targets = linkedPlaces(source);
    this.worded = ANY_WORDED.test(source);
    this.top = new Frame({ name: '', traits: ROOT, implied: 'nothing', innermost: null }, ROOT, null, 0, 0, 0);
  }

  run(markup: Markup): RootContent[] {
    const root = this.top;
    scan(this.source, this, markup);
    while (this.top !== root) this.pop();
    this.vocabulary.give(this.names);
    return toFlow(root.pieces);
  }

  open(name: string, from: number, to: number, empty: boolean, at: number): void {
    const { top } = this;
    if (top.traits.content === 'verbatim') {
      top.text!.push(this.source.slice(at, empty ? to + 2 : to + 1));
      return;
    }
    const of = this.nameOf(name);
    if (of.implied !== 'nothing') this.imply(of.implied);
    this.push(of, at, from, to);
    if (empty || of.traits.empty) this.pop();
  }

  close(name: string, at: number, to: number): void {
    const { top } = this;
    if (top.traits.content === 'verbatim' && top.name !== name) {
      top.text!.push(this.source.slice(at, to));
      return;
    }
    const of = this.nameOf(name);
    const frame = of.innermost;
    if (frame === null || (frame.level < top.scope && of.traits.bound)) return;
    this.popTo(frame);
  }

  text(value: string): void {
    const { top } = this;
    if (top.text !== null) top.text.push(value);
    else this.add(top.pre ? value : collapse(value));
  }

  cdata(value: string): void {
    const { top } = this;
    if (top.text !== null) top.text.push(value);
    else this.add(value);
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
      of = this.vocabulary.create(name);
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
    let { traits } = of;
    this.read = null;
    if (traits.variant !== undefined && from < to && /class|style|data-/i.test(this.source.slice(from, to))) {
      this.from = from;
      this.to = to;
      traits = other(traits.variant(this.ask), traits);
    }
    if (traits.within !== undefined) traits = other(traits.within(parent), traits);
    if (traits.loose && parent.line) traits = DISSOLVED;
    else if (traits.link && parent.linked) traits = LINK_IN_LINK;
    if (traits.container && parent.depth >= MAX_DEPTH) {
      traits = DISSOLVED;
      this.context.note({ kind: 'degraded', what: 'nesting', where: this.where(at) });
    }
    const frame = new Frame(of, traits, parent, at, from, to);
    frame.attributes = this.read;
    of.innermost = frame;
    this.top = frame;
    traits.open?.(frame, this);
    if (this.worded && from < to) this.reportWords(frame);
    if (this.targets !== null && from < to) {
      const id = this.attribute(frame, 'id');
      if (id && this.targets.has(id)) frame.pieces.push({ ...anchor(id), data: { place: true } as never });
    }
  }

  private reportWords(frame: Frame): void {
    if (!ANY_WORDED.test(this.source.slice(frame.from, frame.to))) return;
    for (const name of WORDED) {
      const words = this.attribute(frame, name)?.trim();
      if (words && !(name === 'title' && this.showsTitle(frame, words)))
        this.note('dropped', `attribute:${name}`, frame, words);
    }
  }

  /** A picture often says the same as its alternative text. */
  private showsTitle(frame: Frame, title: string): boolean {
    if (SHOWS_TITLE.has(frame.name) || title === this.attribute(frame, 'alt')?.trim()) return true;
    return frame.name === 'a' && Boolean(this.attribute(frame, 'href'));
  }

  private pop(): void {
    const frame = this.top;
    const parent = frame.parent!;
    this.top = parent;
    frame.of.innermost = frame.shadow;
    const { close, content, machine } = frame.traits;
    if (content === 'skip' && !machine && frame.pieces.length > 0) this.reportSkipped(frame);
    if (close === undefined) return;
    const { pieces } = parent;
    const before = pieces.length;
    close(frame, this);
    if (pieces === frame.pieces) return;
    for (let index = before; index < pieces.length; index++) this.locate(pieces[index]!, frame.at);
  }

  /** Words where the format has none: nobody sees them on the page, and whoever wrote them may look for them. */
  private reportSkipped(frame: Frame): void {
    const text = wordsOf(toFlow(frame.pieces));
    if (text !== '') this.note('dropped', `element:${frame.name}`, frame, text);
  }

  private popTo(frame: Frame): void {
    while (this.top !== frame) this.pop();
    this.pop();
  }

  /** Blocks know where they stand in the source. */
  private locate(piece: Piece, at: number): void {
    const { type } = piece;
    if (type !== 'paragraph' && type !== 'heading' && type !== 'listItem' && (isInline(piece) || isPart(piece))) return;
    const block = piece as { data?: { source?: string } };
    if (block.data === undefined) block.data = { source: this.where(at) };
    else block.data.source ??= this.where(at);
  }

  private level(name: string): number {
    return this.names.get(name)?.innermost?.level ?? 0;
  }

  /** Ends what a start tag ends by itself, where authors or tools left the end tag out. */
  private imply(implied: Implied): void {
    if (implied === 'item') this.endWithin('li', Math.max(this.level('ul'), this.level('ol'), this.top.scope));
    else if (implied === 'paragraph') this.endWithin('p', Math.max(this.top.scope, this.level('li')));
    else {
      const cell = this.level('td') > this.level('th') ? 'td' : 'th';
      const within = Math.max(this.level('table'), this.level('ac:rich-text-body'));
      this.endWithin(implied === 'cell' ? cell : 'tr', within);
    }
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
    const { pieces, text } = frame.parent!;
    const { marks } = frame;
    if (text !== null) {
      text.push(textOf(nodes));
      return;
    }
    for (const node of nodes) pieces.push(marks.length > 0 && isInline(node) ? leaf(node, marks) : node);
  }
}

function other(rule: ElementRule | undefined, traits: Traits): Traits {
  return rule === undefined ? traits : traitsOf(rule);
}

function leaf(node: RootContent, marks: readonly Mark[]): Piece {
  return { type: 'leaf', node, marks };
}

/** What links in this page lead to within it. */
function linkedPlaces(source: string): Set<string> | null {
  let places: Set<string> | null = null;
  // A number sign is rare, and so found faster than the name of the attribute.
  for (let at = source.indexOf('#'); at >= 0; at = source.indexOf('#', at + 1)) {
    if (!source.startsWith('href="', at - 6)) continue;
    const end = source.indexOf('"', at);
    if (end < 0) break;
    if (end === at + 1) continue;
    places ??= new Set();
    places.add(decodeEntities(source.slice(at + 1, end)));
    at = end;
  }
  return places;
}

function lineStarts(source: string): number[] {
  const starts = [0];
  for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
