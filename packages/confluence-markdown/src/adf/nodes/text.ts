import type { PhrasingContent, RootContent } from 'mdast';
import { isoDate } from '../../constructs/date.ts';
import { emoji } from '../../constructs/emoji.ts';
import { instruction } from '../../constructs/instruction.ts';
import { mention } from '../../constructs/mention.ts';
import { status } from '../../constructs/status.ts';
import { apart, text } from '../../constructs/text.ts';
import { wrapRuns } from '../flow.ts';
import { attribute, type NodeRule, wordsOf } from '../node.ts';

/** Line feeds in a text are shown as line breaks by the vendor. */
function lines(value: string): PhrasingContent[] {
  if (!value.includes('\n')) return [text(value)];
  return value
    .split(/\r?\n/)
    .flatMap((line, index): PhrasingContent[] => (index === 0 ? [text(line)] : [{ type: 'break' }, text(line)]));
}

function level(value: string): 1 | 2 | 3 | 4 | 5 | 6 {
  const number = Math.round(Number(value)) || 1;
  return Math.min(6, Math.max(1, number)) as 1;
}

/** Text and what stands in a line of it. */
export const textRules: readonly NodeRule[] = [
  {
    names: ['text'],
    becomes: 'Text; everything that would mean something in Markdown is escaped',
    read: (node, reader, where) => {
      if (typeof node.text === 'string') return lines(node.text);
      if (typeof node.text === 'number') return [text(String(node.text))];
      const words = wordsOf([node.text, node.attrs, node.content]);
      if (words !== '') reader.context.note({ kind: 'dropped', what: 'node:text', where, text: words });
      return [];
    },
  },
  {
    names: ['paragraph'],
    becomes: 'Paragraph; empty ones are dropped',
    read: (node, reader, where) => wrapRuns(reader.children(node, where)),
  },
  {
    names: ['heading'],
    becomes: '`#` to `######`',
    read: (node, reader, where) =>
      wrapRuns(
        reader.children(node, where),
        (children): RootContent => ({ type: 'heading', depth: level(attribute(node, 'level')), children }),
      ),
  },
  { names: ['hardBreak'], becomes: 'Line break, `\\` at the end of the line', read: () => [{ type: 'break' }] },
  {
    names: ['mention'],
    becomes: '`` `@Name` ``, a link where the resolver knows the person; as code it notifies nobody',
    read: (node, reader, where) =>
      mention(attribute(node, 'id'), attribute(node, 'text') || attribute(node, 'displayName'), reader.context, where),
  },
  {
    names: ['emoji'],
    becomes: 'The character, else `:name:`',
    read: (node) => {
      const value = emoji(
        attribute(node, 'shortName') || attribute(node, 'id'),
        attribute(node, 'text') || attribute(node, 'fallback'),
      );
      return value === '' ? [] : [text(value)];
    },
  },
  {
    names: ['date'],
    becomes: 'ISO date, `2026-03-31`',
    read: (node) => {
      const timestamp = attribute(node, 'timestamp');
      const value = isoDate(timestamp) ?? timestamp;
      return value === '' ? [] : [apart(value)];
    },
  },
  {
    names: ['status'],
    becomes: '`` `TEXT` ``; the colour is reported',
    read: (node, reader, where) => status(attribute(node, 'text'), attribute(node, 'color'), reader.context, where),
  },
  {
    names: ['placeholder'],
    becomes: 'Its words in italics',
    read: (node, reader, where) => instruction(attribute(node, 'text'), reader.context, where),
  },
];
