import type { PhrasingContent } from 'mdast';
import type { Context } from '../types.ts';
import { isSafe } from './link.ts';
import { chip } from './text.ts';

/**
 * A person. The name stands as code, so that a name in the page never calls an account of the repository's host; it
 * links to the person where somebody can say where that is.
 *
 * @param name as the page gives it, with or without `@`; empty: what the resolver knows, else the id
 */
export function mention(id: string, name: string, context: Context, where: string): PhrasingContent[] {
  const answer = id === '' ? undefined : context.link({ kind: 'person', id });
  const known = name.trim() || answer?.text?.trim() || id;
  if (known === '') return [];
  if (known === id && id !== 'all' && id !== 'here') {
    context.note({ kind: 'degraded', what: 'mention:name', where, text: id });
  }
  const label = chip(known.startsWith('@') ? known : `@${known}`);
  return answer?.href && isSafe(answer.href)
    ? [{ type: 'link', url: answer.href, title: null, children: [label] }]
    : [label];
}
