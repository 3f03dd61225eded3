/** One call of a tool by an agent. What was asked is not kept. */
export interface AgentCall {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly caller: { readonly kind: 'key' | 'person'; readonly id: string };
  readonly tool: string;
  readonly outcome: 'answered' | 'failed';
  /** Milliseconds. */
  readonly took: number;
  /** Passages that the answer held; null for tools that give none. */
  readonly passages: number | null;
}

/** The newest calls of agents, per organization; older ones are forgotten. */
export interface AgentCalls {
  record(orgId: string, call: Omit<AgentCall, 'at'>): Promise<void>;
  /** Newest first. */
  list(orgId: string, limit: number): Promise<readonly AgentCall[]>;
}
