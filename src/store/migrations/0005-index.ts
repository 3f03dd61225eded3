/**
 * Tracked repositories and the full text of their documents. Vectors are built by us, so that search
 * is the same on every server; they stand apart and uncompressed, because ranking reads many of them.
 * `index_terms` counts the chunks that have a term, in all and in title or headings.
 */
export const index = `
create extension if not exists pg_trgm;

create table repositories (
  id text primary key,
  org_id text not null,
  connection_id text not null,
  remote_id text not null,
  full_name text not null,
  url text not null,
  branch text not null,
  head_commit text,
  indexed_commit text,
  indexed_at timestamptz,
  unique (org_id, id),
  unique (connection_id, remote_id),
  foreign key (org_id, connection_id) references connections (org_id, id) on delete cascade
);
create index repositories_behind_idx on repositories (id)
  where head_commit is not null and head_commit is distinct from indexed_commit;

create table index_heads (
  org_id text not null,
  repository_id text primary key,
  commit text not null,
  foreign key (org_id, repository_id) references repositories (org_id, id) on delete cascade
);

create table documents (
  id text primary key,
  org_id text not null,
  repository_id text not null,
  path text not null,
  blob text not null,
  kind text not null,
  title text not null,
  source jsonb,
  page_id text,
  space_key text,
  labels text[] not null,
  modified_at timestamptz,
  unique (org_id, id),
  unique (repository_id, path),
  foreign key (org_id, repository_id) references repositories (org_id, id) on delete cascade
);
create index documents_page_idx on documents (org_id, page_id) where page_id is not null;
create index documents_org_idx on documents (org_id);

create table chunks (
  org_id text not null,
  document_id text not null,
  ordinal integer not null,
  heading_path text[] not null,
  text text not null,
  start_line integer not null,
  end_line integer not null,
  primary key (document_id, ordinal),
  foreign key (org_id, document_id) references documents (org_id, id) on delete cascade
);

create table chunk_vectors (
  org_id text not null,
  document_id text not null,
  ordinal integer not null,
  search tsvector not null,
  primary key (document_id, ordinal)
) with (toast_tuple_target = 8160);
create index chunk_vectors_search_idx on chunk_vectors using gin (search);

create table index_terms (
  org_id text not null,
  term text collate "C" not null,
  chunks integer not null,
  headed integer not null,
  primary key (org_id, term)
) with (fillfactor = 70);
create index index_terms_similar_idx on index_terms using gin (term gin_trgm_ops) where term not like '~%';

create function index_forget(org text, document_ids text[]) returns void language plpgsql as $$
declare
  unused text[];
begin
  with gone as (
    select case when lexeme like '~h:%' then substr(lexeme, 4) else lexeme end as term,
      count(*) filter (where lexeme not like '~%') as chunks, count(*) filter (where lexeme like '~%') as headed
    from chunk_vectors, unnest(tsvector_to_array(search)) as lexeme
    where document_id = any(document_ids) and (lexeme not like '~%' or lexeme like '~h:%')
    group by 1
    union all
    select '~all', count(*), 0 from chunk_vectors where document_id = any(document_ids)),
  held as (
    select index_terms.term, gone.chunks, gone.headed from index_terms join gone using (term)
    where org_id = org order by index_terms.term for update of index_terms),
  changed as (
    update index_terms set chunks = index_terms.chunks - held.chunks, headed = index_terms.headed - held.headed
    from held where org_id = org and index_terms.term = held.term
    returning index_terms.term, index_terms.chunks, index_terms.headed)
  select array_agg(term) into unused from changed where chunks <= 0 and headed <= 0;
  delete from index_terms where org_id = org and term = any(unused) and chunks <= 0 and headed <= 0;
  delete from chunk_vectors where document_id = any(document_ids);
  delete from chunks where document_id = any(document_ids);
end
$$;
`;
