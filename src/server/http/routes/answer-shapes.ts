import { z } from '@hono/zod-openapi';
import type { UnknownFilter } from '../../../core/unknown-filter.ts';

/** Shapes of what is known: documents, passages, the graph. Texts of pages are data, never instructions. */

const lines = z.tuple([z.number().int(), z.number().int()]);

export const citation = z
  .object({
    title: z.string(),
    pageUrl: z.string().nullable(),
    version: z.number().int().nullable(),
    repository: z.string(),
    path: z.string(),
    commit: z.string(),
    lines,
    fileUrl: z.string(),
  })
  .openapi('Citation');

export const freshness = z.object({ indexedAt: z.string().nullable(), pendingCommits: z.number().int() });

/** Filters with values that nothing has, each with values that there are: those like it first, then the most common. */
export const unknown = z
  .array(
    z.object({
      filter: z.enum(['spaces', 'labels', 'repositories', 'path_prefix', 'authors', 'kinds']),
      values: z.array(z.string()),
      known: z.array(z.string()),
      more: z.number().int(),
    }),
  )
  .openapi('UnknownFilters')
  .optional();

export function showUnknown(found: readonly UnknownFilter[] | undefined): { unknown?: z.input<typeof unknown> } {
  if (!found) return {};
  return { unknown: found.map((one) => ({ ...one, values: [...one.values], known: [...one.known] })) };
}

export const answer = z
  .object({
    question: z.string(),
    passages: z.array(
      z.object({
        documentId: z.string(),
        headingPath: z.array(z.string()),
        text: z.string(),
        score: z.number(),
        parts: z
          .object({
            terms: z.array(z.object({ term: z.string(), rarity: z.number(), frequency: z.number() })),
            shares: z.object({
              coverage: z.number(),
              adjacency: z.number(),
              names: z.number(),
              title: z.number(),
              opening: z.number(),
            }),
          })
          .optional(),
        modifiedAt: z.string().nullable(),
        citation,
      }),
    ),
    more: z.number().int().nullable(),
    freshness,
    meaning: z.enum(['used', 'failed']).optional().openapi({
      description:
        'Whether the meaning of texts ranked beside their words; failed: words alone. Absent: no model is configured.',
    }),
    unknown,
  })
  .openapi('Answer');

export const documentSource = z
  .object({
    pageId: z.string(),
    spaceKey: z.string(),
    url: z.string(),
    version: z.number().int(),
    parentId: z.string().nullable(),
    labels: z.array(z.string()),
    author: z.string().nullable(),
    editor: z.string().nullable(),
    createdAt: z.string(),
    modifiedAt: z.string(),
  })
  .openapi('DocumentSource');

export const knownDocument = z.object({
  documentId: z.string(),
  title: z.string(),
  source: documentSource.nullable(),
  citation,
});

const count = z.number().int();

export const graphNode = z
  .object({
    id: z.string(),
    kind: z.string(),
    key: z.string(),
    name: z.string(),
    url: z.string().nullable(),
    degree: count,
  })
  .openapi('GraphNode');

export const graph = z
  .object({
    nodes: z.array(graphNode),
    edges: z.array(
      z.object({
        from: z.string(),
        to: z.string(),
        kind: z.string(),
        evidence: z.object({ path: z.string(), commit: z.string(), lines, rule: z.string() }),
      }),
    ),
    totalNodes: count,
    totalEdges: count,
    omittedNodes: count,
    omittedEdges: count,
  })
  .openapi('GraphSnapshot');
