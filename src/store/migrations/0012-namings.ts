/**
 * Names that documents spell, so that they are looked up again when what bears them comes or goes. Repositories are read
 * once more, so that what is indexed already leaves its names too: no repository has a commit of zeros.
 */
export const namings = `
create table document_namings (
  org_id text not null,
  document_id text primary key,
  subject_kind text not null,
  subject_key text not null,
  namings jsonb not null,
  foreign key (org_id, document_id) references documents (org_id, id) on delete cascade
);

create table document_names (
  org_id text not null,
  name text not null,
  document_id text not null,
  primary key (org_id, name, document_id),
  foreign key (org_id, document_id) references documents (org_id, id) on delete cascade
);
create index document_names_document_idx on document_names (document_id);

update repositories set indexed_commit = repeat('0', 40) where indexed_commit is not null;
`;
