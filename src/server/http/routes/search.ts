import { z } from '@hono/zod-openapi';
import type { Answer } from '../../../core/citation.ts';
import { toProblem } from '../../../core/problem.ts';
import { promptFor, proseFrom } from '../../../pipeline/answer/index.ts';
import type { Knowledge, SearchFilters } from '../../knowledge/index.ts';
import { orgRoute, type RouteKit } from '../routes.ts';
import { answer, showUnknown } from './answer-shapes.ts';

const list = z.string().max(500).optional().openapi({ description: 'One, or several with commas between them.' });

const filters = {
  space: list,
  label: list,
  repository: list,
  pathPrefix: z.string().max(500).optional(),
  modifiedAfter: z.iso.datetime({ offset: true }).or(z.iso.date()).optional(),
  modifiedBefore: z.iso.datetime({ offset: true }).or(z.iso.date()).optional(),
  author: list,
  kind: z
    .string()
    .regex(/^(?:mirrored-page|markdown|code|text)(?:,(?:mirrored-page|markdown|code|text)){0,3}$/)
    .optional()
    .openapi({ description: 'mirrored-page, markdown, code or text; several with commas between them.' }),
  explain: z
    .enum(['true', 'false'])
    .optional()
    .openapi({ description: 'true: each passage says how its score came about.' }),
};

/** `off`: no model is configured. `failed`: it gave no answer; the passages stand all the same. */
const prose = z
  .object({
    state: z.enum(['written', 'not-found', 'off', 'failed']),
    sentences: z.array(z.object({ text: z.string(), passages: z.array(z.number().int()) })),
  })
  .openapi('Prose');

/** Tokens that the model may write. */
const MOST_TOKENS = 600;

type Filters = { readonly [Key in keyof typeof filters]?: string | undefined };

function several(text: string | undefined): readonly string[] | undefined {
  const found = text?.split(',').flatMap((part) => part.trim() || []);
  return found && found.length > 0 ? found : undefined;
}

function filtersOf({ space, label, repository, author, kind, explain, ...others }: Filters): SearchFilters {
  const [spaceKeys, labels, repositories, authors] = [space, label, repository, author].map(several);
  const { pathPrefix, modifiedAfter, modifiedBefore } = others;
  return {
    ...(spaceKeys && { spaceKeys }),
    ...(labels && { labels }),
    ...(repositories && { repositories }),
    ...(pathPrefix && { pathPrefix }),
    ...(modifiedAfter && { modifiedAfter }),
    ...(modifiedBefore && { modifiedBefore }),
    ...(authors && { authors }),
    ...(kind && { kinds: several(kind) as SearchFilters['kinds'] }),
    ...(explain === 'true' && { explain: true }),
  };
}

function show({ passages, freshness, unknown, ...rest }: Answer): z.input<typeof answer> {
  return {
    ...rest,
    freshness,
    ...showUnknown(unknown),
    passages: passages.map((passage) => ({
      ...passage,
      parts: passage.parts && { terms: [...passage.parts.terms], shares: passage.parts.shares },
      headingPath: [...passage.headingPath],
      citation: { ...passage.citation, lines: [...passage.citation.lines] },
    })),
  };
}

/** Prose over passages. A model that fails takes no passage away. */
async function proseOf(
  { deps }: RouteKit,
  question: string,
  { passages }: Answer,
  signal: AbortSignal,
): Promise<z.input<typeof prose>> {
  if (!deps.writer) return { state: 'off', sentences: [] };
  if (passages.length === 0) return { state: 'not-found', sentences: [] };
  try {
    const written = await deps.writer.write({ ...promptFor(question, passages), mostTokens: MOST_TOKENS }, signal);
    const read = proseFrom(written, passages);
    const sentences = read.state === 'written' ? read.sentences : [];
    return { state: read.state, sentences: sentences.map((one) => ({ text: one.text, passages: [...one.passages] })) };
  } catch (error) {
    const { code, message } = toProblem(error);
    deps.log.warn({ code, problem: message }, 'The model gave no answer.');
    return { state: 'failed', sentences: [] };
  }
}

/** Passages that answer words or a question, each with where it stands. */
export function addSearchRoutes(kit: RouteKit, knowledge: Knowledge): void {
  orgRoute(
    kit,
    {
      method: 'get',
      path: '/search',
      access: 'member',
      summary: 'Passages for some words, best first, each with its citation.',
      query: z.object({
        q: z.string().trim().min(1).max(1000),
        limit: z.coerce.number().int().min(1).max(100).default(20),
        skip: z.coerce.number().int().min(0).max(1000).default(0),
        ...filters,
      }),
      answer,
    },
    async ({ c, org, query: { q, limit, skip, ...rest } }) =>
      show(
        await knowledge.search(
          org.id,
          { question: q, filters: filtersOf(rest), maxPassages: limit, skip, budget: 200_000 },
          c.req.raw.signal,
        ),
      ),
  );
  orgRoute(
    kit,
    {
      method: 'post',
      path: '/ask',
      access: 'member',
      audit: null,
      summary: 'The passages that answer a question within a budget of characters.',
      body: z.object({
        question: z.string().trim().min(1).max(2000),
        budget: z.number().int().min(500).max(200_000).default(8000),
        maxPassages: z.number().int().min(1).max(100).default(10),
        prose: z.boolean().default(false).openapi({
          description:
            'Also answer in prose, where a model is configured: every sentence names the passages that say it.',
        }),
        ...filters,
      }),
      answer: answer.extend({ prose: prose.nullable() }),
    },
    async ({ c, org, body: { question, budget, maxPassages, prose: asked, ...rest } }) => {
      const { signal } = c.req.raw;
      const request = { question, filters: filtersOf(rest), budget, maxPassages };
      const found = await knowledge.search(org.id, request, signal);
      return { ...show(found), prose: asked ? await proseOf(kit, question, found, signal) : null };
    },
  );
}
