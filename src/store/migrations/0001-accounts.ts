/** People, sessions, organizations and keys, as better-auth 1.7 names them. */
export const accounts = `
create schema auth;

create table auth.user (
  id text primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null default false,
  image text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table auth.session (
  id text primary key,
  expires_at timestamptz not null,
  token text not null unique,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  ip_address text,
  user_agent text,
  user_id text not null references auth.user (id) on delete cascade,
  active_organization_id text
);
create index session_user_id_idx on auth.session (user_id);

create table auth.account (
  id text primary key,
  account_id text not null,
  provider_id text not null,
  user_id text not null references auth.user (id) on delete cascade,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index account_user_id_idx on auth.account (user_id);

create table auth.verification (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index verification_identifier_idx on auth.verification (identifier);

create table auth.rate_limit (
  id text primary key,
  key text not null unique,
  count integer not null,
  last_request bigint not null
);

create table auth.organization (
  id text primary key,
  name text not null,
  slug text not null unique,
  logo text,
  created_at timestamptz not null default now(),
  metadata text
);

create table auth.member (
  id text primary key,
  organization_id text not null references auth.organization (id) on delete cascade,
  user_id text not null references auth.user (id) on delete cascade,
  role text not null default 'member',
  created_at timestamptz not null default now()
);
create unique index member_organization_user_idx on auth.member (organization_id, user_id);
create index member_user_id_idx on auth.member (user_id);

create table auth.invitation (
  id text primary key,
  organization_id text not null references auth.organization (id) on delete cascade,
  email text not null,
  role text,
  status text not null default 'pending',
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  inviter_id text not null references auth.user (id) on delete cascade
);
create index invitation_organization_id_idx on auth.invitation (organization_id);
create index invitation_email_idx on auth.invitation (email);
create index invitation_inviter_id_idx on auth.invitation (inviter_id);

create table auth.apikey (
  id text primary key,
  config_id text not null default 'default',
  name text,
  start text,
  reference_id text not null,
  prefix text,
  key text not null,
  refill_interval integer,
  refill_amount integer,
  last_refill_at timestamptz,
  enabled boolean default true,
  rate_limit_enabled boolean default true,
  rate_limit_time_window integer default 86400000,
  rate_limit_max integer default 10,
  request_count integer default 0,
  remaining integer,
  last_request timestamptz,
  expires_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  permissions text,
  metadata text
);
create index apikey_config_id_idx on auth.apikey (config_id);
create index apikey_reference_id_idx on auth.apikey (reference_id);
create index apikey_key_idx on auth.apikey (key);
`;
