import type { PageTraces } from '../../core/wiki-health.ts';
import type { Block } from './markdown-blocks.ts';
import { plainText } from './markdown-inline.ts';
import { signatureOf } from './signature.ts';
import { cellsOf, statedValues } from './stated-values.ts';

const OWNER =
  /^\W{0,6}(?:page |document |service |content |technical |product )?(?:owner|owned by|owners|maintainers?|maintained by|responsible|contact)\W{1,8}(\p{L}.{1,80}|@.{1,80})$/iu;
const DUE =
  /(?:next review|review (?:by|due|date|on)|to be reviewed|valid until|expires?(?: on)?|best before|revisit (?:by|on))\W{1,8}(\d{4}-\d{2}-\d{2})\b/i;
const LONGEST = 1_000;
const MOST_NAME = 100;

/** The anchor that repository hosts give a heading. */
function anchorOf(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replace(/\s/g, '-')
    .replace(/[^\p{L}\p{N}\p{M}_-]/gu, '');
}

function anchorsOf(lines: readonly string[], blocks: readonly Block[]): readonly string[] {
  const found = new Map<string, number>();
  const anchors: string[] = [];
  for (const block of blocks) {
    if (block.kind !== 'heading') continue;
    const anchor = anchorOf(plainText(block.title));
    const before = found.get(anchor) ?? 0;
    found.set(anchor, before + 1);
    anchors.push(before === 0 ? anchor : `${anchor}-${before}`);
  }
  for (const line of lines)
    if (line.length <= LONGEST)
      for (const [, name] of line.matchAll(/<[a-z]{1,10}\s[^<>]{0,200}?(?:id|name)="([^"]{1,200})"/gi))
        anchors.push(name!.toLowerCase());
  return anchors;
}

/** Whom a line names as owner: `Owner: Ada`, or a row of a table that says so. */
function ownerIn(line: string): string | null {
  const text = line.includes('|')
    ? cellsOf(line)
        .filter((cell) => cell !== '')
        .join(': ')
    : plainText(line);
  const name = OWNER.exec(text)?.[1]?.trim() ?? null;
  return name !== null && /^(?:tbd|todo|n\/?a|none|unknown|nobody)\b/i.test(name) ? null : name;
}

/** What a document of Markdown leaves for the rules of health, from line `first` (0-based) on. */
export function pageTraces(
  lines: readonly string[],
  first: number,
  blocks: readonly Block[],
  title: string,
): PageTraces {
  const due: { line: number; date: string }[] = [];
  let owner: PageTraces['owner'] = null;
  for (const block of blocks) {
    if (block.kind !== 'text' && block.kind !== 'table') continue;
    for (let line = block.start; line <= block.end; line += 1) {
      const text = lines[line - 1]!;
      if (text.length > LONGEST) continue;
      const name: string | null = owner ? null : ownerIn(text);
      if (name !== null) owner = { name: name.slice(0, MOST_NAME), line };
      const date = DUE.exec(plainText(text.replaceAll('|', ' ')))?.[1];
      if (date !== undefined && !Number.isNaN(Date.parse(date))) due.push({ line, date });
    }
  }
  return {
    anchors: anchorsOf(lines.slice(first), blocks),
    values: statedValues(lines, blocks, title),
    signature: signatureOf(lines.slice(first).join('\n')),
    owner,
    due,
  };
}
