import { z } from '@hono/zod-openapi';
import { Problem } from '../../../core/problem.ts';
import { removeOrganization, renameOrganization } from '../auth/organizations.ts';
import { orgRoute, type RouteKit } from '../routes.ts';
import { done } from '../shapes.ts';

const organization = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  role: z.enum(['member', 'admin', 'owner']),
});

/** The organization itself: its name, and its end. */
export function addOrganizationRoutes(kit: RouteKit): void {
  const { deps, identity } = kit;
  orgRoute(
    kit,
    { method: 'get', path: '/organization', access: 'member', summary: 'The organization.', answer: organization },
    async ({ org, role }) => ({ id: org.id, slug: org.slug, name: org.name, role }),
  );
  orgRoute(
    kit,
    {
      method: 'patch',
      path: '/organization',
      access: 'owner',
      summary: 'Give the organization another name. Its address stays.',
      audit: 'organization.renamed',
      body: z.object({ name: z.string().trim().min(1).max(100) }),
      answer: organization,
    },
    async ({ org, role, body, note }) => {
      await renameOrganization(identity, org.id, body.name);
      note({ detail: { from: org.name, to: body.name } });
      return { id: org.id, slug: org.slug, name: body.name, role };
    },
  );
  orgRoute(
    kit,
    {
      method: 'delete',
      path: '/organization',
      access: 'owner',
      summary: 'End the organization, its memberships and its keys. Its products are disconnected before.',
      audit: 'organization.removed',
      query: z.object({ confirm: z.string().max(60).openapi({ description: 'The address of the organization.' }) }),
      answer: done,
    },
    async ({ org, query, note }) => {
      if (query.confirm !== org.slug) {
        const hint = `Send confirm=${org.slug} to end the organization.`;
        throw new Problem({ code: 'not-confirmed', message: 'The address does not match.', status: 400, hint });
      }
      const all = await deps.ports.connections.list(org.id);
      if (all.length > 0) {
        throw new Problem({
          code: 'organization-in-use',
          message: `${all.map(({ name }) => name).join(', ')} ${all.length === 1 ? 'is' : 'are'} still connected.`,
          status: 409,
          hint: 'Disconnect every product first, so that nothing is left at the other side.',
        });
      }
      await removeOrganization(identity, org.id);
      note({ detail: { slug: org.slug } });
      return { done: true as const };
    },
  );
}
