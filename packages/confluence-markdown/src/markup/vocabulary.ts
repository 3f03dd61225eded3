import { type Implied, type Name, type RuleBook, traitsOf } from './frame.ts';

const CLOSES_PARAGRAPH: ReadonlySet<string> = new Set(
  'address article aside blockquote div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr main nav ol p pre section table ul'.split(
    ' ',
  ),
);

function impliedBy(name: string, html: boolean): Implied {
  if (name === 'li') return 'item';
  if (name === 'td' || name === 'th') return 'cell';
  if (name === 'tr') return 'row';
  return html && CLOSES_PARAGRAPH.has(name) ? 'paragraph' : 'nothing';
}

/** Names of one body above which they are not kept for the next one. */
const MOST_KEPT = 500;
/** Bodies that are included in each other at one time, as far as names are kept for them. */
const MOST_FREE = 4;

/** The names of a format. What is known of a name is kept from body to body, since most use the same few. */
export class Vocabulary {
  private readonly rules: RuleBook;
  private readonly html: boolean;
  private readonly free: Map<string, Name>[] = [];

  constructor(rules: RuleBook, html: boolean) {
    this.rules = rules;
    this.html = html;
  }

  /** Names for one build, none of them open. */
  take(): Map<string, Name> {
    return this.free.pop() ?? new Map<string, Name>();
  }

  /** Takes names back, once none of them is open. */
  give(names: Map<string, Name>): void {
    if (names.size <= MOST_KEPT && this.free.length < MOST_FREE) this.free.push(names);
  }

  create(name: string): Name {
    return { name, traits: traitsOf(this.rules(name)), implied: impliedBy(name, this.html), innermost: null };
  }
}
