import { type AdfNode, node, paragraph } from '../adf.ts';
import type { MarkupNames } from './context.ts';
import { parseInline } from './inline.ts';

const item = /^(\s*)(-|\d+\.|\[\]|\[x\]|<>)\s+(.*)$/;

const kinds: Readonly<Record<string, 'bulletList' | 'orderedList' | 'taskList' | 'decisionList'>> = {
  '-': 'bulletList',
  '[]': 'taskList',
  '[x]': 'taskList',
  '<>': 'decisionList',
};

export function isListLine(line: string): boolean {
  return item.test(line);
}

interface Entry {
  readonly indent: number;
  readonly marker: string;
  readonly text: string;
}

function buildItem(entry: Entry, nested: readonly AdfNode[], kind: string, names: MarkupNames): AdfNode[] {
  const content = parseInline(entry.text, names);
  if (kind === 'taskList')
    return [
      node('taskItem', content, { localId: names.localId(), state: entry.marker === '[x]' ? 'DONE' : 'TODO' }),
      ...nested,
    ];
  if (kind === 'decisionList') return [node('decisionItem', content, { localId: names.localId(), state: 'DECIDED' })];
  return [node('listItem', [paragraph(content), ...nested])];
}

/** Nested by two spaces; a change of marker begins another list. */
export function parseList(lines: readonly string[], names: MarkupNames): AdfNode[] {
  const entries = lines.map((line): Entry => {
    const [, indent = '', marker = '', text = ''] = item.exec(line)!;
    return { indent: indent.length, marker, text };
  });
  return buildLists(entries, names);
}

function buildLists(entries: readonly Entry[], names: MarkupNames): AdfNode[] {
  const lists: { readonly kind: string; readonly content: AdfNode[]; readonly marker: string }[] = [];
  for (let index = 0; index < entries.length; ) {
    const entry = entries[index]!;
    let end = index + 1;
    while (end < entries.length && entries[end]!.indent > entry.indent) end += 1;
    const nested = buildLists(entries.slice(index + 1, end), names);
    const kind = kinds[entry.marker] ?? 'orderedList';
    if (lists.at(-1)?.kind !== kind) lists.push({ kind, content: [], marker: entry.marker });
    lists.at(-1)!.content.push(...buildItem(entry, nested, kind, names));
    index = end;
  }
  return lists.map(({ kind, content, marker }) => {
    if (kind === 'orderedList') return node(kind, content, { order: Number.parseInt(marker, 10) });
    return kind === 'bulletList' ? node(kind, content) : node(kind, content, { localId: names.localId() });
  });
}
