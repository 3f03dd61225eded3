import { z } from '@hono/zod-openapi';
import { callerOf, notFound, personOf } from '../access.ts';
import { isEmpty } from '../auth/accounts.ts';
import { ensureDemo } from '../auth/demo.ts';
import { createOrganization, organizationsOf } from '../auth/organizations.ts';
import { startSession } from '../auth/session.ts';
import { openRoute } from '../open-route.ts';
import type { RouteKit } from '../routes.ts';

const role = z.enum(['member', 'admin', 'owner']);
const organization = z.object({ id: z.string(), slug: z.string(), name: z.string(), role }).openapi('Organization');

/** Who is signed in, where they belong, and what this deployment offers before anybody is. */
export function addSessionRoutes(kit: RouteKit): void {
  const { deps, identity } = kit;
  const { settings } = deps;
  openRoute(
    kit,
    {
      method: 'get',
      path: '/api/v1/session',
      access: 'anyone',
      summary: 'Who is signed in, and the organizations they belong to.',
      answer: z.object({
        person: z.object({ id: z.string(), name: z.string(), email: z.string() }).nullable(),
        organizations: z.array(organization),
        /** Nobody has an account yet: the log of the start holds a link for the first owner. */
        needsOwner: z.boolean(),
        demo: z.record(z.string(), z.unknown()).nullable(),
        version: z.string(),
      }),
    },
    async ({ c }) => {
      const caller = await callerOf(c, identity);
      const person = caller?.kind === 'person' ? caller : null;
      return {
        person: person && { id: person.userId, name: person.name, email: person.email },
        organizations: person ? [...(await organizationsOf(identity, person.userId))] : [],
        needsOwner: person === null && settings.demo === null && (await isEmpty(identity)),
        demo: settings.demo,
        version: settings.version,
      };
    },
  );

  openRoute(
    kit,
    {
      method: 'post',
      path: '/api/v1/organizations',
      access: 'person',
      summary: 'Make an organization; whoever makes it becomes its owner.',
      status: 201,
      body: z.object({ name: z.string().trim().min(1).max(100), slug: z.string().trim().max(60) }),
      answer: organization,
    },
    async ({ c, body }) => {
      const { userId } = personOf((await callerOf(c, identity))!);
      const made = await createOrganization(identity, { ...body, ownerId: userId });
      await deps.ports.audit.append(made.id, {
        actorId: userId,
        action: 'organization.created',
        connectionId: null,
        detail: { slug: made.slug },
        ip: c.get('clientAddress'),
        requestId: c.get('requestId'),
      });
      return { ...made, role: 'owner' as const };
    },
  );

  openRoute(
    kit,
    {
      method: 'post',
      path: '/api/v1/demo/sign-in',
      access: 'anyone',
      summary: 'Sign in to the demonstration. Exists only where one runs.',
      answer: organization,
    },
    async ({ c }) => {
      if (settings.demo === null) throw notFound('A demonstration');
      const demo = await ensureDemo(identity);
      await startSession(c, identity, deps.auth.secret, demo.userId);
      return { ...demo.organization, role: 'owner' as const };
    },
  );
}
