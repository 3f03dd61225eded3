import type { PhrasingContent } from 'mdast';
import type { Context } from '../types.ts';
import { chip } from './text.ts';

/** A status lozenge: its text as it was typed; the colour is reported, grey has no meaning. */
export function status(label: string, color: string | undefined, context: Context, where: string): PhrasingContent[] {
  if (label.trim() === '') return [];
  if (color && !/^(neutral|gr[ae]y)$/i.test(color)) {
    context.note({ kind: 'degraded', what: 'status:color', where, text: `${label.trim()}: ${color.toLowerCase()}` });
  }
  return [chip(label)];
}
