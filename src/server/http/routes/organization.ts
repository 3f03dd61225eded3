import { z } from '@hono/zod-openapi';
import { renameOrganization } from '../auth/organizations.ts';
import { orgRoute, type RouteKit } from '../routes.ts';

const organization = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  role: z.enum(['member', 'admin', 'owner']),
});

/** The organization itself and its name. */
export function addOrganizationRoutes(kit: RouteKit): void {
  const { identity } = kit;
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
}
