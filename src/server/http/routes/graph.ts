import { z } from '@hono/zod-openapi';
import type { GraphSnapshot } from '../../../core/ports/entity-graph.ts';
import type { Knowledge } from '../../knowledge/index.ts';
import { orgRoute, type RouteKit } from '../routes.ts';
import { freshness, graph } from './answer-shapes.ts';
import { showGraph } from './documents.ts';

const limit = (most: number, usual: number) => z.coerce.number().int().min(0).max(most).default(usual);
const counts = z.record(z.string(), z.number().int());

function countBy(items: readonly { readonly kind: string }[]): Record<string, number> {
  const found: Record<string, number> = {};
  for (const { kind } of items) found[kind] = (found[kind] ?? 0) + 1;
  return found;
}

/** Figures of what is shown; `totalNodes` and `totalEdges` are those of the whole graph. */
function metricsOf({ nodes, edges, totalNodes, totalEdges }: GraphSnapshot) {
  const degrees = nodes.map(({ degree }) => degree);
  return {
    nodesByKind: countBy(nodes),
    edgesByKind: countBy(edges),
    averageDegree: totalNodes === 0 ? 0 : (2 * totalEdges) / totalNodes,
    highestDegree: Math.max(0, ...degrees),
    isolatedNodes: degrees.filter((degree) => degree === 0).length,
  };
}

/** The graph of pages, people, files and what they name, as far as the limits go, and what they leave out. */
export function addGraphRoute(kit: RouteKit, knowledge: Knowledge): void {
  orgRoute(
    kit,
    {
      method: 'get',
      path: '/knowledge-graph',
      access: 'member',
      summary: 'A part of the graph with its metrics; says what it leaves out.',
      query: z.object({ nodeLimit: limit(5000, 500), edgeLimit: limit(20_000, 2000) }),
      answer: graph.extend({
        truncated: z.boolean(),
        metrics: z.object({
          nodesByKind: counts,
          edgesByKind: counts,
          averageDegree: z.number(),
          highestDegree: z.number().int(),
          isolatedNodes: z.number().int(),
        }),
        freshness,
      }),
    },
    async ({ org, query }) => {
      const [snapshot, fresh] = await Promise.all([
        knowledge.graph(org.id, { nodes: query.nodeLimit, edges: query.edgeLimit }),
        knowledge.freshness(org.id),
      ]);
      const truncated = snapshot.omittedNodes > 0 || snapshot.omittedEdges > 0;
      return { ...showGraph(snapshot), truncated, metrics: metricsOf(snapshot), freshness: fresh };
    },
  );
}
