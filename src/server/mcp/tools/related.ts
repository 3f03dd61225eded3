import { z } from 'zod';
import type { GraphEdge, GraphNode, GraphSnapshot } from '../../../core/ports/entity-graph.ts';
import { lineOf, visibleText } from '../../../pipeline/answer/index.ts';
import type { Knowledge, Related } from '../../knowledge/index.ts';
import { fitItems } from '../budget.ts';
import { ageFields, ageNote } from '../next-call.ts';
import { DATA_NOTE, quoted } from '../rendering.ts';
import { age, maxTokens, target, trust } from '../shapes.ts';
import { defineTool } from '../tool.ts';

const input = z.strictObject({
  target: target.describe(
    'A page id, address or repository path, or the name of a person, label, space, package, symbol or endpoint.',
  ),
  to: target.optional().describe('Show the shortest way from target to this one instead of what stands around it.'),
  depth: z
    .union([z.literal(1), z.literal(2)])
    .default(1)
    .describe('1: direct relations. 2: theirs too.'),
  limit: z.number().int().min(1).max(200).default(40).describe('Most things around it.'),
  max_tokens: maxTokens,
});

const output = z.object({
  center: z.string().describe('Id of what was asked about; empty where there is no way.'),
  nodes: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      degree: z.number(),
      content: z.object({ trust, name: z.string(), key: z.string(), url: z.string().nullable() }),
    }),
  ),
  relations: z.array(
    z.object({
      from: z.string(),
      kind: z.string(),
      to: z.string(),
      evidence: z.object({
        path: z.string(),
        commit: z.string(),
        lines: z.tuple([z.number(), z.number()]),
        rule: z.string(),
      }),
    }),
  ),
  omitted_nodes: z.number(),
  omitted_relations: z.number(),
  freshness: age,
});

function nodeFields(node: GraphNode) {
  const content = { trust: 'untrusted', name: lineOf(node.name), key: lineOf(node.key, 600), url: node.url };
  return { id: node.id, kind: node.kind, degree: node.degree, content };
}

function edgeFields({ from, kind, to, evidence }: GraphEdge) {
  const { path, commit, lines, rule } = evidence;
  return { from, kind, to, evidence: { path: visibleText(path), commit, lines: [...lines], rule } };
}

/** Steps that a way may have. */
const LONGEST_WAY = 6;

const NO_WAY: GraphSnapshot = {
  nodes: [],
  edges: [],
  totalNodes: 0,
  totalEdges: 0,
  omittedNodes: 0,
  omittedEdges: 0,
};

async function wayBetween(knowledge: Knowledge, orgId: string, from: string, to: string): Promise<Related> {
  const { graph } = await knowledge.path(orgId, { from, to, steps: LONGEST_WAY });
  return { center: graph?.nodes[0]?.id ?? '', graph: graph ?? NO_WAY };
}

/** How many relations are shown, and how to see what is not. */
function countOf(shown: number, left: number, { isWay, found }: { readonly isWay: boolean; readonly found: boolean }) {
  if (isWay && !found) return `There is no way of up to ${LONGEST_WAY} steps between the two.`;
  const more = left === 0 ? '' : isWay ? ' Raise max_tokens to see them.' : ' Raise limit or max_tokens to see them.';
  return `${shown} relations, ${left} left out.${more}`;
}

export const related = defineTool({
  name: 'related',
  title: 'What a page, file or name is connected to',
  description:
    'Show what stands around a page, file, person, label, space, package, symbol or endpoint: parent, links, authors, the file a page is mirrored as, pages that mention a name. Each relation names the file and lines that show it. Use it to find the neighbours or the impact of something you already know, or, with to, how two things are connected.',
  input,
  output,
  async answer({ max_tokens: maxTokens, to, ...asked }, { knowledge, orgId, signal }) {
    const [{ center, graph }, age] = await Promise.all([
      // What was asked about is not one of the things around it.
      to === undefined
        ? knowledge.related(orgId, { ...asked, limit: asked.limit + 1 }, signal)
        : wayBetween(knowledge, orgId, asked.target, to),
      knowledge.age(orgId),
    ]);
    const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
    const near = (edge: GraphEdge) => (edge.from === center || edge.to === center ? 0 : 1);
    // A way is shown in its order.
    const ordered = to === undefined ? [...graph.edges].sort((one, other) => near(one) - near(other)) : graph.edges;
    const { result } = fitItems(
      ordered,
      (edges) => {
        const shown = [...new Set([center, ...edges.flatMap(({ from, to }) => [from, to])])].flatMap(
          (id) => nodes.get(id) ?? [],
        );
        const nameOf = (id: string) => `${nodes.get(id)?.kind} "${lineOf(nodes.get(id)?.name ?? '')}"`;
        const list = edges.map(
          ({ from, kind, to, evidence: { path, lines } }) =>
            `${nameOf(from)} ${kind} ${nameOf(to)} (${visibleText(path)}, lines ${lines[0]}-${lines[1]})`,
        );
        const left = graph.omittedEdges + ordered.length - edges.length;
        const count = countOf(edges.length, left, { isWay: to !== undefined, found: center !== '' });
        return {
          content: [
            {
              type: 'text' as const,
              text: `${count} ${ageNote(age)} ${DATA_NOTE}\n\n${quoted(list.join('\n'))}`,
            },
          ],
          structuredContent: {
            center,
            nodes: shown.map(nodeFields),
            relations: edges.map(edgeFields),
            omitted_nodes: graph.omittedNodes + graph.nodes.length - shown.length,
            omitted_relations: left,
            freshness: ageFields(age),
          },
        };
      },
      maxTokens,
    );
    return result;
  },
});
