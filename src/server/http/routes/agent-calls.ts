import { z } from '@hono/zod-openapi';
import { listKeys } from '../auth/keys.ts';
import { listMembers } from '../auth/organizations.ts';
import { orgRoute, type RouteKit } from '../routes.ts';

const call = z
  .object({
    at: z.string(),
    caller: z.object({
      kind: z.enum(['key', 'person']),
      id: z.string(),
      /** null: the key was removed, or the person left. */
      name: z.string().nullable(),
    }),
    tool: z.string(),
    outcome: z.enum(['answered', 'failed']),
    /** Milliseconds. */
    took: z.number().int(),
    passages: z.number().int().nullable(),
  })
  .openapi('AgentCall');

/** What agents called lately; what they asked is not kept. */
export function addAgentCallRoute(kit: RouteKit): void {
  const { deps, identity } = kit;
  orgRoute(
    kit,
    {
      method: 'get',
      path: '/agent-calls',
      access: 'admin',
      summary:
        'The newest calls of agents: who, which tool, when, how long, how many passages. Questions are not kept.',
      query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
      answer: z.array(call),
    },
    async ({ org, query }) => {
      const [calls, keys, members] = await Promise.all([
        deps.ports.agentCalls.list(org.id, query.limit),
        listKeys(identity, org.id),
        listMembers(identity, org.id),
      ]);
      const names = new Map([
        ...keys.map(({ id, name }) => [`key:${id}`, name] as const),
        ...members.map(({ userId, name }) => [`person:${userId}`, name] as const),
      ]);
      return calls.map((one) => {
        const name = names.get(`${one.caller.kind}:${one.caller.id}`) ?? null;
        return { ...one, caller: { ...one.caller, name } };
      });
    },
  );
}
