import { type AdfNode, documentOf, extension, leaf, node, paragraph, textNode } from '../adf.ts';
import type { MarkupNames } from './context.ts';
import { parseInline } from './inline.ts';
import { isListLine, parseList } from './list.ts';
import { parseTable } from './table.ts';

/** Lines with a place in them. */
interface Reader {
  readonly lines: readonly string[];
  at: number;
}

function takeWhile(reader: Reader, test: (line: string) => boolean): string[] {
  const taken: string[] = [];
  while (reader.at < reader.lines.length && test(reader.lines[reader.at]!)) {
    taken.push(reader.lines[reader.at]!);
    reader.at += 1;
  }
  return taken;
}

/** Lines up to the closing one, which is skipped; the opening one has been read. */
function takeUntil(reader: Reader, close: string, open?: RegExp): string[] {
  let depth = 0;
  const taken = takeWhile(reader, (line) => {
    if (open?.test(line)) depth += 1;
    if (line.trim() !== close) return true;
    depth -= 1;
    return depth >= 0;
  });
  if (reader.at >= reader.lines.length) throw new Error(`markup: ${close} is missing`);
  reader.at += 1;
  return taken;
}

const parametersOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(/([\w-]+)=("[^"]*"|\S+)/g)].map(([, key, value]) => [key!, value!.replaceAll('"', '')]),
  );

function parseMedia(source: string, names: MarkupNames): AdfNode {
  const [fileName = '', alt = '', width] = source.split('|');
  const file = names.file(fileName);
  if (!file) throw new Error(`markup: no file ${fileName}`);
  const media = leaf('media', {
    type: 'file',
    id: file.fileId,
    collection: `contentId-${file.pageId}`,
    alt: alt || fileName,
    width: file.width,
    height: file.height,
  });
  return node('mediaSingle', [media], {
    layout: 'center',
    ...(width ? { width: Number(width), widthType: 'pixel' } : {}),
  });
}

function parseLayout(lines: readonly string[], names: MarkupNames): AdfNode {
  const columns: string[][] = [[]];
  for (const line of lines) {
    if (line.trim() === '+++') columns.push([]);
    else columns.at(-1)!.push(line);
  }
  const width = Number((100 / columns.length).toFixed(2));
  return node(
    'layoutSection',
    columns.map((column) => node('layoutColumn', parseBlocks(column, names), { width })),
  );
}

type BlockRule = readonly [RegExp, (match: RegExpExecArray, reader: Reader, names: MarkupNames) => AdfNode[]];

const rules: readonly BlockRule[] = [
  [
    /^(#{1,6}) (.*)$/,
    (match, _reader, names) => [node('heading', parseInline(match[2]!, names), { level: match[1]!.length })],
  ],
  [/^---$/, () => [leaf('rule')]],
  [
    /^~~~(\w*)$/,
    (match, reader) => {
      const text = takeUntil(reader, '~~~').join('\n');
      const attrs = match[1] ? { language: match[1] } : {};
      return [node('codeBlock', text === '' ? [] : [textNode(text)], attrs)];
    },
  ],
  [
    /^!!! (\w+)$/,
    (match, reader, names) => [node('panel', parseBlocks(takeUntil(reader, '!!!'), names), { panelType: match[1] })],
  ],
  [
    /^>>> (.*)$/,
    (match, reader, names) => [
      node('expand', parseBlocks(takeUntil(reader, '<<<', /^>>> /), names), { title: match[1] }),
    ],
  ],
  [/^::: ?$/, (_match, reader, names) => [parseLayout(takeUntil(reader, ':::'), names)]],
  [/^!\[(.*)\]$/, (match, _reader, names) => [parseMedia(match[1]!, names)]],
  [/^\{\{([\w-]+)([^}]*)\}\}$/, (match) => [extension('extension', match[1]!, parametersOf(match[2]!))]],
  [
    /^\{\{([\w-]+)([^}]*)$/,
    (match, reader, names) => [
      extension('bodiedExtension', match[1]!, parametersOf(match[2]!), parseBlocks(takeUntil(reader, '}}'), names)),
    ],
  ],
];

function parseRun(reader: Reader, names: MarkupNames): AdfNode[] {
  const line = reader.lines[reader.at]!;
  if (line.startsWith('|'))
    return [
      parseTable(
        takeWhile(reader, (next) => next.startsWith('|')),
        names,
      ),
    ];
  if (line.startsWith('> ')) {
    const quoted = takeWhile(reader, (next) => next.startsWith('>')).map((next) => next.replace(/^> ?/, ''));
    return [node('blockquote', parseBlocks(quoted, names))];
  }
  if (isListLine(line)) return parseList(takeWhile(reader, isListLine), names);
  const text = takeWhile(
    reader,
    (next) =>
      next.trim() !== '' && !isListLine(next) && !next.startsWith('|') && !rules.some(([open]) => open.test(next)),
  );
  return [paragraph(parseInline(text.map((each) => each.trim()).join(' '), names))];
}

function parseBlocks(lines: readonly string[], names: MarkupNames): AdfNode[] {
  const reader: Reader = { lines, at: 0 };
  const blocks: AdfNode[] = [];
  while (reader.at < lines.length) {
    const line = lines[reader.at]!;
    if (line.trim() === '') {
      reader.at += 1;
      continue;
    }
    const rule = rules.find(([open]) => open.test(line));
    if (!rule) {
      blocks.push(...parseRun(reader, names));
      continue;
    }
    reader.at += 1;
    blocks.push(...rule[1](rule[0].exec(line)!, reader, names));
  }
  return blocks;
}

/** The small markup in which the pages of a world are written, as an ADF document. Throws for names that are unknown. */
export function parseMarkup(source: string, names: MarkupNames): AdfNode {
  return documentOf(parseBlocks(source.trim().split('\n'), names));
}
