import { z } from '@hono/zod-openapi';
import { personOf } from '../access.ts';
import { createKey, listKeys, removeKey } from '../auth/keys.ts';
import { orgRoute, type RouteKit } from '../routes.ts';
import { done } from '../shapes.ts';

const role = z.enum(['member', 'admin', 'owner']);
const key = z
  .object({
    id: z.string(),
    name: z.string(),
    start: z.string().nullable(),
    role: role.openapi({ description: 'What it may do now: never more than its maker may.' }),
    grantedRole: role.openapi({ description: 'What it was granted when it was made.' }),
    createdBy: z.string().openapi({ description: 'Name of the person who made it. With their membership it ends.' }),
    createdAt: z.string(),
    lastUsedAt: z.string().nullable(),
  })
  .openapi('ApiKey');

/** Keys with which programs and agents act for an organization. */
export function addKeyRoutes(kit: RouteKit): void {
  const { identity } = kit;
  orgRoute(
    kit,
    {
      method: 'get',
      path: '/keys',
      access: 'admin',
      summary: 'Keys of the organization, without the keys themselves.',
      answer: z.array(key),
    },
    async ({ org }) => [...(await listKeys(identity, org.id))],
  );
  orgRoute(
    kit,
    {
      method: 'post',
      path: '/keys',
      access: 'admin',
      summary:
        'Make a key. It is shown this once. A member key reads; an admin key also changes, as long as its maker may. It ends with the membership of its maker.',
      audit: 'key.created',
      status: 201,
      body: z.object({
        name: z.string().trim().min(1).max(100),
        role: z.enum(['member', 'admin']).default('member'),
      }),
      answer: key.extend({ key: z.string() }),
    },
    async ({ org, caller, body, note }) => {
      const made = await createKey(identity, { orgId: org.id, userId: personOf(caller).userId, ...body });
      note({ detail: { keyId: made.id, name: made.name, role: made.role } });
      return made;
    },
  );
  orgRoute(
    kit,
    {
      method: 'delete',
      path: '/keys/{id}',
      access: 'admin',
      summary: 'End a key at once.',
      audit: 'key.removed',
      params: z.object({ id: z.string().max(100) }),
      answer: done,
    },
    async ({ org, params, note }) => {
      await removeKey(identity, org.id, params.id);
      note({ detail: { keyId: params.id } });
      return { done: true as const };
    },
  );
}
