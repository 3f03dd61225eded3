import { z } from '@hono/zod-openapi';
import { Problem } from '../../../core/problem.ts';
import { peopleOrigin } from '../app.ts';
import { hasRole } from '../auth/actor.ts';
import { createLink } from '../auth/links.ts';
import { listMembers, setMemberRole } from '../auth/organizations.ts';
import { orgRoute, type RouteKit } from '../routes.ts';
import { done } from '../shapes.ts';

const role = z.enum(['member', 'admin', 'owner']);
const member = z
  .object({
    id: z.string(),
    userId: z.string(),
    name: z.string(),
    email: z.string(),
    role,
    since: z.string(),
  })
  .openapi('Member');
const memberId = z.object({ id: z.string().max(100) });

function addInvitations(kit: RouteKit): void {
  orgRoute(
    kit,
    {
      method: 'post',
      path: '/invitations',
      access: 'admin',
      summary: 'Make a link with which one person joins. It works once, within seven days.',
      audit: 'member.invited',
      status: 201,
      body: z.object({ email: z.email().max(200), role: z.enum(['member', 'admin']).default('member') }),
      answer: z.object({ url: z.string(), email: z.string(), role }),
    },
    async ({ org, role: own, body, note }) => {
      if (body.role === 'admin' && !hasRole(own, 'owner')) {
        throw new Problem({
          code: 'role-needed',
          message: 'Only an owner makes somebody an admin.',
          status: 403,
          hint: 'Invite as a member, or ask an owner.',
        });
      }
      const email = body.email.toLowerCase();
      const token = await createLink(kit.identity, { kind: 'invitation', orgId: org.id, email, role: body.role });
      note({ detail: { email, role: body.role } });
      return { url: `${peopleOrigin(kit.deps)}/invitation/${token}`, email, role: body.role };
    },
  );
}

/** People of an organization and the links that bring new ones in. */
export function addMemberRoutes(kit: RouteKit): void {
  const { identity } = kit;
  addInvitations(kit);
  orgRoute(
    kit,
    { method: 'get', path: '/members', access: 'member', summary: 'People and their roles.', answer: z.array(member) },
    async ({ org }) => [...(await listMembers(identity, org.id))],
  );
  orgRoute(
    kit,
    {
      method: 'patch',
      path: '/members/{id}',
      access: 'owner',
      summary: 'Give somebody another role. The last owner stays one.',
      audit: 'member.role-changed',
      params: memberId,
      body: z.object({ role }),
      answer: member,
    },
    async ({ org, params, body, note }) => {
      const changed = await setMemberRole(identity, org.id, params.id, body.role);
      note({ detail: { userId: changed.userId, role: changed.role } });
      return changed;
    },
  );
  orgRoute(
    kit,
    {
      method: 'delete',
      path: '/members/{id}',
      access: 'owner',
      summary: 'End a membership. What the person set up stays.',
      audit: 'member.removed',
      params: memberId,
      answer: done,
    },
    async ({ org, params, note }) => {
      const gone = await setMemberRole(identity, org.id, params.id, null);
      note({ detail: { userId: gone.userId } });
      return { done: true as const };
    },
  );
}
