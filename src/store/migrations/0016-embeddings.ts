/**
 * Vectors of chunks, by the hash of their text. `signs` holds the sign of each number: how many differ says roughly how
 * far two vectors are apart, and is counted so fast that no extension is needed.
 */
export const embeddings = `
alter table chunks add column text_hash text not null generated always as (md5(text)) stored;
create index chunks_text_hash_idx on chunks (org_id, text_hash) include (document_id, ordinal);

create table chunk_embeddings (
  org_id text not null,
  model text not null,
  text_hash text not null,
  signs bit varying not null,
  vector bytea not null,
  primary key (org_id, model, text_hash)
);
alter table chunk_embeddings alter column vector set storage external;
`;
