import type { RelationKind } from '../../core/entity.ts';
import type { EntityGraph } from '../../core/ports/entity-graph.ts';
import type { Sql } from '../pool.ts';
import { type NodeRow, toNode } from './rows.ts';

interface ImpactRow extends NodeRow {
  readonly relation: RelationKind;
  readonly through_id: string;
  readonly through_kind: NodeRow['kind'];
  readonly through_key: string;
  readonly through_name: string;
  readonly through_url: string | null;
  readonly through_degree: number;
  readonly shown_path: string;
  readonly commit: string;
  readonly first_line: number;
  readonly last_line: number;
  readonly rule: string;
  readonly total: number;
}

/** Relations by which one thing says that it concerns another. */
const CONCERNING: readonly RelationKind[] = [
  'documents',
  'mentions',
  'links-to',
  'depends-on',
  'implements',
  'supersedes',
];

/** What a change of a thing may concern. */
export function createImpact(sql: Sql): Pick<Required<EntityGraph>, 'impact'> {
  return {
    async impact(orgId, of, limit) {
      const rows = await sql<ImpactRow[]>`
        with center as (
          select id from graph_nodes where org_id = ${orgId} and kind = ${of.kind} and key = ${of.key}),
        parts as (
          select id, 0 as away from center
          union all
          select graph_edges.to_id, 1 from center join graph_edges on from_id = center.id
            where graph_edges.org_id = ${orgId} and graph_edges.kind = 'contains'),
        found as (
          select distinct on (edge.from_id) edge.id as edge_id, edge.from_id, edge.kind as relation, parts.id as through, away
          from parts join graph_edges as edge on edge.to_id = parts.id
          where edge.org_id = ${orgId} and edge.kind = any(${CONCERNING as string[]})
            and edge.from_id not in (select id from parts)
          order by edge.from_id, array_position(${CONCERNING as string[]}::text[], edge.kind), away, edge.id)
        select node.id::text, node.kind, node.key, node.name, node.url, node.degree, relation,
          part.id::text as through_id, part.kind as through_kind, part.key as through_key, part.name as through_name,
          part.url as through_url, part.degree as through_degree,
          shown_path, commit, first_line, last_line, rule, count(*) over ()::int as total
        from found
        join graph_nodes as node on node.id = found.from_id
        join graph_nodes as part on part.id = found.through
        cross join lateral (
          select shown_path, commit, first_line, last_line, rule from graph_evidence
          where graph_evidence.edge_id = found.edge_id order by repository_id, path limit 1) as evidence
        order by array_position(${CONCERNING as string[]}::text[], relation), away, node.degree desc, node.id
        limit ${limit}`;
      return {
        total: rows[0]?.total ?? 0,
        items: rows.map((row) => ({
          node: toNode(row),
          kind: row.relation,
          through: toNode({
            id: row.through_id,
            kind: row.through_kind,
            key: row.through_key,
            name: row.through_name,
            url: row.through_url,
            degree: row.through_degree,
          }),
          evidence: {
            path: row.shown_path,
            commit: row.commit,
            lines: [row.first_line, row.last_line],
            rule: row.rule,
          },
        })),
      };
    },
  };
}
