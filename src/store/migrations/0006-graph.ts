/**
 * Entities, relations, and the documents that show them. `graph_sweep` takes away what no document
 * shows any more; it serves replaced documents as well as a repository that goes with everything.
 */
export const graph = `
create table graph_nodes (
  id bigint generated always as identity primary key,
  org_id text not null,
  kind text not null,
  key text not null,
  name text not null,
  url text,
  degree integer not null default 0,
  unique (org_id, kind, key)
) with (fillfactor = 80);
create index graph_nodes_degree_idx on graph_nodes (org_id, degree desc, id);
create index graph_nodes_same_name_idx on graph_nodes using hash (name);
create index graph_nodes_name_idx on graph_nodes using gin (lower(name) gin_trgm_ops);

create table graph_edges (
  id bigint generated always as identity primary key,
  org_id text not null,
  from_id bigint not null references graph_nodes (id) on delete cascade,
  kind text not null,
  to_id bigint not null references graph_nodes (id) on delete cascade,
  unique (from_id, kind, to_id)
);
create index graph_edges_to_idx on graph_edges (to_id, from_id);
create index graph_edges_org_idx on graph_edges (org_id);

create table graph_entity_claims (
  org_id text not null,
  repository_id text not null,
  path text not null,
  node_id bigint not null references graph_nodes (id) on delete cascade,
  name text not null,
  url text,
  primary key (repository_id, path, node_id),
  foreign key (org_id, repository_id) references repositories (org_id, id) on delete cascade
);
create index graph_entity_claims_node_idx on graph_entity_claims (node_id);

create table graph_evidence (
  org_id text not null,
  repository_id text not null,
  path text not null,
  edge_id bigint not null references graph_edges (id) on delete cascade,
  shown_path text not null,
  commit text not null,
  first_line integer not null,
  last_line integer not null,
  rule text not null,
  primary key (repository_id, path, edge_id),
  foreign key (org_id, repository_id) references repositories (org_id, id) on delete cascade
);
create index graph_evidence_edge_idx on graph_evidence (edge_id);

create function graph_sweep(edges bigint[], nodes bigint[]) returns void language plpgsql as $$
declare
  ends bigint[];
begin
  with gone as (
    delete from graph_edges where id = any(edges)
      and not exists (select 1 from graph_evidence where edge_id = graph_edges.id)
    returning from_id, to_id)
  select array_agg(id) into ends from gone, unnest(array[from_id, to_id]) as id;
  update graph_nodes set degree = degree - lost.count
    from (select id, count(*)::int as count from unnest(ends) as id group by id order by id) as lost
    where graph_nodes.id = lost.id;
  delete from graph_nodes where id = any(nodes || coalesce(ends, '{}')) and degree <= 0
    and not exists (select 1 from graph_entity_claims where node_id = graph_nodes.id)
    and not exists (select 1 from graph_edges where from_id = graph_nodes.id or to_id = graph_nodes.id);
  update graph_nodes set name = coalesce(said.name, graph_nodes.key), url = said.url
    from unnest(nodes) as touched (id)
    left join lateral (select name, url from graph_entity_claims where node_id = touched.id
      order by url is null, repository_id, path limit 1) as said on true
    where graph_nodes.id = touched.id
      and not exists (select 1 from graph_entity_claims as same
        where same.node_id = touched.id and same.name = graph_nodes.name and same.url is not distinct from graph_nodes.url);
end
$$;

create function forget_repository() returns trigger language plpgsql as $$
declare
  edges bigint[];
  nodes bigint[];
begin
  perform pg_advisory_xact_lock(hashtextextended('graph:' || old.org_id, 0));
  with gone as (delete from graph_evidence where repository_id = old.id returning edge_id)
  select coalesce(array_agg(edge_id), '{}') into edges from gone;
  with gone as (delete from graph_entity_claims where repository_id = old.id returning node_id)
  select coalesce(array_agg(distinct node_id), '{}') into nodes from gone;
  perform graph_sweep(edges, nodes);
  perform index_forget(old.org_id, array(select id from documents where repository_id = old.id));
  return old;
end
$$;
create trigger repositories_forget before delete on repositories
  for each row execute function forget_repository();
`;
