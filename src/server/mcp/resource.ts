import type { ReadResourceResult } from '@modelcontextprotocol/sdk/types.js';
import type { Knowledge, ReadPart } from '../knowledge/index.ts';
import { MOST_TOKENS, tokensOfResult } from './budget.ts';
import { printCursor, stateMark } from './cursor.ts';

/** Characters to begin with: as many as may fit where every word is a common one. */
const MOST_CHARACTERS = MOST_TOKENS * 5;
const FEWEST_CHARACTERS = 200;

/** Call of the read tool that gives what a part leaves out; null where it is whole. */
function restOf(part: ReadPart): { readonly target: string; readonly cursor: string } | null {
  if (part.next === null) return null;
  const target = part.source?.pageId ?? part.citation.fileUrl;
  const place = { at: part.next.line, column: part.next.column, state: stateMark(part.documentId, part.state) };
  return { target, cursor: printCursor({ target }, place) };
}

function resultOf(uri: string, part: ReadPart): ReadResourceResult {
  const { lines, pageUrl, fileUrl } = part.citation;
  const rest = restOf(part);
  const note =
    rest === null
      ? ''
      : `[Cut: lines ${lines[0]}-${lines[1]} of ${part.totalLines}. For the rest call the tool read with ${JSON.stringify(rest)}.]\n\n`;
  const cut = rest === null ? {} : { lines: [...lines], total_lines: part.totalLines, rest: { tool: 'read', ...rest } };
  const _meta = { trust: 'untrusted', page_url: pageUrl, file_url: fileUrl, cut: rest !== null, ...cut };
  return { contents: [{ uri, mimeType: 'text/plain', text: `${note}${part.text}`, _meta }] };
}

/** A document as a resource, as much of it as the largest answer holds; says where the rest is. */
export async function readResource(
  knowledge: Pick<Knowledge, 'readById'>,
  orgId: string,
  uri: string,
  documentId: string,
): Promise<ReadResourceResult> {
  let budget = MOST_CHARACTERS;
  for (;;) {
    const part = await knowledge.readById(orgId, documentId, budget);
    const result = resultOf(uri, part);
    const tokens = tokensOfResult(result);
    if (tokens <= MOST_TOKENS || budget <= FEWEST_CHARACTERS) return result;
    const shorter = Math.min(budget, part.text.length) * Math.min(0.95, MOST_TOKENS / tokens);
    budget = Math.max(FEWEST_CHARACTERS, Math.floor(shorter));
  }
}
