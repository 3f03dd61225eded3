import type { AgentCall, AgentCalls } from '../core/ports/agent-calls.ts';
import type { Sql } from './pool.ts';

interface Row {
  readonly id: string;
  readonly at: Date;
  readonly caller_kind: AgentCall['caller']['kind'];
  readonly caller_id: string;
  readonly tool: string;
  readonly outcome: AgentCall['outcome'];
  readonly took: number;
  readonly passages: number | null;
}

/** Calls that stay, per organization. */
const KEPT = 500;
/** Every so many calls the older ones are taken out. */
const SWEEP_EVERY = 50;

/** The newest calls of agents in Postgres. */
export function createAgentCalls(sql: Sql): AgentCalls {
  return {
    async record(orgId, { caller, tool, outcome, took, passages }) {
      const [row] = await sql<{ id: string }[]>`
        insert into agent_calls (org_id, caller_kind, caller_id, tool, outcome, took, passages)
        values (${orgId}, ${caller.kind}, ${caller.id}, ${tool}, ${outcome}, ${Math.round(took)}, ${passages})
        returning id`;
      if (Number(row!.id) % SWEEP_EVERY !== 0) return;
      await sql`
        delete from agent_calls where org_id = ${orgId} and id <= (
          select id from agent_calls where org_id = ${orgId} order by id desc offset ${KEPT} limit 1)`;
    },
    async list(orgId, limit) {
      const rows = await sql<Row[]>`
        select * from agent_calls where org_id = ${orgId} order by id desc limit ${limit}`;
      return rows.map((row) => ({
        at: row.at.toISOString(),
        caller: { kind: row.caller_kind, id: row.caller_id },
        tool: row.tool,
        outcome: row.outcome,
        took: row.took,
        passages: row.passages,
      }));
    },
  };
}
