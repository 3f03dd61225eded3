import { z } from 'zod';
import { type HealthFinding, healthKinds } from '../../../core/wiki-health.ts';
import { fitItems } from '../budget.ts';
import { printCursor, readCursor } from '../cursor.ts';
import { nextCall } from '../next-call.ts';
import { ageOf, DATA_NOTE, freshnessFields, quoted } from '../rendering.ts';
import { cursor, freshness, maxTokens, names, trust, unknownFilters } from '../shapes.ts';
import { defineTool } from '../tool.ts';
import { unknownNote } from '../unknown.ts';

const input = z.strictObject({
  kinds: z.array(z.enum(healthKinds)).max(healthKinds.length).optional().describe('Only findings of these kinds.'),
  spaces: names('Only pages of these space keys.'),
  limit: z.number().int().min(1).max(100).default(20).describe('Most findings.'),
  max_tokens: maxTokens,
  cursor,
});

const output = z.object({
  findings: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      rule: z.string(),
      page_id: z.string().nullable(),
      page_url: z.string().nullable(),
      file_url: z.string(),
      fix: z.string(),
      fix_url: z.string().describe('Where to mend it.'),
      evidence: z.array(z.string()).describe('file_url of the lines that show it, as in quotes.'),
      content: z.object({ trust, title: z.string(), what: z.string(), quotes: z.array(z.string()) }),
    }),
  ),
  counts: z.record(z.string(), z.number()).describe('All findings by kind.'),
  more: z.number(),
  next_cursor: z.string().nullable(),
  unknown_filters: unknownFilters,
  freshness,
});

function findingFields({ id, kind, rule, what, page, evidence, fix }: HealthFinding) {
  return {
    id,
    kind,
    rule,
    page_id: page.pageId,
    page_url: page.pageUrl,
    file_url: page.fileUrl,
    fix: fix.what,
    fix_url: fix.url,
    evidence: evidence.map(({ fileUrl }) => fileUrl),
    content: { trust: 'untrusted', title: page.title, what, quotes: evidence.map(({ quote }) => quote) },
  };
}

function textOf({ kind, what, page, fix }: HealthFinding, index: number): string {
  const place = page.pageUrl === null ? `file_url: ${page.fileUrl}` : `page_url: ${page.pageUrl}`;
  return `[${index + 1}] ${kind}, ${place}\n${quoted(`${page.title}\n${what}`)}\n${fix.what} ${fix.url}`;
}

export const health = defineTool({
  name: 'health',
  title: 'What is wrong with the pages',
  description:
    'List what is wrong with the wiki pages: broken links, two pages that state different values for the same thing, pages whose code changed since, duplicates, pages that nothing links to, pages without an owner. Each finding shows where. Use it before you rely on a page, or to find what to mend.',
  input,
  output,
  async answer({ limit, max_tokens: maxTokens, cursor: given, ...asked }, { knowledge, orgId, signal }) {
    const skip = given === undefined ? 0 : readCursor(asked, given).at;
    const request = { kinds: asked.kinds, spaceKeys: asked.spaces, skip, limit };
    const report = await knowledge.health(orgId, request, signal);
    const note = unknownNote(report.unknown, maxTokens);
    const { result } = fitItems(
      report.findings,
      (findings) => {
        const more = Math.max(0, report.total - skip - findings.length);
        const place = { at: skip + findings.length, column: 0, state: report.freshness.indexedAt };
        const next = findings.length > 0 && more > 0 ? printCursor(asked, place) : null;
        const count = `${findings.length} findings, ${more} more, on ${report.pages} pages.`;
        const head = `${count}${nextCall('health', next)} ${ageOf(report.freshness)}`;
        return {
          content: [
            { type: 'text' as const, text: [head, `${DATA_NOTE}${note.text}`, ...findings.map(textOf)].join('\n\n') },
          ],
          structuredContent: {
            findings: findings.map(findingFields),
            counts: { ...report.counts },
            more,
            next_cursor: next,
            ...note.fields,
            freshness: freshnessFields(report.freshness),
          },
        };
      },
      maxTokens,
    );
    return result;
  },
});
