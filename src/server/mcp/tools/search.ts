import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import type { Answer, Passage } from '../../../core/citation.ts';
import type { ScoreParts } from '../../../core/score.ts';
import { cutTo } from '../../../pipeline/answer/index.ts';
import { fitItems, fitText } from '../budget.ts';
import { printCursor, readCursor } from '../cursor.ts';
import { nextCall } from '../next-call.ts';
import { ageOf, citationFields, citationLine, DATA_NOTE, documentLink, freshnessFields, quoted } from '../rendering.ts';
import { defineTool } from '../tool.ts';
import { type UnknownNote, unknownNote } from '../unknown.ts';
import { searchInput, searchOutput } from './search-shape.ts';

interface Asked {
  readonly asked: object;
  readonly skip: number;
  readonly indexChanged: boolean;
  readonly note: UnknownNote;
}

function summary(answer: Answer, shown: number, more: number | null, next: string | null): string {
  const failed = answer.meaning === 'failed' ? ' Ranked by words alone: the model for meaning failed.' : '';
  const age = `${ageOf(answer.freshness)}${failed}`;
  if (shown === 0) return `No passage matches. ${age} Try other or fewer words, or drop filters.`;
  return `${shown} passages${more === null ? '' : `, ${more} more`}. ${age}${nextCall('search', next)}\n${DATA_NOTE}`;
}

function quotedPassage(passage: Passage, index: number): string {
  const place = citationLine(passage.citation, passage.pageId ?? null);
  const heading = [passage.citation.title, ...passage.headingPath].join(' > ');
  return `[${index + 1}] ${place}\n${quoted(`${heading}\n\n${passage.text}`)}`;
}

function short(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}

function partsOf({ terms, shares }: ScoreParts) {
  return {
    terms: terms.map(({ term, rarity, frequency }) => ({ term, rarity: short(rarity), frequency: short(frequency) })),
    shares: Object.fromEntries(Object.entries(shares).map(([name, share]) => [name, short(share)])),
  };
}

function passageFields(passage: Passage) {
  return {
    citation: citationFields(passage.citation, passage.pageId ?? null),
    modified_at: passage.modifiedAt,
    score: short(passage.score),
    ...(passage.parts && { score_parts: partsOf(passage.parts) }),
    content: {
      trust: 'untrusted',
      title: passage.citation.title,
      heading_path: [...passage.headingPath],
      text: passage.text,
      cut: passage.cut ?? false,
    },
  };
}

function resultOf(
  answer: Answer,
  passages: readonly Passage[],
  { asked, skip, indexChanged, note }: Asked,
): CallToolResult {
  const more = answer.more === null ? null : answer.more + answer.passages.length - passages.length;
  const place = { at: skip + passages.length, column: 0, state: answer.freshness.indexedAt };
  const documents = new Map(passages.map((passage) => [passage.documentId, passage.pageId ?? null]));
  const next = passages.length > 0 && more !== 0 ? printCursor(asked, place) : null;
  const text = [`${summary(answer, passages.length, more, next)}${note.text}`, ...passages.map(quotedPassage)].join(
    '\n\n',
  );
  return {
    content: [{ type: 'text', text }, ...[...documents].map(([id, pageId]) => documentLink(id, pageId))],
    structuredContent: {
      passages: passages.map(passageFields),
      more,
      next_cursor: next,
      index_changed: indexChanged,
      ...note.fields,
      freshness: freshnessFields(answer.freshness),
    },
  };
}

export const search = defineTool({
  name: 'search',
  title: 'Search pages and repositories',
  description:
    'Find passages in the mirrored wiki pages and connected repositories of this organization. Start here for any question about how things work, are decided, deployed or named. Each passage comes with a citation (page address and version, repository path at a commit, lines); read more of it with the read tool.',
  input: searchInput,
  output: searchOutput,
  async answer(args, { knowledge, orgId, signal }) {
    const { limit, max_tokens: maxTokens, cursor, ...asked } = args;
    const from = cursor === undefined ? null : readCursor(asked, cursor);
    const skip = from?.at ?? 0;
    const filters = {
      spaceKeys: args.spaces,
      labels: args.labels,
      repositories: args.repositories,
      pathPrefix: args.path_prefix,
      modifiedAfter: args.modified_after,
      modifiedBefore: args.modified_before,
      authors: args.authors,
      kinds: args.kinds,
      explain: args.explain,
    };
    const question = { question: args.question, filters, budget: maxTokens * 4, maxPassages: limit, skip };
    const answer = await knowledge.search(orgId, question, signal);
    const note = unknownNote(answer.unknown, maxTokens);
    const about = { asked, skip, note, indexChanged: from !== null && from.state !== answer.freshness.indexedAt };
    const build = (passages: readonly Passage[]) => resultOf(answer, passages, about);
    const { result, kept } = fitItems(answer.passages, build, maxTokens);
    const [first] = answer.passages;
    if (kept !== 1 || !first) return result;
    return fitText(first.text.length, (characters) => build([cutTo(first, characters)]), maxTokens);
  },
});
