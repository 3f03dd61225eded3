import { z } from '@hono/zod-openapi';
import type { GraphNode } from '../../../core/ports/entity-graph.ts';
import type { Knowledge } from '../../knowledge/index.ts';
import { orgRoute, type RouteKit } from '../routes.ts';
import { graph, graphNode } from './answer-shapes.ts';
import { showGraph } from './documents.ts';

const named = z.string().trim().min(1).max(2000).openapi({
  description:
    'A page id, the address of a page or file, `repository:path`, a path, or the name of a person, package, symbol and the like.',
});
const evidence = graph.shape.edges.element.shape.evidence;

function show({ id, kind, key, name, url, degree }: GraphNode): z.input<typeof graphNode> {
  return { id, kind, key, name, url, degree };
}

/** How two things are connected, and what a change of one may concern. */
export function addWayRoutes(kit: RouteKit, knowledge: Knowledge): void {
  orgRoute(
    kit,
    {
      method: 'get',
      path: '/path',
      access: 'member',
      summary: 'The shortest way between two things, each relation with what shows it; null where there is none.',
      query: z.object({ from: named, to: named, steps: z.coerce.number().int().min(1).max(10).default(6) }),
      answer: z.object({ path: graph.nullable() }),
    },
    async ({ org, query }) => {
      const { graph: found } = await knowledge.path(org.id, query);
      return { path: found && showGraph(found) };
    },
  );
  orgRoute(
    kit,
    {
      method: 'get',
      path: '/impact',
      access: 'member',
      summary: 'What documents, names, links to or depends on something or a part of it.',
      query: z.object({ target: named, limit: z.coerce.number().int().min(1).max(500).default(50) }),
      answer: z.object({
        center: graphNode,
        items: z.array(z.object({ node: graphNode, kind: z.string(), through: graphNode, evidence })),
        total: z.number().int(),
      }),
    },
    async ({ org, query }) => {
      const { center, items, total } = await knowledge.impact(org.id, query);
      return {
        center: show(center),
        total,
        items: items.map((item) => ({
          kind: item.kind,
          node: show(item.node),
          through: show(item.through),
          evidence: { ...item.evidence, lines: [item.evidence.lines[0], item.evidence.lines[1]] as [number, number] },
        })),
      };
    },
  );
}
