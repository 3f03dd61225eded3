/** Entities, relations, and the documents that show them. */
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
);
create index graph_nodes_degree_idx on graph_nodes (org_id, degree desc, id);
create index graph_nodes_name_idx on graph_nodes using gin (lower(name) gin_trgm_ops);

create table graph_edges (
  id bigint generated always as identity primary key,
  org_id text not null,
  from_id bigint not null references graph_nodes (id) on delete cascade,
  kind text not null,
  to_id bigint not null references graph_nodes (id) on delete cascade,
  unique (org_id, from_id, kind, to_id)
);
create index graph_edges_to_idx on graph_edges (to_id, from_id);
create index graph_edges_from_idx on graph_edges (from_id);

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
`;
