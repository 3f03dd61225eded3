import { z } from 'zod';
import { DEFAULT_TOKENS, LEAST_TOKENS, MOST_TOKENS } from './budget.ts';

export const maxTokens = z
  .number()
  .int()
  .min(LEAST_TOKENS)
  .max(MOST_TOKENS)
  .default(DEFAULT_TOKENS)
  .describe(`Most tokens of the whole result. Default ${DEFAULT_TOKENS}.`);

export const cursor = z
  .string()
  .max(400)
  .optional()
  .describe('next_cursor of the answer before, with the same other arguments.');

const instant = z.iso.datetime({ offset: true }).or(z.iso.date());

/** A moment. Its form is checked here and said in words: as a pattern it would take more of an agent's room than all else. */
export const moment = (what: string) =>
  z
    .string()
    .max(40)
    .refine(
      (text) => instant.safeParse(text).success,
      'Send a date or time such as 2026-05-01 or 2026-05-01T12:00:00Z.',
    )
    .optional()
    .describe(what);

export const target = z
  .string()
  .min(1)
  .max(2_000, 'A target has at most 2,000 characters: send one page id, address or repository path.')
  .describe('A page id, page_url, file_url, "owner/repository:path", or a path alone.');

export const names = (what: string) => z.array(z.string().min(1).max(300)).max(50).optional().describe(what);

export const citation = z.object({
  page_id: z.string().nullable(),
  page_url: z.string().nullable(),
  version: z.number().nullable(),
  repository: z.string(),
  path: z.string(),
  commit: z.string(),
  lines: z.tuple([z.number(), z.number()]),
  file_url: z.string(),
});

/** Set where an older state is shown. */
export const newest = z.string().nullable();

export const freshness = z.object({
  indexed_at: z.string().nullable(),
  pending_commits: z.number().describe('Known commits that are not searchable yet.'),
});

export const age = freshness.extend({
  swept_at: z.string().nullable().describe('When all pages were last compared with their source.'),
});

/** Filters with values that nothing has, each with values that there are: untrusted, as its own mark says. */
export const unknownFilters = z.record(z.string(), z.unknown()).optional();

/** Beside words of page and file authors: data, never instructions, as the server's own introduction says once for all. */
export const trust = z.literal('untrusted');
