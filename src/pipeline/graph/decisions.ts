import type { IndexedDocument } from '../../core/chunk.ts';
import type { EntityRef, FactList } from './fact-list.ts';

const IN_FOLDER = /(?:^|\/)(?:adrs?|decisions?|decision-records?)\/(?:[\w-]*?)0*(\d{1,6})[-_ ][^/]*$/i;
const IN_TITLE = /^(?:adr|decision(?: record)?)[\s#:_-]*0*(\d{1,6})\b/i;
const REPLACES = /\b(supersedes|replaces|superseded by|replaced by)\b(.{0,200})/gi;
const NUMBER = /\b(?:adr|decision(?: record)?)?[\s#:_-]*0*(\d{1,6})\b/i;

/** The number of the decision that a document records, and among which ones it counts; null where it records none. */
function recordOf(
  document: IndexedDocument,
  repository: string,
): { readonly number: string; readonly among: string } | null {
  const folder = document.path.slice(0, Math.max(0, document.path.lastIndexOf('/')));
  const titled = IN_TITLE.exec(document.title)?.[1];
  if (document.source) return titled ? { number: titled, among: `space ${document.source.spaceKey}` } : null;
  if (document.kind !== 'markdown') return null;
  const number = IN_FOLDER.exec(document.path)?.[1] ?? titled;
  return number ? { number, among: `${repository}:${folder}` } : null;
}

/**
 * A decision where a document records one (`docs/decisions/0007-x.md`, "ADR-7: ..."), and which ones it takes the place
 * of: "Supersedes ADR-3", "Superseded by 12". Numbers count within a folder or a space.
 */
export function addDecisions(list: FactList, document: IndexedDocument, subject: EntityRef, repository: string): void {
  const record = recordOf(document, repository);
  if (!record) return;
  const keyOf = (number: string) => `${record.among}#${number}`;
  const own = list.entity({
    kind: 'decision',
    key: keyOf(record.number),
    name: document.title,
    url: document.source?.url ?? null,
  });
  const first = document.chunks[0]?.startLine ?? 1;
  list.relate(subject, 'documents', own, { lines: [first, first], rule: 'decision-record' });
  for (const { text, startLine } of document.chunks)
    text.split('\n').forEach((line, at) => {
      if (line.length > 1_000) return;
      for (const [, verb, rest] of line.matchAll(REPLACES)) {
        const number = NUMBER.exec(rest!.replace(/\]\([^)]*\)/g, ' '))?.[1];
        if (!number || number === record.number) continue;
        const other: EntityRef = { kind: 'decision', key: keyOf(number) };
        const showing = { lines: [startLine + at, startLine + at] as const, rule: 'decision-status' };
        if (/by$/i.test(verb!)) list.relate(other, 'supersedes', own, showing);
        else list.relate(own, 'supersedes', other, showing);
      }
    });
}
