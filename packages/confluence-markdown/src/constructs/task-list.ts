import type { List, ListItem, RootContent } from 'mdast';
import { paragraph, text } from './text.ts';

export interface Task {
  readonly done: boolean;
  readonly children: readonly RootContent[];
}

/** A task without text keeps its box: GFM asks for something behind it. */
const NOTHING = '\u00A0';

/** Tasks as a GFM task list. */
export function taskList(tasks: readonly Task[]): RootContent[] {
  if (tasks.length === 0) return [];
  const children = tasks.map(({ done, children }): ListItem => {
    const empty = children[0]?.type !== 'paragraph';
    return {
      type: 'listItem',
      checked: done,
      spread: false,
      children: (empty ? [paragraph([text(NOTHING)]), ...children] : children) as ListItem['children'],
    };
  });
  const list: List = { type: 'list', ordered: false, start: null, spread: false, children };
  return [list];
}
