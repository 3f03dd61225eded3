import { z } from '@hono/zod-openapi';
import { type HealthReport, healthKinds } from '../../../core/wiki-health.ts';
import type { Knowledge } from '../../knowledge/index.ts';
import { orgRoute, type RouteKit } from '../routes.ts';
import { freshness, showUnknown, unknown } from './answer-shapes.ts';

const count = z.number().int();
const kind = z.enum(healthKinds);

const finding = z
  .object({
    id: z.string(),
    kind,
    rule: z.string(),
    what: z.string(),
    page: z.object({
      documentId: z.string(),
      pageId: z.string().nullable(),
      title: z.string(),
      spaceKey: z.string().nullable(),
      pageUrl: z.string().nullable(),
      fileUrl: z.string(),
      modifiedAt: z.string().nullable(),
    }),
    evidence: z.array(
      z.object({
        documentId: z.string(),
        title: z.string(),
        pageUrl: z.string().nullable(),
        repository: z.string(),
        path: z.string(),
        commit: z.string(),
        lines: z.tuple([count, count]),
        fileUrl: z.string(),
        quote: z.string(),
      }),
    ),
    fix: z.object({ what: z.string(), url: z.string() }),
  })
  .openapi('HealthFinding');

const report = z
  .object({
    findings: z.array(finding),
    counts: z.object(Object.fromEntries(healthKinds.map((name) => [name, count])) as Record<string, typeof count>),
    truncated: z.array(kind),
    total: count,
    next: count.nullable().openapi({ description: 'The `skip` of the next part; null at the end.' }),
    pages: count,
    freshness,
    unknown,
  })
  .openapi('HealthReport');

function show(
  { findings, truncated, counts, unknown: missing, ...rest }: HealthReport,
  skip: number,
): z.input<typeof report> {
  const next = skip + findings.length;
  return {
    ...rest,
    ...showUnknown(missing),
    counts: { ...counts },
    truncated: [...truncated],
    next: findings.length > 0 && next < rest.total ? next : null,
    findings: findings.map((one) => ({
      ...one,
      evidence: one.evidence.map((shown) => ({ ...shown, lines: [...shown.lines] })),
    })),
  };
}

/** What is wrong with the pages, each finding with what shows it and where to mend it. */
export function addHealthRoute(kit: RouteKit, knowledge: Knowledge): void {
  orgRoute(
    kit,
    {
      method: 'get',
      path: '/health',
      access: 'member',
      summary:
        'What is wrong with the pages: broken links, contradictions, stale pages, duplicates, orphans, pages without an owner.',
      query: z.object({
        kind: z
          .string()
          .max(200)
          .transform((text) => text.split(',').flatMap((part) => part.trim() || []))
          .pipe(z.array(kind))
          .optional()
          .openapi({ type: 'string', description: 'One kind, or several with commas between them.' }),
        space: z.string().max(255).optional(),
        skip: z.coerce.number().int().min(0).max(100_000).default(0),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
      answer: report,
    },
    async ({ c, org, query: { kind: kinds, space, skip, limit } }) => {
      const request = { skip, limit, ...(kinds && { kinds }), ...(space && { spaceKeys: [space] }) };
      return show(await knowledge.health(org.id, request, c.req.raw.signal), skip);
    },
  );
}
