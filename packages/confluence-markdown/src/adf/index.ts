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
      node.content.forEach((inner: unknown, index: number) => {
        if (isNode(inner)) for (const made of reader.read(inner, child(where, inner, index))) result.push(made);
        else context.note({ kind: 'dropped', what: 'node', where, text: JSON.stringify(inner)?.slice(0, 1000) ?? '' });
      });
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
        if (!isPhrasing(block)) block.data = { ...block.data, source: sourceOf(block) ?? where } as typeof block.data;
      }
      return node.type === 'media' || node.type === 'mediaSingle' ? made : markAll(made, node, context, where);
    },
  };
  return reader;
}

function sourceOf(block: RootContent): unknown {
  return (block.data as { source?: unknown } | undefined)?.source;
}

/**
 * Converts a document of Atlassian's format. Every node and mark of the schema is known, old ones too; what is not
 * keeps its text below a placeholder with its name.
 *
 * @throws {ConversionError} `not-json`, `not-adf`, `too-deep`
 */
export function adfToMdast(body: string, context: Context): Root {
  const root = parseAdf(body);
  const reader = createReader(context);
  return { type: 'root', children: wrapRuns(reader.children(root, root.type)) };
}
