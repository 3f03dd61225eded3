/**
 * What documents leave for the rules of health. All of it goes with its document. Repositories are read once more,
 * so that what is indexed already leaves its traces too: no repository has a commit of zeros.
 */
export const wikiHealth = `
create table repository_files (
  org_id text not null,
  repository_id text not null,
  path text collate "C" not null,
  changed_at timestamptz,
  primary key (repository_id, path),
  foreign key (org_id, repository_id) references repositories (org_id, id) on delete cascade
);

create table page_traces (
  org_id text not null,
  document_id text primary key,
  anchors text[] not null,
  signature bigint[],
  owner text,
  foreign key (org_id, document_id) references documents (org_id, id) on delete cascade
);

create table page_bands (
  org_id text not null,
  document_id text not null,
  band bigint not null,
  primary key (document_id, band),
  foreign key (org_id, document_id) references documents (org_id, id) on delete cascade
);
create index page_bands_band_idx on page_bands (org_id, band, document_id);

create table page_values (
  org_id text not null,
  document_id text not null,
  place integer not null,
  subject text not null,
  key text not null,
  value text not null,
  shown text not null,
  line integer not null,
  primary key (document_id, place),
  foreign key (org_id, document_id) references documents (org_id, id) on delete cascade
);
create index page_values_name_idx on page_values (org_id, subject, key);

create table page_dues (
  org_id text not null,
  document_id text not null,
  line integer not null,
  due date not null,
  primary key (document_id, line),
  foreign key (org_id, document_id) references documents (org_id, id) on delete cascade
);
create index page_dues_due_idx on page_dues (org_id, due);

create table document_links (
  org_id text not null,
  document_id text not null,
  place integer not null,
  line integer not null,
  href text not null,
  repository text,
  path text collate "C",
  anchor text,
  page_id text,
  primary key (document_id, place),
  foreign key (org_id, document_id) references documents (org_id, id) on delete cascade
);
create index document_links_org_idx on document_links (org_id);

create index documents_parent_idx on documents (org_id, (source->>'parentId')) where source is not null;

update repositories set indexed_commit = repeat('0', 40) where indexed_commit is not null;
`;
