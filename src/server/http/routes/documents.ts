import { z } from '@hono/zod-openapi';
import type { GraphSnapshot } from '../../../core/ports/entity-graph.ts';
import type { Knowledge, KnownDocument } from '../../knowledge/index.ts';
import { notFound } from '../access.ts';
import { orgRoute, type RouteKit } from '../routes.ts';
import { documentSource, freshness, graph, knownDocument, showUnknown, unknown } from './answer-shapes.ts';

/** Characters. More than any page; a larger file is cut, and says so. */
const WHOLE = 2_000_000;

function show(document: KnownDocument): z.input<typeof knownDocument> {
  const { documentId, title, source, citation } = document;
  return {
    documentId,
    title,
    source: source && { ...source, labels: [...source.labels] },
    citation: { ...citation, lines: [...citation.lines] },
  };
}

export function showGraph(snapshot: GraphSnapshot): z.input<typeof graph> {
  return {
    ...snapshot,
    nodes: [...snapshot.nodes],
    edges: snapshot.edges.map(({ evidence, ...edge }) => ({
      ...edge,
      evidence: { ...evidence, lines: [...evidence.lines] },
    })),
  };
}

function addOne(kit: RouteKit, knowledge: Knowledge): void {
  const { chunks, repositories } = kit.deps.ports;
  const view = z.object({
    documentId: z.string(),
    title: z.string(),
    repository: z.string(),
    path: z.string(),
    commit: z.string(),
    fileUrl: z.string(),
    markdown: z.string(),
    truncated: z.boolean(),
    source: documentSource.nullable(),
  });
  orgRoute(
    kit,
    {
      method: 'get',
      path: '/documents/{id}',
      access: 'member',
      summary: 'One document as it is indexed.',
      params: z.object({ id: z.string().max(200) }),
      answer: view.openapi('Document'),
    },
    async ({ org, params }) => {
      const [first] = await chunks.chunks(org.id, params.id);
      const repository = first && (await repositories.get(org.id, first.repositoryId));
      if (!first || !repository) throw notFound('The document');
      const target = `${repository.fullName}:${first.path}`;
      const part = await knowledge.read(org.id, { target, from: { line: 1, column: 0 }, budget: WHOLE });
      const { documentId, title, source, citation } = show(part);
      const { path, commit, fileUrl } = citation;
      return {
        documentId,
        title,
        repository: citation.repository,
        path,
        commit,
        fileUrl,
        markdown: part.text,
        truncated: part.next !== null,
        source,
      };
    },
  );
}

const newest = z
  .object({ commit: z.string(), version: z.number().int().nullable() })
  .nullable()
  .openapi({ description: 'The indexed state, where an older one is shown; null where this is the newest.' });

function addByTarget(kit: RouteKit, knowledge: Knowledge): void {
  const target = z
    .string()
    .trim()
    .min(1)
    .max(2000)
    .openapi({ description: 'A page id, the address of a page or file, `repository:path`, or a path.' });
  const place = z.object({ line: z.number().int(), column: z.number().int() });
  orgRoute(
    kit,
    {
      method: 'get',
      path: '/read',
      access: 'member',
      summary: 'The text of a document, in parts.',
      query: z.object({
        target,
        version: z.coerce.number().int().min(1).max(2_147_483_647).optional().openapi({
          description:
            'Version of the page, where the history of its file holds it. An address at a commit is read at it.',
        }),
        line: z.coerce.number().int().min(1).optional(),
        column: z.coerce.number().int().min(0).default(0),
        to: z.coerce.number().int().min(1).optional(),
        budget: z.coerce.number().int().min(200).max(200_000).default(8000),
      }),
      answer: knownDocument.extend({
        text: z.string(),
        totalLines: z.number().int(),
        next: place.nullable(),
        newest,
      }),
    },
    async ({ c, org, query: { line, column, to, version, ...rest } }) => {
      const from = line === undefined ? undefined : { line, column };
      const optional = { ...(from && { from }), ...(to && { to }), ...(version && { version }) };
      const request = { ...rest, ...optional };
      const { text, totalLines, next, newest, ...document } = await knowledge.read(org.id, request, c.req.raw.signal);
      return { ...show(document), text, totalLines, next, newest };
    },
  );
  orgRoute(
    kit,
    {
      method: 'get',
      path: '/outline',
      access: 'member',
      summary: 'Headings of a document with their lines.',
      query: z.object({ target }),
      answer: knownDocument.extend({
        entries: z.array(z.object({ title: z.string(), depth: z.number().int(), line: z.number().int() })),
        totalLines: z.number().int(),
        newest,
      }),
    },
    async ({ c, org, query }) => {
      const { entries, totalLines, newest, ...document } = await knowledge.outline(
        org.id,
        query.target,
        c.req.raw.signal,
      );
      return { ...show(document), entries: [...entries], totalLines, newest };
    },
  );
  orgRoute(
    kit,
    {
      method: 'get',
      path: '/related',
      access: 'member',
      summary: 'What the graph knows around a document.',
      query: z.object({
        target,
        depth: z.enum(['1', '2']).default('1'),
        limit: z.coerce.number().int().min(1).max(500).default(50),
      }),
      answer: z.object({ center: z.string(), graph }),
    },
    async ({ c, org, query }) => {
      const request = {
        target: query.target,
        depth: query.depth === '2' ? (2 as const) : (1 as const),
        limit: query.limit,
      };
      const found = await knowledge.related(org.id, request, c.req.raw.signal);
      return { center: found.center, graph: showGraph(found.graph) };
    },
  );
}

/** Documents one by one, what surrounds them, where they come from and what changed lately. */
export function addDocumentRoutes(kit: RouteKit, knowledge: Knowledge): void {
  addOne(kit, knowledge);
  addByTarget(kit, knowledge);
  orgRoute(
    kit,
    {
      method: 'get',
      path: '/recent',
      access: 'member',
      summary: 'Documents that changed at their source, newest first.',
      query: z.object({
        since: z.iso.datetime({ offset: true }).or(z.iso.date()).optional(),
        space: z.string().max(255).optional(),
        limit: z.coerce.number().int().min(1).max(200).default(20),
      }),
      answer: z.object({ items: z.array(knownDocument.extend({ modifiedAt: z.string().nullable() })), unknown }),
    },
    async ({ c, org, query: { since, space, limit } }) => {
      const request = { limit, ...(since && { since }), ...(space && { spaceKeys: [space] }) };
      const found = await knowledge.changes(org.id, request, c.req.raw.signal);
      const items = found.changes.map(({ modifiedAt, ...document }) => ({ ...show(document), modifiedAt }));
      return { items, ...showUnknown(found.unknown) };
    },
  );
  orgRoute(
    kit,
    {
      method: 'get',
      path: '/sources',
      access: 'member',
      summary: 'Connected repositories, what is mirrored into each, and how fresh the index is.',
      answer: z.object({
        sources: z.array(
          z.object({
            repository: z.string(),
            url: z.string(),
            branch: z.string(),
            headCommit: z.string().nullable(),
            indexedCommit: z.string().nullable(),
            indexedAt: z.string().nullable(),
            upToDate: z.boolean(),
            mirrors: z.array(
              z.object({
                connector: z.string(),
                site: z.string().nullable(),
                spaces: z.array(z.string()),
                lastRun: z
                  .object({ state: z.string(), startedAt: z.string(), finishedAt: z.string().nullable() })
                  .nullable(),
              }),
            ),
          }),
        ),
        documents: z.number().int(),
        chunks: z.number().int(),
        freshness,
      }),
    },
    async ({ c, org }) => {
      const { sources, ...rest } = await knowledge.sources(org.id, c.req.raw.signal);
      return {
        ...rest,
        sources: sources.map((source) => ({
          ...source,
          mirrors: source.mirrors.map((mirror) => ({ ...mirror, spaces: [...mirror.spaces] })),
        })),
      };
    },
  );
}
