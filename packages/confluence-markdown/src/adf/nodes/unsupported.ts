import type { RootContent } from 'mdast';
import { placeholder } from '../../constructs/placeholder.ts';
import { chip } from '../../constructs/text.ts';
import { wrapRuns } from '../flow.ts';
import {
  type AdfNode,
  attribute,
  attributesOf,
  contentOf,
  isNode,
  type NodeRule,
  type Reader,
  wordsOf,
} from '../node.ts';

/** The node that an editor could not show, where it kept it. */
function original(node: AdfNode): AdfNode | null {
  const value = attributesOf(node).originalValue;
  return isNode(value) && value.type !== node.type ? value : null;
}

function readUnsupported(node: AdfNode, reader: Reader, where: string, inline: boolean): RootContent[] {
  const markup = attribute(node, 'cxhtml');
  if (markup !== '') {
    const blocks = reader.context.nested({ from: 'storage', body: markup });
    const only = blocks.length === 1 ? blocks[0] : undefined;
    return inline && only?.type === 'paragraph' ? only.children : blocks;
  }
  const kept = original(node);
  if (kept) return reader.read(kept, where);
  if (contentOf(node).length > 0) {
    reader.context.note({ kind: 'unknown', what: `node:${node.type}`, where });
    return inline ? reader.children(node, where) : wrapRuns(reader.children(node, where));
  }
  return placeholder('unsupported', { '': attribute(node, 'text') }, reader.context, where, inline, 'node');
}

/** What the vendor's own editors could not read. */
export const unsupportedRules: readonly NodeRule[] = [
  {
    names: ['confluenceUnsupportedBlock', 'unsupportedBlock'],
    becomes: 'What its storage format or its original becomes, else its text, else a placeholder',
    read: (node, reader, where) => readUnsupported(node, reader, where, false),
  },
  {
    names: ['confluenceUnsupportedInline', 'unsupportedInline'],
    becomes: 'What its storage format or its original becomes, else its text, else a placeholder',
    read: (node, reader, where) => readUnsupported(node, reader, where, true),
  },
];

/** A node of no schema known here: a placeholder with its name, then its text. */
export function readUnknown(node: AdfNode, reader: Reader, where: string): RootContent[] {
  const words = node.text === undefined ? attribute(node, 'text') : wordsOf(node.text);
  const { text: _text, localId: _id, ...others } = attributesOf(node);
  const said = [words, wordsOf(others)].filter((part) => part !== '').join(', ');
  reader.context.note({ kind: 'unknown', what: `node:${node.type}`, where, ...(said ? { text: said } : {}) });
  const inside = reader.children(node, where);
  const shown: RootContent[] = [
    chip(`[node: ${node.type}]`),
    ...(words === '' ? [] : [{ type: 'text' as const, value: ` ${words}` }]),
  ];
  return [...shown, ...inside];
}
