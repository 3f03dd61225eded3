import { z } from 'zod';
import { lineOf } from '../../../pipeline/answer/index.ts';
import type { RecentChange } from '../../knowledge/index.ts';
import { fitItems } from '../budget.ts';
import { printCursor, readCursor } from '../cursor.ts';
import { ageFields, ageNote, nextCall } from '../next-call.ts';
import { citationFields, citationLine, DATA_NOTE, documentLink, quoted } from '../rendering.ts';
import { age, citation, cursor, maxTokens, moment, names, trust, unknownFilters } from '../shapes.ts';
import { defineTool } from '../tool.ts';
import { unknownNote } from '../unknown.ts';

const input = z.strictObject({
  since: moment('Only changes since, ISO 8601.'),
  spaces: names('Only pages of these space keys.'),
  limit: z.number().int().min(1).max(100).default(20),
  max_tokens: maxTokens,
  cursor,
});

const output = z.object({
  changes: z.array(
    z.object({
      citation,
      modified_at: z.string().nullable(),
      content: z.object({ trust, title: z.string(), space: z.string().nullable(), editor: z.string().nullable() }),
    }),
  ),
  total: z.number().describe('All changes in that time, those that were shown before included.'),
  omitted: z.number().describe('Changes that are left: go on with next_cursor.'),
  next_cursor: z.string().nullable(),
  unknown_filters: unknownFilters,
  freshness: age,
});

function changeFields({ source, citation: cited, modifiedAt, title }: RecentChange) {
  const editor = source?.editor ? lineOf(source.editor) : null;
  return {
    citation: citationFields(cited, source?.pageId ?? null),
    modified_at: modifiedAt,
    content: { trust: 'untrusted', title, space: source?.spaceKey ?? null, editor },
  };
}

/** What a cursor remembers of the change that was shown last. */
function stateAfter(change: RecentChange | undefined): string | null {
  return change?.modifiedAt ? `${change.modifiedAt} ${change.documentId}` : null;
}

function lastOf(state: string | null | undefined) {
  const [modifiedAt, documentId] = state?.split(' ') ?? [];
  return modifiedAt && documentId && !Number.isNaN(Date.parse(modifiedAt)) ? { modifiedAt, documentId } : undefined;
}

export const recentChanges = defineTool({
  name: 'recent_changes',
  title: 'What changed lately',
  description:
    'List the pages that were changed last at their source, newest first, with who changed them and when; long lists come in parts. Use it for questions such as "what is new" or "what changed since Monday".',
  input,
  output,
  async answer({ max_tokens: maxTokens, limit, cursor: given, ...asked }, { knowledge, orgId, signal }) {
    const from = given === undefined ? null : readCursor(asked, given);
    const since = asked.since === undefined ? undefined : new Date(asked.since).toISOString();
    const request = { since, spaceKeys: asked.spaces, limit, after: lastOf(from?.state) };
    const [{ changes, left, unknown }, age] = await Promise.all([
      knowledge.changes(orgId, request, signal),
      knowledge.age(orgId),
    ]);
    const note = unknownNote(unknown, maxTokens);
    const before = from?.at ?? 0;
    const { result } = fitItems(
      changes,
      (shown) => {
        const omitted = left - shown.length;
        const state = stateAfter(shown.at(-1));
        const place = { at: before + shown.length, column: 0, state };
        const next = omitted > 0 && state !== null ? printCursor(asked, place) : null;
        const list = shown.map(
          (change) =>
            `${change.modifiedAt} ${citationLine(change.citation, change.source?.pageId ?? null)}\n${quoted(change.title)}`,
        );
        const count =
          shown.length === 0 ? 'Nothing changed in that time.' : `${shown.length} changes, ${omitted} left.`;
        const head = `${count}${nextCall('recent_changes', next)} ${ageNote(age)}\n${DATA_NOTE}${note.text}`;
        return {
          content: [
            { type: 'text' as const, text: [head, ...list].join('\n\n') },
            ...shown.map(({ documentId, source }) => documentLink(documentId, source?.pageId ?? null)),
          ],
          structuredContent: {
            changes: shown.map(changeFields),
            total: before + left,
            omitted,
            next_cursor: next,
            ...note.fields,
            freshness: ageFields(age),
          },
        };
      },
      maxTokens,
    );
    return result;
  },
});
