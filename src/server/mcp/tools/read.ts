import { z } from 'zod';
import type { Age, ReadPart } from '../../knowledge/index.ts';
import { tokensOfResult } from '../budget.ts';
import { printCursor, readCursor, stateMark } from '../cursor.ts';
import { ageFields, ageNote, nextCall } from '../next-call.ts';
import { citationFields, citationLine, DATA_NOTE, documentLink, newestOf, olderNote, quoted } from '../rendering.ts';
import { age, citation, cursor, maxTokens, newest, target, trust } from '../shapes.ts';
import { defineTool } from '../tool.ts';

/** Of a text, however long its title and addresses are. */
const FEWEST_CHARACTERS = 20;

const line = z.number().int().min(1).max(10_000_000);

const input = z.strictObject({
  target,
  version: z.number().int().min(1).max(2_147_483_647).optional().describe('Version of a page; default the newest.'),
  from_line: line.optional().describe('First line, as cited or as in the outline. Default: where the text begins.'),
  to_line: line.optional().describe('Last line. Default: as far as max_tokens reaches.'),
  max_tokens: maxTokens,
  cursor,
});

const output = z.object({
  citation,
  total_lines: z.number(),
  modified_at: z.string().nullable(),
  next_cursor: z.string().nullable(),
  changed: z.boolean().describe('True: the document changed since the cursor was given; lines may have moved.'),
  newest,
  freshness: age,
  content: z.object({ trust, title: z.string(), labels: z.array(z.string()), text: z.string() }),
});

function resultOf(part: ReadPart, asked: object, changed: boolean, age: Age) {
  const pageId = part.source?.pageId ?? null;
  const state = stateMark(part.documentId, part.state);
  const next = part.next === null ? null : printCursor(asked, { at: part.next.line, column: part.next.column, state });
  const rest = next === null ? ' This is the end.' : nextCall('read', next);
  const head = `${citationLine(part.citation, pageId)}\nof ${part.totalLines} lines.${rest}${olderNote(part)} ${ageNote(age)}\n${DATA_NOTE}`;
  return {
    content: [
      { type: 'text' as const, text: `${head}\n\n${quoted(`${part.title}\n\n${part.text}`)}` },
      // The link gives the newest state, which this is not.
      ...(part.newest === null ? [documentLink(part.documentId, pageId)] : []),
    ],
    structuredContent: {
      citation: citationFields(part.citation, pageId),
      total_lines: part.totalLines,
      modified_at: part.source?.modifiedAt ?? null,
      next_cursor: next,
      changed,
      freshness: ageFields(age),
      newest: newestOf(part),
      content: { trust: 'untrusted', title: part.title, labels: [...(part.source?.labels ?? [])], text: part.text },
    },
  };
}

export const read = defineTool({
  name: 'read',
  title: 'Read a page or file',
  description:
    'Read a mirrored page or an indexed file, whole or by lines, with its citation. Give a page id, an address or a repository path from a search result; a file_url is read at its commit. Long documents come in parts: call again with next_cursor.',
  input,
  output,
  async answer({ max_tokens: maxTokens, cursor: given, ...asked }, { knowledge, orgId, signal }) {
    const from = given === undefined ? null : readCursor(asked, given, 1);
    const start = from ? { line: from.at, column: from.column } : undefined;
    const place = start ?? (asked.from_line === undefined ? undefined : { line: asked.from_line, column: 0 });
    const age = await knowledge.age(orgId);
    let budget = maxTokens * 2;
    for (;;) {
      const part = await knowledge.read(
        orgId,
        { target: asked.target, version: asked.version, from: place, to: asked.to_line, goesOn: from !== null, budget },
        signal,
      );
      const changed = from !== null && from.state !== stateMark(part.documentId, part.state);
      const result = resultOf(part, asked, changed, age);
      const tokens = tokensOfResult(result);
      if (tokens <= maxTokens || budget <= FEWEST_CHARACTERS) return result;
      budget = Math.max(
        FEWEST_CHARACTERS,
        Math.floor(Math.min(budget, part.text.length) * Math.min(0.9, maxTokens / tokens)),
      );
    }
  },
});
