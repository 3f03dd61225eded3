import { type AdfMark, type AdfNode, extension, leaf, textNode } from '../adf.ts';
import type { MarkupNames } from './context.ts';

type Rule = readonly [RegExp, (match: RegExpExecArray, marks: readonly AdfMark[], names: MarkupNames) => AdfNode[]];

const wrap =
  (mark: AdfMark): Rule[1] =>
  (match, marks, names) =>
    parseInline(match[1] ?? '', names, [...marks, mark]);

function parseLink(match: RegExpExecArray, marks: readonly AdfMark[], names: MarkupNames): AdfNode[] {
  const [, label = '', target = ''] = match;
  const [reference = '', anchor] = target.replace(/^page:/, '').split('#');
  const address = target.startsWith('page:') ? names.pageUrl(reference) : target;
  if (address === undefined) throw new Error(`markup: no page ${reference}`);
  const href = target.startsWith('page:') && anchor ? `${address}#${anchor}` : address;
  return parseInline(label, names, [...marks, { type: 'link', attrs: { href } }]);
}

function parseCard(match: RegExpExecArray, _marks: readonly AdfMark[], names: MarkupNames): AdfNode[] {
  const target = match[1] ?? '';
  const url = target.startsWith('page:') ? names.pageUrl(target.slice(5)) : target;
  if (url === undefined) throw new Error(`markup: no page ${target}`);
  return [leaf('inlineCard', { url })];
}

const colours: Readonly<Record<string, string>> = { grey: 'neutral' };

const rules: readonly Rule[] = [
  [/''(.+?)''/, (match, marks) => [textNode(match[1]!, [...marks, { type: 'code' }])]],
  [/\*\*(.+?)\*\*/, wrap({ type: 'strong' })],
  [/\*(\S(?:.*?\S)?)\*/, wrap({ type: 'em' })],
  [/~~(.+?)~~/, wrap({ type: 'strike' })],
  [/\+\+(.+?)\+\+/, wrap({ type: 'underline' })],
  [/\^\^(.+?)\^\^/, wrap({ type: 'subsup', attrs: { type: 'sup' } })],
  [/,,(.+?),,/, wrap({ type: 'subsup', attrs: { type: 'sub' } })],
  [/\[([^\]]+)\]\(([^)]+)\)/, parseLink],
  [/<((?:https?:|page:)[^>]+)>/, parseCard],
  [
    /@([a-z]+)\b/,
    (match, marks, names) => {
      const person = names.person(match[1]!);
      return person
        ? [leaf('mention', { id: person.accountId, text: `@${person.name}`, accessLevel: '' })]
        : [textNode(match[0], marks)];
    },
  ],
  [/\{date:([\d-]+)\}/, (match) => [leaf('date', { timestamp: String(Date.parse(match[1]!)) })]],
  [
    /\{status:(\w+):([^}]+)\}/,
    (match, _marks, names) => [
      leaf('status', { text: match[2], color: colours[match[1]!] ?? match[1], localId: names.localId(), style: '' }),
    ],
  ],
  [
    /\{emoji:(\w+):([^}]+)\}/,
    (match) => [
      leaf('emoji', { shortName: `:${match[1]}:`, id: match[2]!.codePointAt(0)!.toString(16), text: match[2] }),
    ],
  ],
  [/\{anchor:([^}]+)\}/, (match) => [extension('inlineExtension', 'anchor', { '': match[1]! })]],
  [
    /\{jira:([A-Z]+-\d+)\}/,
    (match) => [extension('inlineExtension', 'jira', { key: match[1]!, server: 'System Jira' })],
  ],
  [
    /\{color:(#\w+):([^}]+)\}/,
    (match, marks, names) =>
      parseInline(match[2]!, names, [...marks, { type: 'textColor', attrs: { color: match[1] } }]),
  ],
  [
    /\{comment:([\w-]+):([^}]+)\}/,
    (match, marks, names) =>
      parseInline(match[2]!, names, [
        ...marks,
        { type: 'annotation', attrs: { annotationType: 'inlineComment', id: match[1] } },
      ]),
  ],
  [/\{br\}/, () => [leaf('hardBreak')]],
];

/** Text of a line as inline nodes. The leftmost mark-up wins, then the order of the rules. */
export function parseInline(text: string, names: MarkupNames, marks: readonly AdfMark[] = []): AdfNode[] {
  let first: { readonly match: RegExpExecArray; readonly build: Rule[1] } | undefined;
  for (const [pattern, build] of rules) {
    const match = pattern.exec(text);
    if (match && (!first || match.index < first.match.index)) first = { match, build };
  }
  if (!first) return text === '' ? [] : [textNode(text, marks)];
  const { match, build } = first;
  return [
    ...(match.index > 0 ? [textNode(text.slice(0, match.index), marks)] : []),
    ...build(match, marks, names),
    ...parseInline(text.slice(match.index + match[0].length), names, marks),
  ];
}
