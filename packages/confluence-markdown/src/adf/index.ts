import type { Root, RootContent } from 'mdast';
import { text } from '../constructs/text.ts';
import type { Context } from '../types.ts';
import { isPhrasing, wrapRuns } from './flow.ts';
import { macroParameters, plainBody } from './macro-call.ts';
import { applyMarks } from './marks.ts';
import {
  type AdfNode,
  allText,
  attribute,
  attributesOf,
  child,
  contentOf,
  isNode,
  marksOf,
  type NodeRule,
  noteContent,
  partsOf,
  type Reader,
  wordsOf,
} from './node.ts';
import { readUnknown } from './nodes/unsupported.ts';
import { parseAdf } from './parse.ts';
import { nodeRules } from './rules.ts';

export { needsStorage } from './lost-body.ts';

/** Levels of nodes that are converted; what is deeper stands as text in the deepest of them. */
const MAX_DEPTH = 100;

/** Nodes that a page shows something of, whatever they say; where one says nothing, that is reported. */
const VISIBLE: ReadonlySet<string> = new Set(['date', 'emoji', 'mention', 'status']);

/** Nodes that have no content, so that their rules look at none. */
const LEAVES: ReadonlySet<string> = new Set([
  ...VISIBLE,
  'applicationCard',
  'blockCard',
  'confluenceJiraIssue',
  'embedCard',
  'hardBreak',
  'image',
  'inlineCard',
  'media',
  'mediaInline',
  'placeholder',
  'rule',
  'syncBlock',
]);

const rules: ReadonlyMap<string, NodeRule> = new Map(
  nodeRules.flatMap((rule) => rule.names.map((name) => [name, rule] as const)),
);

function markAll(nodes: RootContent[], node: AdfNode, context: Context, where: string): RootContent[] {
  const marks = marksOf(node);
  if (marks.length === 0) return nodes;
  if (nodes.every(isPhrasing)) return applyMarks(nodes, marks, context, where);
  for (const mark of marks) {
    if (mark.type === 'link') {
      context.note({ kind: 'degraded', what: 'mark:link', where, text: attribute(mark, 'href') });
    } else applyMarks([], [mark], context, where);
  }
  return nodes;
}

function createReader(context: Context): Reader {
  let depth = 0;
  /** Something in the content of a node that is none. */
  const noNode = (value: unknown, where: string): void => {
    const words = typeof value === 'object' && value !== null ? wordsOf(value) : JSON.stringify(value);
    context.note({ kind: 'dropped', what: 'node', where, ...(words === '' ? {} : { text: words }) });
  };
  /** Text of a node that has its text in its content; that of one that is not known is shown. */
  const stray = (node: AdfNode, where: string): void => {
    if (!rules.has(node.type)) return;
    const words = wordsOf(node.text);
    if (words !== '') context.note({ kind: 'dropped', what: `node:${node.type}`, where, text: words });
  };
  const reader: Reader = {
    context,
    children(node, where) {
      const result: RootContent[] = [];
      const content = partsOf(node);
      if (node.text !== undefined) stray(node, where);
      for (let index = 0; index < content.length; index++) {
        const inner = content[index];
        const plain = depth < MAX_DEPTH ? plainLine(inner) : null;
        if (plain !== null) result.push(text(plain));
        else if (isNode(inner)) for (const made of reader.read(inner, child(where, inner, index))) result.push(made);
        else noNode(inner, where);
      }
      return result;
    },
    nodes(node, where) {
      const content = partsOf(node);
      if (node.text !== undefined) stray(node, where);
      if (content.every(isNode)) return content;
      for (const inner of content) if (!isNode(inner)) noNode(inner, where);
      return content.filter(isNode);
    },
    read(node, where) {
      if (depth >= MAX_DEPTH) {
        context.note({ kind: 'degraded', what: 'nesting', where: 'document' });
        reportParameters(node, context);
        return [text(allText(node))];
      }
      depth++;
      const rule = rules.get(node.type);
      const made = rule ? rule.read(node, reader, where) : readUnknown(node, reader, where);
      depth--;
      if (LEAVES.has(node.type)) noteContent(node, context, where);
      else if (node.type === 'codeBlock' || (node.type !== 'text' && node.content === undefined)) {
        if (node.text !== undefined) stray(node, where);
      }
      if (made.length === 0 && VISIBLE.has(node.type)) {
        context.note({ kind: 'dropped', what: `node:${node.type}`, where });
      }
      for (const block of made) {
        if (!isPhrasing(block)) locate(block, where);
      }
      return node.type === 'media' || node.type === 'mediaSingle' ? made : markAll(made, node, context, where);
    },
  };
  return reader;
}

/** Words of macros that stand too deep to be shown as macros. */
function reportParameters(node: AdfNode, context: Context): void {
  const stack: AdfNode[] = [node];
  for (let next = stack.pop(); next; next = stack.pop()) {
    const isMacro = attributesOf(next).parameters !== undefined;
    const words = isMacro ? [...Object.values(macroParameters(next)), plainBody(next) ?? ''].join(' ').trim() : '';
    if (words !== '') context.note({ kind: 'dropped', what: `node:${next.type}`, where: 'document', text: words });
    for (const inner of contentOf(next)) stack.push(inner);
  }
}

/** Says where a block stands, unless what made it has said it. */
function locate(block: { data?: { source?: unknown } | undefined }, where: string): void {
  if (block.data === undefined) block.data = { source: where };
  else block.data.source ??= where;
}

/** Text without marks and line feeds, which most nodes are: it needs no rule and stands nowhere in the report. */
function plainLine(node: unknown): string | null {
  if (typeof node !== 'object' || node === null) return null;
  const { type, text: value, marks } = node as AdfNode;
  return type === 'text' && marks === undefined && typeof value === 'string' && !value.includes('\n') ? value : null;
}

/**
 * Converts a document of Atlassian's format. Every node and mark of the schema is known, old ones too; what is not
 * keeps its text below a placeholder with its name.
 *
 * @throws {ConversionError} `not-json`, `not-adf`
 */
export function adfToMdast(body: string, context: Context): Root {
  const root = parseAdf(body);
  const reader = createReader(context);
  return { type: 'root', children: wrapRuns(reader.children(root, root.type)) };
}
