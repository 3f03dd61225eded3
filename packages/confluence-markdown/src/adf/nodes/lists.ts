import type { List, ListItem, RootContent } from 'mdast';
import { decisionList } from '../../constructs/decision.ts';
import { type Task, taskList } from '../../constructs/task-list.ts';
import { wrapRuns } from '../flow.ts';
import { type AdfNode, attribute, child, type NodeRule, type Reader } from '../node.ts';

/** Greatest number that GFM takes as the start of a list. */
const MAX_START = 900_000_000;

function items(node: AdfNode, reader: Reader, where: string): ListItem[] {
  return reader.nodes(node, where).map((item, index): ListItem => {
    const place = child(where, item, index);
    const content = item.type === 'listItem' ? reader.children(item, place) : reader.read(item, place);
    return { type: 'listItem', spread: false, checked: null, children: wrapRuns(content) as ListItem['children'] };
  });
}

function list(node: AdfNode, reader: Reader, where: string, start: number | null): RootContent[] {
  const children = items(node, reader, where);
  const result: List = { type: 'list', ordered: start !== null, start, spread: false, children };
  return children.length > 0 ? [result] : [];
}

/** Tasks of a list; a list among them belongs to the task above it. */
function tasks(node: AdfNode, reader: Reader, where: string): RootContent[] {
  const result: { done: boolean; children: RootContent[] }[] = [];
  for (const [index, item] of reader.nodes(node, where).entries()) {
    const place = child(where, item, index);
    const isTask = item.type === 'taskItem' || item.type === 'blockTaskItem';
    const children = wrapRuns(isTask ? reader.children(item, place) : reader.read(item, place));
    const above = result[result.length - 1];
    if (isTask || !above) result.push({ done: attribute(item, 'state').toUpperCase() === 'DONE', children });
    else for (const node of children) above.children.push(node);
  }
  return taskList(result satisfies Task[]);
}

function decisions(node: AdfNode, reader: Reader, where: string): RootContent[] {
  return decisionList(
    reader.nodes(node, where).map((item, index) => {
      const place = child(where, item, index);
      const content = item.type === 'decisionItem' ? reader.children(item, place) : reader.read(item, place);
      return { decided: attribute(item, 'state').toUpperCase() !== 'UNDECIDED', children: wrapRuns(content) };
    }),
  );
}

/** Lists of every kind. */
export const listRules: readonly NodeRule[] = [
  {
    names: ['bulletList'],
    becomes: '`-` list',
    read: (node, reader, where) => list(node, reader, where, null),
  },
  {
    names: ['orderedList'],
    becomes: '`1.` list, counted from its start',
    read: (node, reader, where) => {
      const order = attribute(node, 'order');
      const start = Math.floor(Number(order || '1'));
      if (start >= 0 && start < MAX_START) return list(node, reader, where, start);
      reader.context.note({ kind: 'degraded', what: 'list:start', where, text: order });
      return list(node, reader, where, 1);
    },
  },
  {
    names: ['listItem'],
    becomes: 'Item of the list',
    read: (node, reader, where) => list({ type: 'bulletList', content: [node] }, reader, where, null),
  },
  { names: ['taskList'], becomes: '`- [ ]` list', read: tasks },
  {
    names: ['taskItem', 'blockTaskItem'],
    becomes: '`- [ ]` or `- [x]`',
    read: (node, reader, where) => tasks({ type: 'taskList', content: [node] }, reader, where),
  },
  { names: ['decisionList'], becomes: 'List with **Decision:** before each', read: decisions },
  {
    names: ['decisionItem'],
    becomes: '`- **Decision:** …`, `- **Open decision:** …`',
    read: (node, reader, where) => decisions({ type: 'decisionList', content: [node] }, reader, where),
  },
];
