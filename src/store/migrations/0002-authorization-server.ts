/** Clients, tokens and consents of the OAuth server that MCP clients sign in at. */
export const authorizationServer = `
create table auth.jwks (
  id text primary key,
  public_key text not null,
  private_key text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  alg text,
  crv text
);

create table auth.oauth_client (
  id text primary key,
  client_id text not null unique,
  client_secret text,
  client_discovery_id text,
  disabled boolean default false,
  skip_consent boolean,
  enable_end_session boolean,
  subject_type text,
  scopes text[],
  client_credentials_scopes text[],
  user_id text references auth.user (id) on delete set null,
  created_at timestamptz,
  updated_at timestamptz,
  name text,
  uri text,
  icon text,
  contacts text[],
  tos text,
  policy text,
  software_id text,
  software_version text,
  software_statement text,
  redirect_uris text[] not null,
  post_logout_redirect_uris text[],
  backchannel_logout_uri text,
  backchannel_logout_session_required boolean,
  token_endpoint_auth_method text,
  application_type text,
  jwks text,
  jwks_uri text,
  grant_types text[],
  response_types text[],
  require_pkce boolean,
  dpop_bound_access_tokens boolean default false,
  reference_id text,
  metadata jsonb
);
create index oauth_client_user_id_idx on auth.oauth_client (user_id);

create table auth.oauth_resource (
  id text primary key,
  identifier text not null unique,
  name text not null,
  access_token_ttl integer,
  refresh_token_ttl integer,
  signing_algorithm text,
  signing_key_id text,
  allowed_scopes text[],
  custom_claims jsonb,
  dpop_bound_access_tokens_required boolean default false,
  disabled boolean default false,
  created_at timestamptz,
  updated_at timestamptz,
  policy_version integer default 1,
  metadata jsonb
);

create table auth.oauth_client_resource (
  id text primary key,
  client_id text not null references auth.oauth_client (client_id) on delete cascade,
  resource_id text not null references auth.oauth_resource (identifier) on delete cascade,
  metadata jsonb,
  created_at timestamptz
);
create index oauth_client_resource_client_id_idx on auth.oauth_client_resource (client_id);
create index oauth_client_resource_resource_id_idx on auth.oauth_client_resource (resource_id);

create table auth.oauth_refresh_token (
  id text primary key,
  token text not null unique,
  client_id text not null references auth.oauth_client (client_id) on delete cascade,
  session_id text references auth.session (id) on delete set null,
  user_id text not null references auth.user (id) on delete cascade,
  reference_id text,
  authorization_code_id text,
  resources text[],
  requested_user_info_claims text[],
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  revoked timestamptz,
  rotated_at timestamptz,
  rotation_replay_response text,
  rotation_replay_expires_at timestamptz,
  auth_time timestamptz,
  confirmation jsonb,
  scopes text[] not null
);
create index oauth_refresh_token_client_id_idx on auth.oauth_refresh_token (client_id);
create index oauth_refresh_token_session_id_idx on auth.oauth_refresh_token (session_id);
create index oauth_refresh_token_user_id_idx on auth.oauth_refresh_token (user_id);
create index oauth_refresh_token_authorization_code_id_idx on auth.oauth_refresh_token (authorization_code_id);

create table auth.oauth_access_token (
  id text primary key,
  token text not null unique,
  client_id text not null references auth.oauth_client (client_id) on delete cascade,
  session_id text references auth.session (id) on delete set null,
  user_id text references auth.user (id) on delete cascade,
  reference_id text,
  authorization_code_id text,
  resources text[],
  requested_user_info_claims text[],
  refresh_id text references auth.oauth_refresh_token (id) on delete set null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  revoked timestamptz,
  confirmation jsonb,
  scopes text[] not null
);
create index oauth_access_token_client_id_idx on auth.oauth_access_token (client_id);
create index oauth_access_token_session_id_idx on auth.oauth_access_token (session_id);
create index oauth_access_token_user_id_idx on auth.oauth_access_token (user_id);
create index oauth_access_token_authorization_code_id_idx on auth.oauth_access_token (authorization_code_id);
create index oauth_access_token_refresh_id_idx on auth.oauth_access_token (refresh_id);

create table auth.oauth_consent (
  id text primary key,
  client_id text not null references auth.oauth_client (client_id) on delete cascade,
  user_id text references auth.user (id) on delete cascade,
  reference_id text,
  resources text[],
  requested_user_info_claims text[],
  scopes text[] not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index oauth_consent_client_id_idx on auth.oauth_consent (client_id);
create index oauth_consent_user_id_idx on auth.oauth_consent (user_id);

create table auth.oauth_client_assertion (
  id text primary key,
  expires_at timestamptz not null
);
`;
