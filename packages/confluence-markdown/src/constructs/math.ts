import type { PhrasingContent, RootContent } from 'mdast';
import type {} from 'mdast-util-math';

/** A formula in a line of text. */
export function inlineMath(value: string): PhrasingContent[] {
  const line = value.replace(/\s+/g, ' ').trim();
  return line === '' ? [] : [{ type: 'inlineMath', value: line }];
}

/** A formula of its own. */
export function blockMath(value: string): RootContent[] {
  const lines = value.replace(/\r\n?/g, '\n').replace(/^\s*\n|\s+$/g, '');
  return lines.trim() === '' ? [] : [{ type: 'math', meta: null, value: lines }];
}
