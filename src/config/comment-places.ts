import {
  type Document,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  type Node,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';

interface Comment {
  readonly offset: number;
  readonly column: number;
  readonly line: number;
  /** As the library keeps it: without its `#`. */
  readonly text: string;
  /** Nothing else stands in its line. */
  readonly alone: boolean;
}

type BlockNode = YAMLMap | YAMLSeq;

/** An item or a pair of a block, and the node that carries what is said of it. */
interface Child {
  readonly offset: number;
  readonly column: number;
  readonly line: number;
  readonly carrier: Node;
  readonly block: Block;
  readonly first: boolean;
}

interface Block {
  readonly node: BlockNode;
  readonly column: number;
  /** What the block is the value of; null for the root. */
  readonly holder: Child | null;
}

interface Layout {
  readonly blocks: Block[];
  readonly children: Child[];
  readonly flows: (readonly [from: number, to: number])[];
}

/** Marks of the lexer that are no part of the text. */
const MARKS: ReadonlySet<string> = new Set(['\u0002', '\u0018', '\u001f']);

function commentsOf(text: string): Comment[] {
  const comments: Comment[] = [];
  let offset = 0;
  let before = '';
  let line = 0;
  let lineAt = 0;
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme.startsWith('#') && before !== '\u001f') {
      const alone = text.slice(lineAt, offset).trim() === '';
      comments.push({ offset, column: offset - lineAt, line, text: lexeme.slice(1).trimEnd(), alone });
    }
    before = lexeme;
    if (MARKS.has(lexeme)) continue;
    for (let at = lexeme.indexOf('\n'); at >= 0; at = lexeme.indexOf('\n', at + 1)) {
      line += 1;
      lineAt = offset + at + 1;
    }
    offset += lexeme.length;
  }
  return comments;
}

/** Offset of each item's dash, or of each pair's key. */
function startsOf(node: BlockNode): number[] {
  if (isMap(node)) return node.items.map(({ key }) => (key as Node).range?.[0] ?? 0);
  const token = node.srcToken;
  if (token?.type !== 'block-seq') return [];
  return token.items.flatMap(({ start }) => start.find(({ type }) => type === 'seq-item-ind')?.offset ?? []);
}

/** Blocks and what they hold, in the order of the text. */
function layoutOf(root: unknown, text: string): Layout {
  const layout: Layout = { blocks: [], children: [], flows: [] };
  const lines = [...text.matchAll(/\n/g)].map(({ index }) => index + 1);
  const place = (offset: number) => {
    const line = lines.findLastIndex((start) => start <= offset) + 1;
    return { offset, line, column: offset - (lines[line - 1] ?? 0) };
  };
  const add = (node: unknown, holder: Child | null): void => {
    if (!isCollection(node)) return;
    if (node.flow) {
      layout.flows.push([node.range?.[0] ?? 0, node.range?.[1] ?? 0]);
      return;
    }
    const starts = startsOf(node as BlockNode).map(place);
    const block: Block = { node: node as BlockNode, column: starts[0]?.column ?? 0, holder };
    layout.blocks.push(block);
    for (const [at, start] of starts.entries()) {
      const pair = isMap(node) ? node.items[at] : undefined;
      const value = pair === undefined ? node.items[at] : pair.value;
      const child: Child = { ...start, carrier: (pair?.key ?? value) as Node, block, first: at === 0 };
      layout.children.push(child);
      add(value, child);
    }
  };
  add(root, null);
  return layout;
}

/** The last block that is open behind a child and begins no further right than a comment. */
function blockOf(child: Child, column: number): Block {
  let block = child.block;
  while (block.holder !== null && block.column > column) block = block.holder.block;
  return block;
}

/** What a comment is about: the child that comes next, or the end of a block; null where the library knows best. */
function subjectOf(comment: Comment, { children, flows }: Layout): Child | Block | null {
  const { offset, column, alone, line } = comment;
  if (flows.some(([from, to]) => from < offset && offset < to)) return null;
  const at = children.findLastIndex((child) => child.offset < offset);
  const [before, next] = [children[at], children[at + 1]];
  if (before === undefined) return null;
  // Opens a block: `key: # comment`, with the value below.
  const opens = next?.first === true && next.block.holder === before;
  if (!alone) return opens && before.line === line ? before : null;
  // The first key of a list's item stands behind its dash, so that the item has what is said before.
  if (opens && isSeq(before.block.node)) return before;
  if (next !== undefined && (opens || column <= next.column)) return next;
  return blockOf(before, column);
}

function joined(comments: readonly Comment[]): string {
  return comments
    .map(({ text, line }, at) => (at > 0 && line > comments[at - 1]!.line + 1 ? `\n${text}` : text))
    .join('\n');
}

function place(child: Child, comments: readonly Comment[], isBlank: (line: number) => boolean): void {
  const { carrier, first, block } = child;
  const last = comments.findLastIndex(({ line }, at) => at > 0 && line > comments[at - 1]!.line + 1);
  // Before the first item, what stands apart is about the whole list.
  const general = first && isSeq(block.node) && last > 0 ? comments.slice(0, last) : [];
  if (general.length > 0) block.node.commentBefore = joined(general);
  carrier.commentBefore = joined(comments.slice(general.length));
  carrier.spaceBefore = general.length > 0 || (!first && comments[0]!.alone && isBlank(comments[0]!.line - 1));
}

function sameComments(one: string, other: string): boolean {
  const textsOf = (text: string) => commentsOf(text).map((comment) => comment.text);
  return textsOf(one).sort().join('\n') === textsOf(other).sort().join('\n');
}

/**
 * Gives each comment to what it is about, where the library gives those above the first item to the list and those
 * behind a nested list to that list: comments above an item or a key go where it goes. `text` is what the document was
 * read from, with source tokens. Returns whether it could: where not, the document is of no use any more.
 */
export function settleComments(document: Document.Parsed, text: string): boolean {
  const root = document.contents;
  const layout = layoutOf(root, text);
  const comments = commentsOf(text);
  const subjects = new Map<Child | Block, Comment[]>();
  for (const comment of comments) {
    const subject = subjectOf(comment, layout);
    if (subject !== null) subjects.set(subject, [...(subjects.get(subject) ?? []), comment]);
  }
  const lines = text.split('\n');
  const isBlank = (line: number) => line >= 0 && lines[line]!.trim() === '';
  document.comment = null;
  // What stands before all is told apart by the library.
  for (const { carrier, first, line } of layout.children.slice(1)) {
    carrier.commentBefore = undefined as never;
    carrier.spaceBefore = !first && isBlank(line - 1);
  }
  for (const { node, holder } of layout.blocks) {
    node.comment = undefined as never;
    if (holder !== null) node.commentBefore = undefined as never;
  }
  for (const [subject, own] of subjects) {
    if ('carrier' in subject) place(subject, own, isBlank);
    else subject.node.comment = joined(own);
  }
  return sameComments(String(document), text);
}

/** Lays a list out anew after its items changed: a blank line stands before the first where the list has a comment. */
export function settleFirst(list: YAMLSeq): void {
  const first = list.items[0];
  if (isScalar(first) || isCollection(first)) first.spaceBefore = Boolean(list.commentBefore);
}
