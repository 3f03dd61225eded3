import type { PhrasingContent } from 'mdast';
import type { Context } from '../types.ts';

/** Parts of one line above which it is shown without emphasis: nobody wrote it, and each sign could touch the next. */
const MOST_PARTS = 100_000;
/** A text that is shorter holds no more addresses than a line may have. */
const LONG = 1000;
/** Where an address begins, or a name that would be called: each becomes a part of the line. */
const ADDRESS = /@|:\/\/|\bwww\./gi;

function addressesOf(value: string): number {
  if (value.length < LONG) return 0;
  let count = 0;
  ADDRESS.lastIndex = 0;
  while (ADDRESS.test(value)) count++;
  return count;
}

function partsOf(nodes: readonly PhrasingContent[]): number {
  let parts = nodes.length;
  for (const node of nodes)
    if (node.type === 'text') parts += addressesOf(node.value);
    else if ('children' in node) parts += partsOf(node.children);
  return parts;
}

function plain(nodes: readonly PhrasingContent[], result: PhrasingContent[]): PhrasingContent[] {
  for (const node of nodes) {
    if (node.type === 'strong' || node.type === 'emphasis' || node.type === 'delete') plain(node.children, result);
    else if (node.type === 'link') result.push({ ...node, children: plain(node.children, []) as typeof node.children });
    else if (node.type === 'text' && addressesOf(node.value) > 0)
      result.push({ type: 'inlineCode', value: node.value.replace(/\s+/g, ' ').trim() });
    else if (node.type !== 'html' || !/^<\/?(?:ins|sub|sup)>$/.test(node.value)) result.push(node);
  }
  return result;
}

/**
 * The parts of a line; where there are more than any line has, without emphasis, long texts with addresses as code, and
 * with a note.
 */
export function uncrowded(
  nodes: readonly PhrasingContent[],
  context: Context,
  where: string,
): readonly PhrasingContent[] {
  const parts = partsOf(nodes);
  if (parts <= MOST_PARTS) return nodes;
  context.note({ kind: 'degraded', what: 'line:marks', where, text: `${parts} parts of one line` });
  return plain(nodes, []);
}
