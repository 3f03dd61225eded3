import type { Paragraph, PhrasingContent, RootContent } from 'mdast';

const PHRASING = new Set([
  'text',
  'strong',
  'emphasis',
  'delete',
  'link',
  'image',
  'inlineCode',
  'break',
  'inlineMath',
]);

/** Whether a node can stand in a line of text. HTML goes by its tag. */
export function isPhrasing(node: RootContent): node is PhrasingContent {
  if (node.type === 'html') return /^<\/?(?:a|br|ins|sub|sup)\b/i.test(node.value);
  return PHRASING.has(node.type);
}

/**
 * Puts runs of inline nodes into a block each and leaves blocks between them where they stand. Documents that break
 * the schema have blocks within paragraphs and inline nodes within lists; nothing of them is lost.
 */
export function wrapRuns(
  nodes: readonly RootContent[],
  wrap: (children: PhrasingContent[]) => RootContent = (children): Paragraph => ({ type: 'paragraph', children }),
): RootContent[] {
  const result: RootContent[] = [];
  let line: PhrasingContent[] = [];
  for (const node of nodes) {
    if (isPhrasing(node)) line.push(node);
    else {
      if (line.length > 0) result.push(wrap(line));
      line = [];
      result.push(node);
    }
  }
  if (line.length > 0) result.push(wrap(line));
  return result;
}
