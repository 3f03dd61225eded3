import { z } from '@hono/zod-openapi';
import { Problem } from '../../../core/problem.ts';
import type { ServerDeps } from '../../deps.ts';
import { personOf } from '../access.ts';
import { peopleOrigin } from '../app.ts';
import { hasRole, type Role } from '../auth/actor.ts';
import {
  invite,
  listInvitations,
  resendInvitation,
  roleOfInvitation,
  type SentInvitation,
  withdrawInvitation,
} from '../auth/invitations.ts';
import { countKeys, removeKeysOf } from '../auth/keys.ts';
import { listMembers, type Member, setMemberRole } from '../auth/organizations.ts';
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
    keys: z.number().int().openapi({ description: 'Keys that the person made here. They end with the membership.' }),
    adminKeys: z.number().int().openapi({ description: 'Those of them that act as admin while the person is one.' }),
  })
  .openapi('Member');
const ended = done.extend({ keysEnded: z.number().int() });
const memberId = z.object({ id: z.string().max(100) });

const invitation = z
  .object({
    id: z.string(),
    email: z.string(),
    role: z.enum(['member', 'admin']),
    state: z.enum(['open', 'expired']),
    createdAt: z.string(),
    expiresAt: z.string(),
    invitedBy: z.string(),
  })
  .openapi('Invitation');
const sent = z.object({ id: z.string(), url: z.string(), email: z.string(), role, expiresAt: z.string() });

function checkMayInvite(own: Role, invited: 'member' | 'admin'): void {
  if (invited === 'member' || hasRole(own, 'owner')) return;
  throw new Problem({
    code: 'role-needed',
    message: 'Only an owner makes somebody an admin.',
    status: 403,
    hint: 'Invite as a member, or ask an owner.',
  });
}

function addInvitations(kit: RouteKit): void {
  const { identity, deps } = kit;
  const show = ({ token, ...made }: SentInvitation) => ({ ...made, url: `${peopleOrigin(deps)}/invitation/${token}` });
  orgRoute(
    kit,
    {
      method: 'get',
      path: '/invitations',
      access: 'admin',
      summary: 'Invitations that were neither accepted nor withdrawn, without their links.',
      answer: z.array(invitation),
    },
    async ({ org }) => {
      const names = new Map((await listMembers(identity, org.id)).map(({ userId, name }) => [userId, name]));
      return [...(await listInvitations(identity, org.id, names))];
    },
  );
  orgRoute(
    kit,
    {
      method: 'post',
      path: '/invitations',
      access: 'admin',
      summary:
        'Make a link with which one person joins. It works once, within seven days; one that the person had before ends.',
      audit: 'member.invited',
      status: 201,
      body: z.object({ email: z.email().max(200), role: z.enum(['member', 'admin']).default('member') }),
      answer: sent,
    },
    async ({ org, role: own, caller, body, note }) => {
      checkMayInvite(own, body.role);
      const email = body.email.toLowerCase();
      const made = await invite(identity, { orgId: org.id, email, role: body.role, by: personOf(caller).userId });
      note({ detail: { invitationId: made.id, email, role: body.role } });
      return show(made);
    },
  );
  orgRoute(
    kit,
    {
      method: 'post',
      path: '/invitations/{id}/resend',
      access: 'admin',
      summary: 'Make a new link for an invitation, good for seven days from now. The one so far ends.',
      audit: 'member.invited-again',
      params: memberId,
      answer: sent,
    },
    async ({ org, role: own, params, note }) => {
      checkMayInvite(own, await roleOfInvitation(identity, org.id, params.id));
      const made = await resendInvitation(identity, org.id, params.id);
      note({ detail: { invitationId: made.id, email: made.email, role: made.role } });
      return show(made);
    },
  );
  orgRoute(
    kit,
    {
      method: 'delete',
      path: '/invitations/{id}',
      access: 'admin',
      summary: 'Withdraw an invitation. Its link ends at once.',
      audit: 'member.invitation-withdrawn',
      params: memberId,
      answer: done,
    },
    async ({ org, params, note }) => {
      const email = await withdrawInvitation(identity, org.id, params.id);
      note({ detail: { invitationId: params.id, email } });
      return { done: true as const };
    },
  );
}

const LOCK_TRIES = 40;
const LOCK_WAIT_MS = 50;

/** One change of an organization's people at a time: two owners who take each other's role leave one. */
async function alone<Value>({ ports, clock }: ServerDeps, orgId: string, work: () => Promise<Value>): Promise<Value> {
  for (let tries = 0; tries < LOCK_TRIES; tries += 1) {
    const outcome = await ports.locks.tryExclusive(`members:${orgId}`, work);
    if (outcome.state === 'done') return outcome.value;
    await clock.sleep(LOCK_WAIT_MS);
  }
  throw new Problem({
    code: 'members-busy',
    message: 'Somebody else changes the people of this organization at the moment.',
    status: 409,
    hint: 'Try again.',
  });
}

async function withKeys(identity: RouteKit['identity'], orgId: string, members: readonly Member[]) {
  const counts = await countKeys(identity, orgId);
  return members.map((one) => {
    const { all, admin } = counts.get(one.id) ?? { all: 0, admin: 0 };
    return { ...one, keys: all, adminKeys: admin };
  });
}

/** Ends a membership and the keys that were made in it. */
async function endMembership({ identity, deps }: RouteKit, orgId: string, memberId: string) {
  const gone = await alone(deps, orgId, () => setMemberRole(identity, orgId, memberId, null));
  return { gone, keysEnded: await removeKeysOf(identity, orgId, memberId) };
}

/** People of an organization and the links that bring new ones in. */
export function addMemberRoutes(kit: RouteKit): void {
  const { identity, deps } = kit;
  addInvitations(kit);
  orgRoute(
    kit,
    { method: 'get', path: '/members', access: 'member', summary: 'People and their roles.', answer: z.array(member) },
    async ({ org }) => withKeys(identity, org.id, await listMembers(identity, org.id)),
  );
  orgRoute(
    kit,
    {
      method: 'patch',
      path: '/members/{id}',
      access: 'owner',
      summary:
        'Give somebody another role. The last owner stays one. Keys that the person made can do no more than the person from then on.',
      audit: 'member.role-changed',
      params: memberId,
      body: z.object({ role }),
      answer: member.extend({
        keysLimited: z.number().int().openapi({ description: 'Admin keys of the person that only read from now on.' }),
      }),
    },
    async ({ org, params, body, note }) => {
      const changed = await alone(deps, org.id, () => setMemberRole(identity, org.id, params.id, body.role));
      const [shown] = await withKeys(identity, org.id, [changed]);
      const keysLimited = hasRole(changed.role, 'admin') ? 0 : shown!.adminKeys;
      note({ detail: { userId: changed.userId, role: changed.role, keysLimited } });
      return { ...shown!, keysLimited };
    },
  );
  orgRoute(
    kit,
    {
      method: 'delete',
      path: '/members/{id}',
      access: 'owner',
      summary: 'End a membership and the keys that the person made. What else the person set up stays.',
      audit: 'member.removed',
      params: memberId,
      answer: ended,
    },
    async ({ org, params, note }) => {
      const { gone, keysEnded } = await endMembership(kit, org.id, params.id);
      note({ detail: { userId: gone.userId, keysEnded } });
      return { done: true as const, keysEnded };
    },
  );
  orgRoute(
    kit,
    {
      method: 'delete',
      path: '/membership',
      access: 'member',
      summary:
        'Leave the organization. Keys that the person made end; what else they set up stays. The last owner cannot leave.',
      audit: 'member.left',
      query: z.object({ confirm: z.string().max(60).openapi({ description: 'The address of the organization.' }) }),
      answer: ended,
    },
    async ({ org, caller, query, note }) => {
      const { userId } = personOf(caller);
      if (query.confirm !== org.slug) {
        const hint = `Send confirm=${org.slug} to leave the organization.`;
        throw new Problem({ code: 'not-confirmed', message: 'The address does not match.', status: 400, hint });
      }
      const own = (await listMembers(identity, org.id)).find((one) => one.userId === userId);
      const keysEnded = own ? (await endMembership(kit, org.id, own.id)).keysEnded : 0;
      note({ detail: { userId, keysEnded } });
      return { done: true as const, keysEnded };
    },
  );
}
