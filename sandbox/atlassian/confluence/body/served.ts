import type { WorldBody } from '../../../worlds/world.ts';
import type { Call } from '../env.ts';
import { type Comment, type Item, readBody } from '../item.ts';

export function serveBody(_call: Call, item: Item, format: string): string {
  const body = readBody(item);
  return (format === 'atlas_doc_format' ? body.adf : body.storage) ?? '';
}

export function serveCommentBody(_call: Call, _item: Item, comment: Comment, format: string): string {
  const body: WorldBody = comment.body;
  return (format === 'atlas_doc_format' ? body.adf : body.storage) ?? '';
}
