import type { Image, InlineCode, Link, Nodes, Parents, PhrasingContent, Root, Text } from 'mdast';
import { gfmToMarkdown } from 'mdast-util-gfm';
import { mathToMarkdown } from 'mdast-util-math';
import { type Handle, type Info, type State, toMarkdown } from 'mdast-util-to-markdown';
import { firstOf, isAutolink, writeBreak, writeCode, writeImage, writeLink, writeText } from './inline.ts';
import { place } from './place.ts';

type WriteBlock = (node: Nodes, parent: Parents | undefined) => string;

let writeBlock: WriteBlock;

/** Says what writes the blocks of this package within nodes that only the library knows. */
export function useForBlocks(write: WriteBlock): void {
  writeBlock = write;
}

const block: Handle = (node, parent) => writeBlock(node, parent as Parents | undefined);

const text: Handle = (node: Text, _parent, state, info) => {
  const { stack, indexStack } = state;
  const isFirst = indexStack[indexStack.length - 1] === 0 && stack[stack.length - 1] === 'phrasing';
  return writeText(node, isFirst && 'first', info.before, info.after);
};

const link: Handle = (node: Link, _parent, state, info) => {
  if (isAutolink(node)) return `<${(node.children[0] as Text).value}>`;
  const exit = state.enter('link');
  const outer = place.inLink;
  place.inLink = true;
  const label = state.containerPhrasing(node, { ...info, before: '[', after: ']' });
  place.inLink = outer;
  exit();
  return writeLink(node, label, info.before);
};

const inline: Record<string, Handle> = {
  text,
  link,
  inlineCode: (node: InlineCode) => writeCode(node),
  image: (node: Image) => writeImage(node),
  break: () => writeBreak(),
};
for (const type of ['link', 'inlineCode', 'image']) {
  Object.assign(inline[type]!, { peek: (node: PhrasingContent) => firstOf(node) });
}

let known: State | undefined;

/**
 * The library's state, made once: to make it takes longer than to write a short page. It is handed to the writer of a
 * root, which has nothing else to do here.
 */
function library(): State {
  if (known) return known;
  const root: Handle = (_node, _parent, state) => {
    known = state;
    return '';
  };
  const types = ['paragraph', 'heading', 'blockquote', 'list', 'table', 'thematicBreak'];
  const handlers = { ...Object.fromEntries(types.map((type) => [type, block])), ...inline, root };
  toMarkdown({ type: 'root', children: [] } satisfies Root, {
    fences: true,
    extensions: [gfmToMarkdown(), mathToMarkdown(), { handlers: handlers as never }],
  });
  return known!;
}

const info = (before: string, after: string): Info => ({ before, after, now: { line: 1, column: 1 }, lineShift: 0 });

function start(): State {
  const state = library();
  state.stack.length = 0;
  state.indexStack.length = 0;
  return state;
}

/** A node that has no writer here. */
export function handleByLibrary(node: Nodes, parent: Parents | undefined): string {
  return start().handle(node, parent, library(), info('\n', '\n'));
}

/** Inline content with emphasis that could be taken for something else. */
export function phrasingByLibrary(node: Nodes, before: string, after: string): string {
  const state = start();
  state.enter(place.inLink ? 'link' : 'phrasing');
  return state.containerPhrasing(node as never, info(before, after));
}
