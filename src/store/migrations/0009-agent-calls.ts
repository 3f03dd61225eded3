/** The newest calls of agents. What they asked is not kept. */
export const agentCalls = `
create table agent_calls (
  id bigint generated always as identity primary key,
  org_id text not null references auth.organization (id) on delete cascade,
  at timestamptz not null default clock_timestamp(),
  caller_kind text not null check (caller_kind in ('key', 'person')),
  caller_id text not null,
  tool text not null,
  outcome text not null check (outcome in ('answered', 'failed')),
  took integer not null,
  passages integer
);
create index agent_calls_org_idx on agent_calls (org_id, id desc);
`;
