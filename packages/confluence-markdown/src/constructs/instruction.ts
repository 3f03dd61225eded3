import type { PhrasingContent } from 'mdast';
import type { Context } from '../types.ts';
import { text } from './text.ts';

/** Words of a template that tell the writer what to fill in: in italics, since they are no text of the page yet. */
export function instruction(value: string, context: Context, where: string): PhrasingContent[] {
  if (value.trim() === '') return [];
  context.note({ kind: 'degraded', what: 'placeholder', where });
  return [{ type: 'emphasis', children: [text(value)] }];
}
