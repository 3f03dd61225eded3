/** Processes that carry out work, each with when it was last seen. */
export const workers = `
create table workers (
  id text primary key,
  version text not null,
  started_at timestamptz not null default clock_timestamp(),
  seen_at timestamptz not null default clock_timestamp()
);
`;
