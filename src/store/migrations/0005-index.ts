/** Tracked repositories and the full text of their documents. */
export const index = `
create extension if not exists pg_trgm;
create extension if not exists unaccent;

create text search configuration ctx_words (copy = simple);
alter text search configuration ctx_words
  alter mapping for word, hword, hword_part with unaccent, simple;
create text search configuration ctx_english (copy = english);
alter text search configuration ctx_english
  alter mapping for word, hword, hword_part with unaccent, english_stem;

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
  search tsvector not null,
  primary key (document_id, ordinal),
  foreign key (org_id, document_id) references documents (org_id, id) on delete cascade
);
create index chunks_search_idx on chunks using gin (search);
create index chunks_org_idx on chunks (org_id);

create table index_words (
  org_id text not null,
  word text not null,
  primary key (org_id, word)
);
create index index_words_similar_idx on index_words using gin (word gin_trgm_ops);

create function chunk_search(title text, headings text, labels text, body text, terms text)
returns tsvector language sql immutable parallel safe as $$
  select setweight(to_tsvector('ctx_words', title) || to_tsvector('ctx_english', title), 'A')
    || setweight(to_tsvector('ctx_words', headings) || to_tsvector('ctx_english', headings), 'B')
    || setweight(to_tsvector('ctx_words', labels), 'C')
    || to_tsvector('ctx_english', body)
    || to_tsvector('ctx_words', body)
    || to_tsvector('simple', terms)
$$;
`;
