/** Linked products with their secrets, linked accounts, provisioning, schedules and who did what. */
export const connections = `
create table deployment (
  name text primary key,
  value text not null
);

create table connections (
  id text primary key,
  org_id text not null,
  connector text not null,
  name text not null,
  config jsonb not null default '{}' check (jsonb_typeof(config) = 'object'),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (org_id, id)
);
create index connections_connector_idx on connections (connector);

create table grants (
  id text primary key,
  org_id text not null,
  connection_id text not null unique,
  user_id text not null,
  account_id text not null,
  account_name text not null,
  scopes text[] not null,
  state text not null default 'valid' check (state in ('valid', 'reauth-required')),
  access_token text not null,
  refresh_token text,
  expires_at timestamptz not null,
  version integer not null default 1,
  refreshed_at timestamptz,
  refresh_begun_at timestamptz,
  foreign key (org_id, connection_id) references connections (org_id, id) on delete cascade
);
create index grants_account_idx on grants (account_id);

create table sign_ins (
  state_hash bytea primary key,
  org_id text not null,
  connection_id text not null,
  user_id text not null,
  session_id text not null,
  return_to text not null,
  code_verifier text not null,
  expires_at timestamptz not null,
  foreign key (org_id, connection_id) references connections (org_id, id) on delete cascade
);
create index sign_ins_expiry_idx on sign_ins (expires_at);

create table claims (
  id text primary key,
  org_id text not null,
  connection_id text not null,
  user_id text not null,
  account_id text not null,
  account_name text not null,
  scopes text[] not null,
  access_token text not null,
  refresh_token text,
  grant_expires_at timestamptz not null,
  expires_at timestamptz not null,
  foreign key (org_id, connection_id) references connections (org_id, id) on delete cascade
);
create index claims_connection_idx on claims (org_id, connection_id);

create table provisions (
  job_id text primary key,
  org_id text not null,
  connection_id text not null,
  status text not null check (status in ('running', 'succeeded', 'failed')),
  steps jsonb not null,
  step text,
  error_code text,
  detail text,
  user_message text,
  log text[] not null default '{}',
  started_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  foreign key (org_id, connection_id) references connections (org_id, id) on delete cascade
);
create unique index provisions_one_running_idx on provisions (connection_id) where status = 'running';
create index provisions_connection_idx on provisions (org_id, connection_id, started_at desc);

create table schedules (
  name text primary key,
  org_id text not null,
  connection_id text,
  every_ms bigint not null check (every_ms > 0),
  next_at timestamptz(3) not null,
  foreign key (org_id, connection_id) references connections (org_id, id) on delete cascade
);
create index schedules_next_idx on schedules (next_at);

create table audit (
  id bigint generated always as identity primary key,
  org_id text not null,
  at timestamptz not null default clock_timestamp(),
  actor_id text,
  action text not null,
  connection_id text,
  detail jsonb not null,
  ip text,
  request_id text
);
create index audit_org_idx on audit (org_id, id desc);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the table % is append-only', tg_table_name using errcode = 'insufficient_privilege';
end
$$;
create trigger audit_is_append_only before update or delete or truncate on audit
  for each statement execute function refuse_change();
`;
