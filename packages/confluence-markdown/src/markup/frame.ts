import type { PhrasingContent, RootContent } from 'mdast';
import type { Context, GridCell, LinkTarget } from '../types.ts';

/** Something that lies around inline content. Two of one kind do not stand within each other. */
export interface Mark {
  readonly kind: string;
  wrap(children: PhrasingContent[]): PhrasingContent[];
}

export type Target = LinkTarget | { readonly kind: 'url'; readonly href: string };

/** What a start tag ends by itself. */
export type Implied = 'nothing' | 'item' | 'cell' | 'row' | 'paragraph';

/** What one build knows of the elements of one name. */
export interface Name {
  readonly name: string;
  readonly traits: Traits;
  readonly implied: Implied;
  /** The open element of that name that no other one of it stands in. */
  innermost: Frame | null;
}

const NO_MARKS: readonly Mark[] = [];

/** One open element. */
export class Frame {
  readonly of: Name;
  readonly name: string;
  readonly traits: Traits;
  readonly parent: Frame | null;
  /** Place of the start tag, and of its attributes, in the source. */
  readonly at: number;
  readonly from: number;
  readonly to: number;
  /** How many elements are open around it. */
  readonly level: number;
  /** Attributes, once somebody has asked for one. */
  attributes: ReadonlyMap<string, string> | null = null;
  /** How many containers stand around the content. */
  depth: number;
  /** What the element has taken in so far; shared with the parent where the element is only a mark or a wrapper. */
  pieces: Piece[];
  marks: readonly Mark[];
  /** Stands in a line of text: a paragraph, a heading. */
  line: boolean;
  /** White space counts. */
  pre: boolean;
  /** Stands in a link; links within links are none. */
  linked: boolean;
  /** Text is gathered here as it is, instead of becoming pieces. */
  text: string[] | null;
  /** What a resource identifier within names. */
  target: Target | null = null;
  /** What the rule keeps between start and end. */
  data: unknown = undefined;
  /** The open element of the same name around this one. */
  readonly shadow: Frame | null;
  /** Level of the innermost element, this one included, that end tags of inline elements do not reach beyond. */
  readonly scope: number;

  constructor(of: Name, traits: Traits, parent: Frame | null, at: number, from: number, to: number) {
    const { content } = traits;
    this.of = of;
    this.name = of.name;
    this.traits = traits;
    this.parent = parent;
    this.at = at;
    this.from = from;
    this.to = to;
    this.shadow = of.innermost;
    if (parent === null) {
      this.level = this.depth = this.scope = 0;
      this.pieces = [];
      this.marks = NO_MARKS;
      this.line = this.pre = this.linked = false;
      this.text = null;
      return;
    }
    const shares = content === 'wrap';
    this.level = parent.level + 1;
    this.depth = traits.container ? parent.depth + 1 : parent.depth;
    this.scope = traits.scope ? this.level : parent.scope;
    this.pieces = shares ? parent.pieces : [];
    this.marks = parent.marks;
    this.line = shares ? parent.line : content === 'line';
    this.pre = parent.pre;
    this.linked = parent.linked || traits.link;
    this.text = content === 'text' || content === 'verbatim' ? [] : content === 'skip' ? null : parent.text;
  }

  get rule(): ElementRule {
    return this.traits.rule;
  }
}

/** Inline content under marks, until its line is complete. */
export interface Leaf {
  readonly type: 'leaf';
  readonly node: RootContent;
  readonly marks: readonly Mark[];
}

/** Parts that wait for the element they belong to, and the place where one line of text ends and another begins. */
export type Part =
  | { readonly type: 'boundary' }
  | { readonly type: 'cell'; readonly cell: GridCell; readonly numbering: boolean }
  | { readonly type: 'row'; readonly cells: readonly Extract<Part, { type: 'cell' }>[] }
  | { readonly type: 'task'; readonly done: boolean; readonly children: RootContent[] }
  | { readonly type: 'decision'; readonly decided: boolean; readonly children: RootContent[] };

export type Piece = RootContent | Leaf | Part;

/** What the rules may ask of the conversion that runs. */
export interface Build {
  readonly context: Context;
  readonly source: string;
  attribute(frame: Frame, name: string): string | undefined;
  /** `line:column` of a place in the source. */
  where(at: number): string;
  note(kind: 'degraded' | 'dropped' | 'unknown', what: string, frame: Frame, text?: string): void;
  /** Puts content where the element stands; inline content goes under the marks that hold there. */
  put(frame: Frame, nodes: readonly RootContent[]): void;
}

/** What an element becomes. */
export interface ElementRule {
  /**
   * `wrap`: content goes where the element stands. `block`: content is gathered apart. `line`: likewise, as one line of
   * text. `text`: characters only. `verbatim`: characters and tags as written. `skip`: content is not shown, and its
   * words are reported.
   */
  readonly content: 'wrap' | 'block' | 'line' | 'text' | 'verbatim' | 'skip';
  /** Within a line it only ends one line and begins another. */
  readonly loose?: boolean;
  /** A link: its content is under no other one. */
  readonly link?: boolean;
  /** Counts as a level of nesting in the output. */
  readonly container?: boolean;
  /** What it skips was never written for readers: an identifier, the number of a line, a list that is drawn anew. */
  readonly machine?: boolean;
  /** Never has content or an end tag. */
  readonly empty?: boolean;
  /** End tags of inline elements within do not reach beyond it. */
  readonly scope?: boolean;
  /** Its own end tag does not reach beyond a scope. */
  readonly bound?: boolean;
  /** Another rule for an element that stands where it does not belong. */
  within?(parent: Frame): ElementRule | undefined;
  /** Another rule for an element with certain attributes, such as a `div` that was a macro. */
  variant?(attribute: (name: string) => string | undefined): ElementRule | undefined;
  open?(frame: Frame, build: Build): void;
  close?(frame: Frame, build: Build): void;
}

export type RuleBook = (name: string) => ElementRule;

/** A rule with all of its parts in their places: rules are written with the parts that they have, in any order. */
export class Traits {
  readonly rule: ElementRule;
  readonly content: ElementRule['content'];
  readonly loose: boolean;
  readonly link: boolean;
  readonly container: boolean;
  readonly machine: boolean;
  readonly empty: boolean;
  readonly scope: boolean;
  readonly bound: boolean;
  readonly variant: ElementRule['variant'];
  readonly within: ElementRule['within'];
  readonly open: ElementRule['open'];
  readonly close: ElementRule['close'];

  constructor(rule: ElementRule) {
    this.rule = rule;
    this.content = rule.content;
    this.loose = rule.loose === true;
    this.link = rule.link === true;
    this.container = rule.container === true;
    this.machine = rule.machine === true;
    this.empty = rule.empty === true;
    this.scope = rule.scope === true;
    this.bound = rule.bound === true;
    this.variant = rule.variant;
    this.within = rule.within;
    this.open = rule.open;
    this.close = rule.close;
  }
}

const known = new WeakMap<ElementRule, Traits>();

/** The traits of a rule, worked out once. */
export function traitsOf(rule: ElementRule): Traits {
  let traits = known.get(rule);
  if (traits === undefined) {
    traits = new Traits(rule);
    known.set(rule, traits);
  }
  return traits;
}
