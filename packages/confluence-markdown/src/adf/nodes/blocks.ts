import type { Blockquote, RootContent } from 'mdast';
import { codeBlock } from '../../constructs/code.ts';
import { expand } from '../../constructs/expand.ts';
import { layout } from '../../constructs/layout.ts';
import { type PanelKind, panel } from '../../constructs/panel.ts';
import { placeholder } from '../../constructs/placeholder.ts';
import { text } from '../../constructs/text.ts';
import { wrapRuns } from '../flow.ts';
import { type AdfNode, attribute, child, type NodeRule, plainText, type Reader } from '../node.ts';

const KINDS: ReadonlySet<string> = new Set(['info', 'note', 'tip', 'warning', 'success', 'error', 'custom']);

function readPanel(node: AdfNode, reader: Reader, where: string): RootContent[] {
  const type = attribute(node, 'panelType').toLowerCase();
  const kind = (KINDS.has(type) ? type : 'info') as PanelKind;
  const icon = kind === 'custom' ? attribute(node, 'panelIconText') || attribute(node, 'panelIcon') : '';
  const color = kind === 'custom' ? attribute(node, 'panelColor') : '';
  if (color !== '') reader.context.note({ kind: 'degraded', what: 'panel:color', where, text: color });
  return panel(kind, icon === '' ? [] : [text(icon)], wrapRuns(reader.children(node, where)));
}

function quote(children: RootContent[]): RootContent[] {
  const node: Blockquote = { type: 'blockquote', children: children as Blockquote['children'] };
  return children.length > 0 ? [node] : [];
}

function columns(node: AdfNode, reader: Reader, where: string): RootContent[] {
  const parts = reader.nodes(node, where).map((column, index) => {
    const place = child(where, column, index);
    return wrapRuns(column.type === 'layoutColumn' ? reader.children(column, place) : reader.read(column, place));
  });
  return layout(parts, reader.context, where);
}

const inside: NodeRule['read'] = (node, reader, where) => wrapRuns(reader.children(node, where));

/** Blocks that are no lists, tables or media. */
export const blockRules: readonly NodeRule[] = [
  { names: ['doc'], becomes: 'The document', read: inside },
  {
    names: ['blockquote'],
    becomes: '`>` quote',
    read: (node, reader, where) => quote(wrapRuns(reader.children(node, where))),
  },
  {
    names: ['panel'],
    becomes:
      'GitHub alert: info `[!NOTE]`, note `[!IMPORTANT]`, success and tip `[!TIP]`, warning `[!WARNING]`, error `[!CAUTION]`, custom `[!NOTE]` with its icon',
    read: readPanel,
  },
  {
    names: ['codeBlock'],
    becomes: 'Fenced code with its language',
    read: (node) => codeBlock({ value: plainText(node), language: attribute(node, 'language') }),
  },
  { names: ['rule'], becomes: '`***`', read: () => [{ type: 'thematicBreak' }] },
  {
    names: ['bodiedRule'],
    becomes: '`***`, its label below',
    read: (node, reader, where) => [{ type: 'thematicBreak' }, ...inside(node, reader, where)],
  },
  {
    names: ['expand', 'nestedExpand'],
    becomes: '`<details>` with its title',
    read: (node, reader, where) => expand(attribute(node, 'title'), inside(node, reader, where), reader.context, where),
  },
  { names: ['layoutSection'], becomes: 'Its columns, one after another', read: columns },
  { names: ['layoutColumn'], becomes: 'Its content', read: inside },
  { names: ['bodiedSyncBlock'], becomes: 'Its content', read: inside },
  {
    names: ['syncBlock'],
    becomes: 'Placeholder: the content is kept on another page',
    read: (_node, reader, where) => placeholder('synced', {}, reader.context, where, false, 'block'),
  },
];
