import { z } from '@hono/zod-openapi';
import { Problem } from '../../../core/problem.ts';
import { callerOf } from '../access.ts';
import { checkPassword, createAccount, findUser } from '../auth/accounts.ts';
import { settleInvitation } from '../auth/invitations.ts';
import { type LinkPurpose, peekLink, takeLink } from '../auth/links.ts';
import { addMember, findOrganizationById } from '../auth/organizations.ts';
import { startSession } from '../auth/session.ts';
import { openRoute } from '../open-route.ts';
import type { RouteKit } from '../routes.ts';

const params = z.object({ token: z.string().max(100) });

type Invitation = Extract<LinkPurpose, { kind: 'invitation' }>;

function gone(): Problem {
  return new Problem({
    code: 'invitation-gone',
    message: 'This invitation was used, or it is older than seven days.',
    status: 404,
    hint: 'Ask for a new one.',
  });
}

function asInvitation(purpose: LinkPurpose | null): Invitation {
  if (purpose?.kind !== 'invitation') throw gone();
  return purpose;
}

/** The way into an organization for somebody who was sent a link. */
export function addInvitationRoutes(kit: RouteKit): void {
  const { deps, identity } = kit;

  openRoute(
    kit,
    {
      method: 'get',
      path: '/api/v1/invitations/{token}',
      access: 'anyone',
      summary: 'What an invitation is for.',
      params,
      answer: z.object({
        organization: z.object({ name: z.string(), slug: z.string() }),
        email: z.string(),
        role: z.enum(['member', 'admin']),
        /** The address has an account already: sign in with it instead of making one. */
        hasAccount: z.boolean(),
      }),
    },
    async ({ params: { token } }) => {
      const invitation = asInvitation(await peekLink(identity, token));
      const organization = await findOrganizationById(identity, invitation.orgId);
      if (!organization) throw gone();
      const hasAccount = (await findUser(identity, invitation.email)) !== null;
      return { organization, email: invitation.email, role: invitation.role, hasAccount };
    },
  );

  openRoute(
    kit,
    {
      method: 'post',
      path: '/api/v1/invitations/{token}',
      access: 'anyone',
      summary: 'Join. Somebody without an account gives a name and a password.',
      params,
      body: z.object({ name: z.string().trim().min(1).max(100).optional(), password: z.string().max(200).optional() }),
      answer: z.object({ slug: z.string() }),
    },
    async ({ c, params: { token }, body }) => {
      const invitation = asInvitation(await peekLink(identity, token));
      const organization = await findOrganizationById(identity, invitation.orgId);
      if (!organization) throw gone();
      const account = await findUser(identity, invitation.email);
      const caller = await callerOf(c, identity);
      if (account && (caller?.kind !== 'person' || caller.userId !== account.id)) {
        throw new Problem({
          code: 'sign-in-as-invited',
          message: `The invitation is for ${invitation.email}, which has an account.`,
          status: 401,
          hint: 'Sign in with that account and open the link again.',
        });
      }
      if (!account) checkPassword(body.password ?? '');
      asInvitation(await takeLink(identity, token));
      const name = body.name ?? invitation.email;
      const userId =
        account?.id ??
        (await createAccount(identity, { name, email: invitation.email, password: body.password ?? '' })).id;
      if (invitation.invitationId) await settleInvitation(identity, invitation.invitationId, 'accepted');
      await addMember(identity, { orgId: organization.id, userId, role: invitation.role });
      if (!account) await startSession(c, identity, deps.auth.secret, userId);
      await deps.ports.audit.append(organization.id, {
        actorId: userId,
        action: 'member.joined',
        connectionId: null,
        detail: { role: invitation.role },
        ip: c.get('clientAddress'),
        requestId: c.get('requestId'),
      });
      return { slug: organization.slug };
    },
  );
}
