import type { Code, Heading, List, ListItem, Nodes, Paragraph, Parents, Table, TableCell } from 'mdast';
import { isSpread } from '../spread.ts';
import { handleByLibrary, useForBlocks } from './library.ts';
import { writePhrasing } from './phrasing.ts';
import { place } from './place.ts';
import { escapeText } from './text.ts';

function prefixLines(value: string, first: string, rest: string, blank: string): string {
  let end = value.indexOf('\n');
  if (end < 0) return value === '' ? first.trimEnd() : first + value;
  let result = end === 0 ? first.trimEnd() : first + value.slice(0, end);
  for (;;) {
    const start = end + 1;
    end = value.indexOf('\n', start);
    const text = end < 0 ? value.slice(start) : value.slice(start, end);
    result += text === '' ? `\n${blank}` : `\n${rest}${text}`;
    if (end < 0) return result;
  }
}

/** Which bullet the list before has; it matters to a list right behind a list only. */
let lastBullet: string | undefined;

/** Blocks one below the other. */
function flow(node: Parents, between: string): string {
  let result = '';
  const { children } = node;
  for (let index = 0; index < children.length; index++) {
    const child = children[index]!;
    const written = writeBlock(child, node, index);
    result = index === 0 ? written : result + between + written;
    if (child.type !== 'list') lastBullet = undefined;
  }
  return result;
}

function inline(node: Paragraph | Heading | TableCell, before: string, after: string, isFirst: boolean): string {
  const { children } = node;
  place.inCell = node.type === 'tableCell';
  place.inHeading = node.type === 'heading';
  place.inLink = false;
  place.inAlert = isFirst;
  place.block = node;
  place.dollars = null;
  const only = children.length === 1 ? children[0]! : undefined;
  return only?.type === 'text' && !only.value.startsWith('[!')
    ? escapeText(only.value, before, after, place)
    : writePhrasing(node, before, after);
}

function writeItem(item: ListItem, marker: string): string {
  lastBullet = undefined;
  let value = flow(item, isSpread(item) ? '\n\n' : '\n');
  if (typeof item.checked === 'boolean' && item.children[0]?.type === 'paragraph') {
    value = `[${item.checked ? 'x' : ' '}] ${value}`;
  }
  return prefixLines(value, `${marker} `, ' '.repeat(marker.length + 1), '');
}

function writeList(node: List, parent: Parents | undefined): string {
  const usual = node.ordered ? '.' : '-';
  const other = node.ordered ? ')' : '*';
  const emptyStart = !node.ordered && node.children[0]?.children.length === 0;
  const nestedStart = emptyStart && parent?.type === 'listItem' && parent.children[0] === node;
  const bullet = (parent && lastBullet === usual) || nestedStart ? other : usual;
  const start = node.ordered ? (node.start ?? 1) : 0;
  const items = node.children.map((item, index) =>
    writeItem(item, node.ordered ? `${start + index}${bullet}` : bullet),
  );
  lastBullet = bullet;
  return items.join('\n');
}

const MARKS = { left: ':--', center: ':-:', right: '--:' };

function writeTable(node: Table, isFirst: boolean): string {
  const rows = node.children.map(
    (row) => `| ${row.children.map((cell) => inline(cell, ' ', ' ', isFirst)).join(' | ')} |`,
  );
  const width = node.children[0]?.children.length ?? 0;
  const delimiters = Array.from({ length: width }, (_, index) => {
    const align = node.align?.[index];
    return align ? MARKS[align] : '---';
  });
  rows.splice(1, 0, `| ${delimiters.join(' | ')} |`);
  return rows.join('\n');
}

/** Code whose language is one plain word; anything else in the first line of a fence the library has to escape. */
function writeFence(node: Code, parent: Parents | undefined): string {
  const lang = node.lang ?? '';
  if (!/^[\w.+#/-]*$/.test(lang) || (lang !== '' && node.meta)) return handleByLibrary(node, parent);
  let size = 3;
  for (const [run] of node.value.includes('```') ? node.value.matchAll(/`{3,}/g) : []) {
    size = Math.max(size, run.length + 1);
  }
  const fence = '`'.repeat(size);
  return node.value === '' ? `${fence}${lang}\n${fence}` : `${fence}${lang}\n${node.value}\n${fence}`;
}

/** One block, and what is in it. */
export function writeBlock(node: Nodes, parent: Parents | undefined, index = -1): string {
  const isFirst = index === 0 && parent?.type === 'blockquote';
  switch (node.type) {
    case 'root':
      lastBullet = undefined;
      return flow(node, '\n\n');
    case 'paragraph':
      return inline(node, '\n', '\n', isFirst);
    case 'heading': {
      const sequence = '#'.repeat(Math.min(6, Math.max(1, node.depth)));
      const value = inline(node, '# ', '\n', isFirst);
      return value === '' ? sequence : `${sequence} ${value}`;
    }
    case 'blockquote':
      return prefixLines(flow(node, '\n\n'), '> ', '> ', '>');
    case 'list':
      return writeList(node, parent);
    case 'table':
      return writeTable(node, isFirst);
    case 'code':
      return writeFence(node, parent);
    case 'html':
      return node.value;
    case 'thematicBreak':
      return parent?.type === 'listItem' ? '___' : '***';
    default:
      return handleByLibrary(node, parent);
  }
}

useForBlocks(writeBlock);
