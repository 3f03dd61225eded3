import { z } from '@hono/zod-openapi';

/** Shapes that several routes answer with. */

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string(),
    actor: z.enum(['operator', 'site-admin', 'repository-admin', 'support', 'nobody']),
    hint: z.string().optional(),
    detail: z.string().optional(),
    instance: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .openapi('Problem');

export const connectionId = z.string().min(1).max(100);
export const connectionQuery = z.object({
  connectionId: connectionId.optional().openapi({ description: 'May be left out where there is only one.' }),
});

export const site = z.object({ id: z.string(), name: z.string(), url: z.string() }).openapi('Site');

export const target = z
  .object({ connectionId: z.string(), repositoryId: z.string(), fullName: z.string(), branch: z.string() })
  .openapi('Target');

export const spaceScope = z.object({
  key: z.string().min(1).max(255),
  selectedPageIds: z.array(z.string().max(40)).max(5000).nullable().default(null),
  includeDescendants: z.boolean().default(true),
  subtreePageIds: z.array(z.string().max(40)).max(5000).optional(),
  labels: z.array(z.string().min(1).max(255)).min(1).max(100).optional(),
  exclude: z
    .object({
      pageIds: z.array(z.string().max(40)).max(5000).default([]),
      labels: z.array(z.string().max(255)).max(100).default([]),
      titles: z.array(z.string().min(1).max(255)).max(100).optional(),
      modifiedBefore: z.iso.date().optional(),
    })
    .default({ pageIds: [], labels: [] }),
});

export const scope = z
  .object({
    version: z.literal(1).default(1),
    source: z.string().max(100).optional(),
    spaces: z.array(spaceScope).max(500),
    attachments: z
      .object({
        include: z.boolean(),
        maxBytes: z.number().int().min(0).max(100_000_000),
        kinds: z.array(z.enum(['image', 'document', 'archive', 'media', 'other'])).optional(),
      })
      .default({ include: true, maxBytes: 10_000_000 }),
    blogPosts: z.boolean().default(false),
    comments: z.enum(['none', 'open', 'all']).optional(),
    archivedPages: z.boolean().optional(),
    history: z.boolean().optional(),
    historyVersions: z.number().int().min(1).max(50).optional(),
  })
  .openapi('Scope');

/** What is wrong with the scope file on the branch; the last good scope stays in force. */
export const scopeProblem = z
  .object({
    code: z.string(),
    message: z.string(),
    line: z.number().int().optional(),
    column: z.number().int().optional(),
    commit: z.string(),
  })
  .nullable();

export const proposal = z
  .object({
    number: z.number().int(),
    url: z.string(),
    state: z.string(),
    branch: z.string().optional(),
  })
  .openapi('Proposal');

const count = z.number().int();
export const run = z
  .object({
    id: z.string(),
    connectionId: z.string(),
    kind: z.enum(['initial', 'sweep', 'events', 'resync']),
    state: z.enum(['running', 'succeeded', 'succeeded-with-failures', 'stopped-by-guard', 'failed', 'cancelled']),
    step: z.string(),
    counts: z.object({
      pages: count,
      written: count,
      moved: count,
      removed: count,
      unchanged: count,
      skipped: count,
      held: count,
      failed: count,
      attachments: count,
    }),
    commit: z.string().nullable(),
    startedAt: z.string(),
    finishedAt: z.string().nullable(),
    problem: z.object({ code: z.string(), message: z.string(), hint: z.string().nullable() }).nullable(),
  })
  .openapi('Run');

export const done = z.object({ done: z.literal(true) });
