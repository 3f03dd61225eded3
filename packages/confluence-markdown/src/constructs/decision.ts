import type { List, ListItem, RootContent } from 'mdast';
import { paragraph, text } from './text.ts';

export interface Decision {
  readonly decided: boolean;
  readonly children: readonly RootContent[];
}

/** Decisions as a list, each behind the word that tells it from other lists. */
export function decisionList(decisions: readonly Decision[]): RootContent[] {
  if (decisions.length === 0) return [];
  const children = decisions.map(({ decided, children }): ListItem => {
    const label = { type: 'strong' as const, children: [text(decided ? 'Decision:' : 'Open decision:')] };
    const head = children[0];
    const first = paragraph(head?.type === 'paragraph' ? [label, text(' '), ...head.children] : [label]);
    const rest = head?.type === 'paragraph' ? children.slice(1) : children;
    return { type: 'listItem', checked: null, spread: false, children: [first, ...rest] as ListItem['children'] };
  });
  const list: List = { type: 'list', ordered: false, start: null, spread: false, children };
  return [list];
}
