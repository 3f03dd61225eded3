import type { EntityKind } from '../core/entity.ts';
import type { EntityGraph, GraphSnapshot } from '../core/ports/entity-graph.ts';
import { createApplying } from './graph/applying.ts';
import { createImpact } from './graph/impact.ts';
import { createNamings } from './graph/namings.ts';
import { createPaths } from './graph/paths.ts';
import { type EdgeRow, type NodeRow, toEdge, toNode } from './graph/rows.ts';
import type { Sql } from './pool.ts';

const EDGES_A_NODE = 8;
/** What documents name in code type. */
const NAMED_KINDS: readonly EntityKind[] = ['repository', 'file', 'symbol', 'package', 'endpoint', 'service'];
/** Every kind: a key is looked up by kind and key. */
const KINDS: readonly EntityKind[] = [
  ...NAMED_KINDS,
  ...(['page', 'space', 'person', 'label', 'decision', 'issue'] as const),
];

interface Totals {
  readonly nodes: number;
  readonly edges: number;
}

function snapshotOf(nodes: readonly NodeRow[], edges: readonly EdgeRow[], totals: Totals): GraphSnapshot {
  return {
    nodes: nodes.map(toNode),
    edges: edges.map(toEdge),
    totalNodes: totals.nodes,
    totalEdges: totals.edges,
    omittedNodes: totals.nodes - nodes.length,
    omittedEdges: totals.edges - edges.length,
  };
}

/** The graph in two tables, with the documents that show each part of it. */
export function createEntityGraph(sql: Sql): EntityGraph {
  const nodeColumns = sql`graph_nodes.id::text, graph_nodes.kind, key, name, url, degree`;

  const paths = createPaths(sql);

  /** Edges between the given nodes, those at `first` before others, each with one piece of evidence. */
  const edgesAmong = (orgId: string, ids: readonly string[], first: string | null, limit: number) =>
    sql<EdgeRow[]>`
      select from_id::text, to_id::text, kind, shown_path, commit, first_line, last_line, rule
      from (
        select id, from_id, to_id, kind from graph_edges
        where org_id = ${orgId} and from_id = any(${ids as string[]}::bigint[]) and to_id = any(${ids as string[]}::bigint[])
        order by coalesce(${first}::bigint in (from_id, to_id), false) desc, id limit ${limit}) as edge
      cross join lateral (
        select shown_path, commit, first_line, last_line, rule from graph_evidence
        where edge_id = edge.id order by repository_id, path limit 1) as evidence
      order by coalesce(${first}::bigint in (from_id, to_id), false) desc, edge.id`;

  const counts = async (orgId: string): Promise<Totals> => {
    const rows = await sql<Totals[]>`
      select (select count(*) from graph_nodes where org_id = ${orgId})::int as nodes,
        (select count(*) from graph_edges where org_id = ${orgId})::int as edges`;
    return rows[0]!;
  };

  return {
    ...createApplying(sql),
    async snapshot(orgId, limits) {
      const nodes = await sql<NodeRow[]>`
        select ${nodeColumns} from graph_nodes where org_id = ${orgId}
        order by degree desc, graph_nodes.id limit ${limits.nodes}`;
      const ids = nodes.map(({ id }) => id);
      return snapshotOf(nodes, await edgesAmong(orgId, ids, null, limits.edges), await counts(orgId));
    },
    // Where its guess is wrong by tenfold the planner would rather read whole tables; `offset 0` keeps it to the indexes.
    async neighbours(orgId, of, options) {
      const rows = await sql<(NodeRow & Totals & { steps: number })[]>`
        with recursive center as (
          select id from graph_nodes where org_id = ${orgId} and kind = ${of.kind} and key = ${of.key}),
        walk (id, steps) as (
          select id, 0 from center
          union
          select edge.next, walk.steps + 1
          from walk cross join lateral (
            select to_id as next from graph_edges where from_id = walk.id and org_id = ${orgId}
            union all
            select from_id from graph_edges where to_id = walk.id and org_id = ${orgId}) as edge
          where walk.steps < ${options.depth}),
        near as (select id, min(steps) as steps from walk group by id),
        inner_edges as (
          select 1 from near as one cross join lateral (
            select to_id from graph_edges where from_id = one.id offset 0) as edge
          where edge.to_id in (select id from near))
        select ${nodeColumns}, steps, count(*) over ()::int as nodes, (select count(*) from inner_edges)::int as edges
        from near cross join lateral (select * from graph_nodes where graph_nodes.id = near.id offset 0) as graph_nodes
        order by steps, degree desc, graph_nodes.id limit ${options.limit}`;
      const center = rows.find(({ steps }) => steps === 0);
      if (!center) return snapshotOf([], [], { nodes: 0, edges: 0 });
      const ids = rows.map(({ id }) => id);
      return snapshotOf(rows, await edgesAmong(orgId, ids, center.id, options.limit * EDGES_A_NODE), center);
    },
    async find(orgId, text, limit) {
      const asked = text.trim().toLowerCase();
      if (asked === '') return [];
      const pattern = `%${asked.replace(/[\\%_]/g, '\\$&')}%`;
      const rows = await sql<NodeRow[]>`
        select ${nodeColumns} from graph_nodes
        where org_id = ${orgId} and (lower(name) like ${pattern} or lower(name) % ${asked} or key = ${text.trim()})
        order by lower(name) = ${asked} or key = ${text.trim()} desc, starts_with(lower(name), ${asked}) desc,
          lower(name) like ${pattern} desc, case when lower(name) like ${pattern} then degree else 0 end desc,
          similarity(lower(name), ${asked}) desc, graph_nodes.id
        limit ${limit}`;
      return rows.map(toNode);
    },
    async bearing(orgId, text, limit) {
      const asked = text.trim().toLowerCase();
      if (asked === '') return [];
      // `like` is what the index of names serves.
      const pattern = asked.replace(/[\\%_]/g, '\\$&');
      const ofPath = asked.startsWith('/') ? `% ${pattern}` : pattern;
      const rows = await sql<NodeRow[]>`
        select ${nodeColumns} from graph_nodes where id in (
          select id from graph_nodes where org_id = ${orgId}
            and (lower(name) like ${pattern} or (kind = 'endpoint' and lower(name) like ${ofPath}))
          union all
          select id from graph_nodes where org_id = ${orgId} and kind = any(${KINDS as string[]}) and key = ${text.trim()})
        order by lower(name) = ${asked} desc, graph_nodes.kind <> 'page', degree desc, graph_nodes.id
        limit ${limit}`;
      return rows.map(toNode);
    },
    async named(orgId, names) {
      // A symbol that is named by its key is one that no document defines.
      const rows = await sql<NodeRow[]>`
        select ${nodeColumns} from unnest(${names as string[]}::text[]) as asked
        join graph_nodes on graph_nodes.name = asked
        where org_id = ${orgId} and graph_nodes.kind = any(${NAMED_KINDS as string[]})
          and (graph_nodes.kind <> 'symbol' or name <> key)
        union
        select ${nodeColumns} from graph_nodes
        where org_id = ${orgId} and graph_nodes.kind = 'symbol' and name <> key
          and key = any(${names.filter((name) => name.includes('#'))}::text[])
        order by 1`;
      return rows.map(toNode);
    },
    ...createImpact(sql),
    ...createNamings(sql),
    async path(orgId, from, to, most) {
      const way = await paths.shortest(orgId, from, to, most);
      if (way === null) return null;
      const nodes = await sql<NodeRow[]>`
        select ${nodeColumns} from unnest(${way.ids as string[]}::bigint[]) with ordinality as step (id, place)
        join graph_nodes using (id) where org_id = ${orgId} order by place`;
      const edges = await sql<EdgeRow[]>`
        select from_id::text, to_id::text, graph_edges.kind, shown_path, commit, first_line, last_line, rule
        from unnest(${way.edges as string[]}::bigint[]) with ordinality as step (id, place)
        join graph_edges using (id)
        cross join lateral (
          select shown_path, commit, first_line, last_line, rule from graph_evidence
          where edge_id = graph_edges.id order by repository_id, path limit 1) as evidence
        where org_id = ${orgId} order by place`;
      return snapshotOf(nodes, edges, { nodes: nodes.length, edges: edges.length });
    },
    counts,
  };
}
