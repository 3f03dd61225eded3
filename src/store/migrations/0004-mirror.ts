/** The ledger of pages, what a run has read, runs and the journal of events. */
export const mirror = `
create table runs (
  id text primary key,
  org_id text not null,
  connection_id text not null,
  kind text not null,
  state text not null default 'running' check (state in
    ('running', 'succeeded', 'succeeded-with-failures', 'stopped-by-guard', 'failed', 'cancelled')),
  step text not null default 'waiting',
  counts jsonb not null,
  commit text,
  problem jsonb,
  cancel_requested boolean not null default false,
  started_at timestamptz not null default clock_timestamp(),
  touched_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  unique (org_id, id),
  foreign key (org_id, connection_id) references connections (org_id, id) on delete cascade
);
create unique index runs_one_open_idx on runs (connection_id) where state = 'running';
create index runs_connection_idx on runs (org_id, connection_id, started_at desc);

create table run_log (
  id bigint generated always as identity primary key,
  org_id text not null,
  run_id text not null,
  at timestamptz not null,
  level text not null check (level in ('info', 'warn', 'error')),
  message text not null,
  foreign key (org_id, run_id) references runs (org_id, id) on delete cascade
);
create index run_log_run_idx on run_log (run_id, id);

create table ledger_pages (
  org_id text not null,
  connection_id text not null,
  page_id text not null,
  space_id text not null,
  space_key text not null,
  kind text not null,
  parent_id text,
  title text not null,
  version integer not null,
  path text,
  source_hash text,
  links_to text[] not null,
  attachment_paths text[] not null,
  state text not null,
  reason text,
  absences integer not null,
  losses integer not null,
  modified_at text,
  url text,
  primary key (connection_id, page_id),
  foreign key (org_id, connection_id) references connections (org_id, id) on delete cascade
);
create index ledger_pages_title_idx on ledger_pages (connection_id, lower(title), page_id);

create table staged_pages (
  org_id text not null,
  run_id text not null,
  page_id text not null,
  seq bigint generated always as identity,
  version integer not null,
  meta jsonb not null,
  body_format text,
  body_value text,
  labels text[] not null,
  restricted boolean not null,
  primary key (run_id, page_id),
  foreign key (org_id, run_id) references runs (org_id, id) on delete cascade
);

create table checkpoints (
  org_id text not null,
  run_id text not null,
  part text not null,
  cursor text,
  complete boolean not null,
  primary key (run_id, part),
  foreign key (org_id, run_id) references runs (org_id, id) on delete cascade
);

create table ledger_spaces (
  org_id text not null,
  connection_id text not null,
  id text not null,
  key text not null,
  name text not null,
  url text not null,
  personal boolean not null,
  homepage_id text,
  primary key (connection_id, id),
  foreign key (org_id, connection_id) references connections (org_id, id) on delete cascade
);

create table ledger_people (
  org_id text not null,
  connection_id text not null,
  id text not null,
  name text not null,
  primary key (connection_id, id),
  foreign key (org_id, connection_id) references connections (org_id, id) on delete cascade
);

create table ledger_attachments (
  org_id text not null,
  connection_id text not null,
  id text not null,
  page_id text not null,
  file_name text not null,
  media_type text not null,
  size bigint not null,
  version integer not null,
  file_id text,
  download_path text not null,
  blob text,
  path text,
  primary key (connection_id, id),
  foreign key (org_id, connection_id) references connections (org_id, id) on delete cascade
);
create index ledger_attachments_page_idx on ledger_attachments (connection_id, page_id);

create table deliveries (
  org_id text not null,
  connection_id text not null,
  delivery_id text not null,
  received_at timestamptz not null default clock_timestamp(),
  primary key (connection_id, delivery_id),
  foreign key (org_id, connection_id) references connections (org_id, id) on delete cascade
);
create index deliveries_received_idx on deliveries (connection_id, received_at desc);

create table journal (
  id bigint generated always as identity primary key,
  org_id text not null,
  connection_id text not null,
  delivery_id text not null,
  change jsonb not null,
  received_at timestamptz not null default clock_timestamp(),
  settled_by text references runs (id) on delete set null,
  foreign key (org_id, connection_id) references connections (org_id, id) on delete cascade
);
create index journal_unsettled_idx on journal (connection_id, id) where settled_by is null;
create index journal_settled_idx on journal (settled_by) where settled_by is not null;
`;
