import { z } from 'zod';
import { LONGEST_QUESTION } from '../../../pipeline/answer/index.ts';
import { citation, cursor, freshness, maxTokens, moment, names, trust, unknownFilters } from '../shapes.ts';

export const searchInput = z.strictObject({
  question: z
    .string()
    .min(1)
    .max(LONGEST_QUESTION, `A question has at most ${LONGEST_QUESTION} characters: shorten it to what you look for.`)
    .describe('Words or a question. "Quoted phrases" and exact identifiers are matched as they are.'),
  spaces: names('Only pages of these space keys.'),
  labels: names('Only pages with one of these labels.'),
  repositories: names('Only these repositories, as "owner/name".'),
  path_prefix: z.string().max(1_000).optional().describe('Only files whose path starts so.'),
  modified_after: moment('Only pages changed since, ISO 8601.'),
  modified_before: moment('Only pages changed before.'),
  authors: names('Only pages by these people.'),
  kinds: z
    .array(z.enum(['mirrored-page', 'markdown', 'code', 'text']))
    .max(4)
    .optional()
    .describe('Only these kinds.'),
  explain: z.boolean().default(false).describe('Explain scores.'),
  limit: z.number().int().min(1).max(20).default(10).describe('Most passages. Default 10.'),
  max_tokens: maxTokens,
  cursor,
});

export const searchOutput = z.object({
  passages: z.array(
    z.object({
      citation,
      modified_at: z.string().nullable(),
      score: z.number(),
      score_parts: z.record(z.string(), z.unknown()).optional(),
      content: z.object({
        trust,
        title: z.string(),
        heading_path: z.array(z.string()),
        text: z.string(),
        cut: z.boolean().describe('True: the cited lines hold more.'),
      }),
    }),
  ),
  more: z.number().nullable().describe('Matches that are not shown.'),
  next_cursor: z.string().nullable(),
  index_changed: z.boolean().describe('True: the index changed since the cursor was given; passages may repeat.'),
  unknown_filters: unknownFilters,
  freshness,
});
