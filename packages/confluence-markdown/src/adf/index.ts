import type { Root, RootContent } from 'mdast';
import { text } from '../constructs/text.ts';
import type { Context } from '../types.ts';
import { isPhrasing, wrapRuns } from './flow.ts';
import { applyMarks } from './marks.ts';
import { type AdfNode, allText, attribute, child, isNode, marksOf, type NodeRule, type Reader } from './node.ts';
import { readUnknown } from './nodes/unsupported.ts';
import { parseAdf } from './parse.ts';
import { nodeRules } from './rules.ts';

export { needsStorage } from './lost-body.ts';

/** Levels of nodes that are converted; what is deeper stands as text in the deepest of them. */
const MAX_DEPTH = 100;

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
  const reader: Reader = {
    context,
    children(node, where) {
      if (!Array.isArray(node.content)) return [];
      const result: RootContent[] = [];
      const content = node.content as readonly unknown[];
      for (let index = 0; index < content.length; index++) {
        const inner = content[index];
        const plain = depth < MAX_DEPTH ? plainLine(inner) : null;
        if (plain !== null) result.push(text(plain));
        else if (isNode(inner)) for (const made of reader.read(inner, child(where, inner, index))) result.push(made);
        else context.note({ kind: 'dropped', what: 'node', where, text: JSON.stringify(inner).slice(0, 1000) });
      }
      return result;
    },
    read(node, where) {
      if (depth >= MAX_DEPTH) {
        context.note({ kind: 'degraded', what: 'nesting', where: 'document' });
        return [text(allText(node))];
      }
      depth++;
      const rule = rules.get(node.type);
      const made = rule ? rule.read(node, reader, where) : readUnknown(node, reader, where);
      depth--;
      for (const block of made) {
        if (!isPhrasing(block)) locate(block, where);
      }
      return node.type === 'media' || node.type === 'mediaSingle' ? made : markAll(made, node, context, where);
    },
  };
  return reader;
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
