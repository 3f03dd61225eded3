import type { RootContent } from 'mdast';
import type { Context } from '../types.ts';

/** Columns of a layout, one after another. That they stood side by side is reported. */
export function layout(columns: readonly (readonly RootContent[])[], context: Context, where: string): RootContent[] {
  const filled = columns.filter((column) => column.length > 0);
  if (filled.length > 1) context.note({ kind: 'degraded', what: 'layout:columns', where });
  return filled.flat();
}
