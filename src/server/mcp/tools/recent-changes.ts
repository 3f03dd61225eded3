import { z } from 'zod';
import { lineOf } from '../../../pipeline/answer/index.ts';
import type { RecentChange } from '../../knowledge/index.ts';
import { fitItems } from '../budget.ts';
import { citationFields, citationLine, DATA_NOTE, documentLink, quoted } from '../rendering.ts';
import { citation, maxTokens, moment, names, trust } from '../shapes.ts';
import { defineTool } from '../tool.ts';

const input = z.strictObject({
  since: moment('Only changes since, ISO 8601.'),
  spaces: names('Only pages of these space keys.'),
  limit: z.number().int().min(1).max(100).default(20),
  max_tokens: maxTokens,
});

const output = z.object({
  changes: z.array(
    z.object({
      citation,
      modified_at: z.string().nullable(),
      content: z.object({ trust, title: z.string(), space: z.string().nullable(), editor: z.string().nullable() }),
    }),
  ),
  omitted: z.number().describe('Changes found and not shown: raise max_tokens or narrow the time.'),
});

function changeFields({ source, citation: cited, modifiedAt, title }: RecentChange) {
  const editor = source?.editor ? lineOf(source.editor) : null;
  return {
    citation: citationFields(cited, source?.pageId ?? null),
    modified_at: modifiedAt,
    content: { trust: 'untrusted', title, space: source?.spaceKey ?? null, editor },
  };
}

export const recentChanges = defineTool({
  name: 'recent_changes',
  title: 'What changed lately',
  description:
    'List the pages that were changed last at their source, newest first, with who changed them and when. Use it for questions such as "what is new" or "what changed since Monday".',
  input,
  output,
  async answer({ max_tokens: maxTokens, since, spaces, limit }, { knowledge, orgId, signal }) {
    const from = since === undefined ? undefined : new Date(since).toISOString();
    const changes = await knowledge.recentChanges(orgId, { since: from, spaceKeys: spaces, limit }, signal);
    const { result } = fitItems(
      changes,
      (shown) => {
        const list = shown.map(
          (change) =>
            `${change.modifiedAt} ${citationLine(change.citation, change.source?.pageId ?? null)}\n${quoted(change.title)}`,
        );
        const head = shown.length === 0 ? 'Nothing changed in that time.' : `${shown.length} changes. ${DATA_NOTE}`;
        return {
          content: [
            { type: 'text' as const, text: [head, ...list].join('\n\n') },
            ...shown.map(({ documentId, source }) => documentLink(documentId, source?.pageId ?? null)),
          ],
          structuredContent: { changes: shown.map(changeFields), omitted: changes.length - shown.length },
        };
      },
      maxTokens,
    );
    return result;
  },
});
