import { z } from 'zod';
import { fitItems } from '../budget.ts';
import { printCursor, readCursor, stateMark } from '../cursor.ts';
import { ageFields, ageNote, nextCall } from '../next-call.ts';
import { citationFields, citationLine, DATA_NOTE, documentLink, newestOf, olderNote, quoted } from '../rendering.ts';
import { age, citation, cursor, maxTokens, newest, target, trust } from '../shapes.ts';
import { defineTool } from '../tool.ts';

const output = z.object({
  citation,
  total_lines: z.number(),
  total_entries: z.number(),
  next_cursor: z.string().nullable(),
  changed: z.boolean(),
  newest,
  freshness: age,
  content: z.object({
    trust,
    title: z.string(),
    entries: z.array(z.object({ title: z.string(), depth: z.number(), line: z.number() })),
  }),
});

export const outline = defineTool({
  name: 'outline',
  title: 'Outline of a page or file',
  description:
    'List the headings of a page, or the definitions of a code file, with their lines. Use it before reading a long document, then read only the lines you need.',
  input: z.strictObject({ target, max_tokens: maxTokens, cursor }),
  output,
  async answer({ max_tokens: maxTokens, cursor: given, ...asked }, { knowledge, orgId, signal }) {
    const from = given === undefined ? null : readCursor(asked, given);
    const skip = from?.at ?? 0;
    const [found, age] = await Promise.all([knowledge.outline(orgId, asked.target, signal), knowledge.age(orgId)]);
    const pageId = found.source?.pageId ?? null;
    const state = stateMark(found.documentId, found.state);
    const changed = from !== null && from.state !== state;
    const left = found.entries.slice(skip);
    const moved = changed ? ' The document changed since the cursor was given: start again without it.' : '';
    const notes = `${moved}${olderNote(found)}`;
    const { result } = fitItems(
      left,
      (entries) => {
        const goesOn = entries.length > 0 && entries.length < left.length;
        const at = { at: skip + entries.length, column: 0, state };
        const next = goesOn ? printCursor(asked, at) : null;
        const shown = `Entries ${entries.length === 0 ? 0 : skip + 1}-${at.at} of ${found.entries.length}, "line: title".`;
        const list = entries.map((entry) => `${'  '.repeat(entry.depth - 1)}${entry.line}: ${entry.title}`).join('\n');
        const head = `${citationLine(found.citation, pageId)}\n${shown}${nextCall('outline', next)}${notes} ${ageNote(age)}\n${DATA_NOTE}`;
        return {
          content: [
            { type: 'text' as const, text: `${head}\n\n${quoted(`${found.title}\n\n${list}`)}` },
            ...(found.newest === null ? [documentLink(found.documentId, pageId)] : []),
          ],
          structuredContent: {
            citation: citationFields(found.citation, pageId),
            total_lines: found.totalLines,
            total_entries: found.entries.length,
            changed,
            newest: newestOf(found),
            freshness: ageFields(age),
            next_cursor: next,
            content: { trust: 'untrusted', title: found.title, entries: entries.map((entry) => ({ ...entry })) },
          },
        };
      },
      maxTokens,
    );
    return result;
  },
});
