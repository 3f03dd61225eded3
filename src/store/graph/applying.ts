import type { DocumentFacts, Relation } from '../../core/entity.ts';
import type { EntityGraph } from '../../core/ports/entity-graph.ts';
import { parts } from '../ledger/rows.ts';
import type { Sql } from '../pool.ts';
import { type Transaction, transact } from '../transaction.ts';
import { type FactRows, rowsOf } from './facts.ts';

const DOCUMENTS_A_BATCH = 200;
/** Rules of what stands on a name in code type, a heading, a route or code; links are only ever added to. */
const NAMED_BY_RULES: readonly string[] = [
  'code-span:%',
  'heading:%',
  'route:%',
  'import:package',
  'call:symbol',
  'type:symbol',
];

type Ids = readonly string[];

async function saveNodes(within: Transaction, orgId: string, nodes: FactRows['nodes']): Promise<Ids> {
  const kinds = nodes.map(({ kind }) => kind);
  const keys = nodes.map(({ key }) => key);
  await within`
    insert into graph_nodes (org_id, kind, key, name, url)
    select ${orgId}, kind, key, name, url
    from unnest(${kinds}::text[], ${keys}::text[], ${nodes.map(({ name }) => name)}::text[],
      ${nodes.map(({ url }) => url)}::text[]) as node (kind, key, name, url)
    order by kind, key
    on conflict (org_id, kind, key) do nothing`;
  const claimed = nodes.filter((node) => node.claimed);
  await within`
    update graph_nodes set name = node.name, url = coalesce(node.url, graph_nodes.url)
    from unnest(${claimed.map(({ kind }) => kind)}::text[], ${claimed.map(({ key }) => key)}::text[],
      ${claimed.map(({ name }) => name)}::text[], ${claimed.map(({ url }) => url)}::text[]) as node (kind, key, name, url)
    where org_id = ${orgId} and graph_nodes.kind = node.kind and graph_nodes.key = node.key
      and (graph_nodes.name, graph_nodes.url) is distinct from (node.name, coalesce(node.url, graph_nodes.url))`;
  const rows = await within<{ id: string }[]>`
    select graph_nodes.id::text from unnest(${kinds}::text[], ${keys}::text[]) with ordinality as node (kind, key, place)
    join graph_nodes on org_id = ${orgId} and graph_nodes.kind = node.kind and graph_nodes.key = node.key
    order by place`;
  return rows.map(({ id }) => id);
}

/** Inserts edges that are new, counts them at both ends, and gives the ids of all. */
async function saveEdges(within: Transaction, orgId: string, ids: Ids, relations: FactRows['relations']): Promise<Ids> {
  const from = relations.map((relation) => ids[relation.from]!);
  const to = relations.map((relation) => ids[relation.to]!);
  const kinds = relations.map(({ kind }) => kind);
  await within`
    with fresh as (
      insert into graph_edges (org_id, from_id, kind, to_id)
      select distinct ${orgId}, from_id, kind, to_id
      from unnest(${from}::bigint[], ${kinds}::text[], ${to}::bigint[]) as edge (from_id, kind, to_id)
      on conflict do nothing returning from_id, to_id),
    gained as (
      select id, count(*)::int as count from fresh, unnest(array[from_id, to_id]) as id group by id)
    update graph_nodes set degree = degree + gained.count from gained where graph_nodes.id = gained.id`;
  const rows = await within<{ id: string }[]>`
    select graph_edges.id::text
    from unnest(${from}::bigint[], ${kinds}::text[], ${to}::bigint[]) with ordinality as edge (from_id, kind, to_id, place)
    join graph_edges using (from_id, kind, to_id) order by place`;
  return rows.map(({ id }) => id);
}

async function saveShown(
  within: Transaction,
  orgId: string,
  repositoryId: string,
  nodeIds: Ids,
  edgeIds: Ids,
  { claims, relations }: FactRows,
): Promise<void> {
  const evidence = relations.map((relation) => relation.evidence);
  await within`
    insert into graph_entity_claims (org_id, repository_id, path, node_id, name, url)
    select ${orgId}, ${repositoryId}, path, node_id, name, url
    from unnest(${claims.map(({ path }) => path)}::text[], ${claims.map(({ node }) => nodeIds[node]!)}::bigint[],
      ${claims.map(({ name }) => name)}::text[], ${claims.map(({ url }) => url)}::text[]) as claim (path, node_id, name, url)`;
  await within`
    insert into graph_evidence (org_id, repository_id, path, edge_id, shown_path, commit, first_line, last_line, rule)
    select ${orgId}, ${repositoryId}, path, edge_id, shown_path, commit, first_line, last_line, rule
    from unnest(${relations.map(({ path }) => path)}::text[], ${edgeIds as string[]}::bigint[],
      ${evidence.map(({ path }) => path)}::text[], ${evidence.map(({ commit }) => commit)}::text[],
      ${evidence.map(({ lines }) => lines[0])}::int[], ${evidence.map(({ lines }) => lines[1])}::int[],
      ${evidence.map(({ rule }) => rule)}::text[])
      as shown (path, edge_id, shown_path, commit, first_line, last_line, rule)
    on conflict (repository_id, path, edge_id) do nothing`;
}

/** Replaces what some documents said: takes their evidence away, adds the new, and sweeps what is left without any. */
async function replace(
  within: Transaction,
  orgId: string,
  repositoryId: string,
  facts: ReadonlyMap<string, DocumentFacts>,
): Promise<void> {
  const paths = [...facts.keys()];
  const edges = await within<{ edge_id: string }[]>`
    delete from graph_evidence where org_id = ${orgId} and repository_id = ${repositoryId}
      and path = any(${paths}::text[]) returning edge_id::text`;
  const nodes = await within<{ node_id: string }[]>`
    delete from graph_entity_claims where org_id = ${orgId} and repository_id = ${repositoryId}
      and path = any(${paths}::text[]) returning node_id::text`;
  const rows = rowsOf(facts);
  if (rows.nodes.length > 0) {
    const nodeIds = await saveNodes(within, orgId, rows.nodes);
    const edgeIds = await saveEdges(within, orgId, nodeIds, rows.relations);
    await saveShown(within, orgId, repositoryId, nodeIds, edgeIds, rows);
  }
  const touched = [...new Set(nodes.map(({ node_id }) => node_id))];
  const left = [...new Set(edges.map(({ edge_id }) => edge_id))];
  if (touched.length + left.length > 0) await within`select graph_sweep(${left}::bigint[], ${touched}::bigint[])`;
}

/** Takes away what some documents said by names alone and puts what they say now; all else stays. */
async function relinkSome(
  within: Transaction,
  orgId: string,
  repositoryId: string,
  relations: ReadonlyMap<string, readonly Relation[]>,
): Promise<void> {
  const edges = await within<{ edge_id: string }[]>`
    delete from graph_evidence where org_id = ${orgId} and repository_id = ${repositoryId}
      and path = any(${[...relations.keys()]}::text[]) and rule like any(${NAMED_BY_RULES as string[]}::text[])
    returning edge_id::text`;
  const rows = rowsOf(new Map([...relations].map(([path, some]) => [path, { entities: [], relations: some }])));
  if (rows.nodes.length > 0) {
    const nodeIds = await saveNodes(within, orgId, rows.nodes);
    const edgeIds = await saveEdges(within, orgId, nodeIds, rows.relations);
    await saveShown(within, orgId, repositoryId, nodeIds, edgeIds, rows);
  }
  const left = [...new Set(edges.map(({ edge_id }) => edge_id))];
  if (left.length > 0) await within`select graph_sweep(${left}::bigint[], '{}'::bigint[])`;
}

/** Writing the graph. One writer an organization: two could each keep what the other takes away. */
export function createApplying(sql: Sql): Required<Pick<EntityGraph, 'apply' | 'relink' | 'dropRepository'>> {
  const alone = (orgId: string, work: (within: Transaction) => Promise<void>) =>
    transact(sql, async (within) => {
      await within`select pg_advisory_xact_lock(hashtextextended(${`graph:${orgId}`}, 0))`;
      await work(within);
    });
  return {
    async apply(orgId, repositoryId, facts) {
      await alone(orgId, async (within) => {
        for (const some of parts([...facts], DOCUMENTS_A_BATCH))
          await replace(within, orgId, repositoryId, new Map(some));
      });
    },
    async relink(orgId, repositoryId, relations) {
      await alone(orgId, async (within) => {
        for (const some of parts([...relations], DOCUMENTS_A_BATCH))
          await relinkSome(within, orgId, repositoryId, new Map(some));
      });
    },
    async dropRepository(orgId, repositoryId) {
      await alone(orgId, async (within) => {
        const rows = await within<{ path: string }[]>`
          select path from graph_evidence where org_id = ${orgId} and repository_id = ${repositoryId}
          union select path from graph_entity_claims where org_id = ${orgId} and repository_id = ${repositoryId}`;
        for (const some of parts(rows, DOCUMENTS_A_BATCH))
          await replace(
            within,
            orgId,
            repositoryId,
            new Map(some.map(({ path }) => [path, { entities: [], relations: [] }])),
          );
      });
    },
  };
}
