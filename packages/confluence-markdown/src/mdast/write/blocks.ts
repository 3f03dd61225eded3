import type { Blockquote, Heading, List, ListItem, Paragraph, Parents, Root, Table } from 'mdast';
import type { Handle, Info, State } from 'mdast-util-to-markdown';
import { isSpread } from '../spread.ts';
import { type BlockPlace, countDollars } from './inline.ts';
import { writePhrasing } from './phrasing.ts';
import { escapeText } from './text.ts';

type Block = Paragraph | Heading | Table['children'][number]['children'][number];

function prefixLines(value: string, first: string, rest: string, blank: string): string {
  let result = '';
  let start = 0;
  for (let line = 0; ; line++) {
    const end = value.indexOf('\n', start);
    const text = value.slice(start, end < 0 ? value.length : end);
    if (line === 0) result += text === '' ? first.trimEnd() : first + text;
    else result += text === '' ? blank : rest + text;
    if (end < 0) return result;
    result += '\n';
    start = end + 1;
  }
}

/** Blocks one below the other. Which bullet came last matters to a list right behind a list only. */
function flow(node: Parents, state: State, info: Info, between: string): string {
  const { indexStack } = state;
  const results: string[] = [];
  indexStack.push(-1);
  for (const [index, child] of node.children.entries()) {
    indexStack[indexStack.length - 1] = index;
    results.push(state.handle(child, node, state, { ...info, before: '\n', after: '\n' }));
    if (child.type !== 'list') state.bulletLastUsed = undefined;
  }
  indexStack.pop();
  return results.join(between);
}

/** Writers of blocks. `place` is told about each block before its content is written. */
export function blockHandlers(place: BlockPlace): Record<string, Handle> {
  const inline = (node: Block, state: State, info: Info, inCell: boolean, inHeading: boolean): string => {
    Object.assign(place, { dollars: countDollars(node) > 1, inCell, inHeading });
    const only = node.children.length === 1 ? node.children[0]! : undefined;
    if (only?.type === 'text' && !only.value.startsWith('[!')) {
      return escapeText(only.value, { before: info.before, after: info.after, inLink: false, ...place });
    }
    const exit = state.enter('phrasing');
    const value = writePhrasing(node, state, info);
    exit();
    return value;
  };

  const root: Handle = (node: Root, _parent, state, info) => flow(node, state, info, '\n\n');

  const paragraph: Handle = (node: Paragraph, _parent, state, info) => {
    const exit = state.enter('paragraph');
    const value = inline(node, state, info, false, false);
    exit();
    return value;
  };

  const heading: Handle = (node: Heading, _parent, state, info) => {
    const sequence = '#'.repeat(Math.min(6, Math.max(1, node.depth)));
    const exit = state.enter('headingAtx');
    const value = inline(node, state, { ...info, before: '# ', after: '\n' }, false, true);
    exit();
    return value === '' ? sequence : `${sequence} ${value}`;
  };

  const blockquote: Handle = (node: Blockquote, _parent, state, info) => {
    const exit = state.enter('blockquote');
    const value = flow(node, state, info, '\n\n');
    exit();
    return prefixLines(value, '> ', '> ', '>');
  };

  const writeItem = (item: ListItem, marker: string, state: State, info: Info): string => {
    const exit = state.enter('listItem');
    state.bulletLastUsed = undefined;
    let value = flow(item, state, info, isSpread(item) ? '\n\n' : '\n');
    exit();
    if (typeof item.checked === 'boolean' && item.children[0]?.type === 'paragraph') {
      value = `[${item.checked ? 'x' : ' '}] ${value}`;
    }
    return prefixLines(value, `${marker} `, ' '.repeat(marker.length + 1), '');
  };

  const list: Handle = (node: List, parent: Parents | undefined, state, info) => {
    const exit = state.enter('list');
    const [usual, other] = node.ordered ? ['.', ')'] : ['-', '*'];
    const emptyStart = !node.ordered && node.children[0]?.children.length === 0;
    const nestedStart = emptyStart && parent?.type === 'listItem' && parent.children[0] === node;
    const bullet = (parent && state.bulletLastUsed === usual) || nestedStart ? other! : usual!;
    const start = node.ordered ? (node.start ?? 1) : 0;
    const items: string[] = [];
    state.indexStack.push(-1);
    for (const [index, item] of node.children.entries()) {
      state.indexStack[state.indexStack.length - 1] = index;
      items.push(writeItem(item, node.ordered ? `${start + index}${bullet}` : bullet, state, info));
    }
    state.indexStack.pop();
    state.bulletLastUsed = bullet;
    exit();
    return items.join('\n');
  };

  const table: Handle = (node: Table, _parent, state, info) => {
    const exit = state.enter('tableCell');
    const [head = '', ...body] = node.children.map((row) => {
      const cells = row.children.map((cell) =>
        inline(cell as unknown as Paragraph, state, { ...info, before: ' ', after: ' ' }, true, false),
      );
      return `| ${cells.join(' | ')} |`;
    });
    exit();
    const width = node.children[0]?.children.length ?? 0;
    const marks = { left: ':--', center: ':-:', right: '--:' };
    const delimiters = Array.from({ length: width }, (_, index) => {
      const align = node.align?.[index];
      return align ? marks[align] : '---';
    });
    return [head, `| ${delimiters.join(' | ')} |`, ...body].join('\n');
  };

  const thematicBreak: Handle = (_node, parent) => (parent?.type === 'listItem' ? '___' : '***');

  return { root, paragraph, heading, blockquote, list, table, thematicBreak };
}
