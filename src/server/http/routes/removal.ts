import { z } from '@hono/zod-openapi';
import type { Connection, Target } from '../../../core/connection.ts';
import { Problem } from '../../../core/problem.ts';
import { keys } from '../../contract.ts';
import type { ServerDeps } from '../../deps.ts';
import { personOf } from '../access.ts';
import { listMembers } from '../auth/organizations.ts';
import { objectOf, textOf } from '../connections.ts';
import { orgRoute, type RouteKit } from '../routes.ts';

const files = z.enum(['keep', 'remove']).default('keep');

const leavingConnection = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(['source', 'repositories']),
  /** Mirrored files of a source. */
  files: z.number().int(),
  target: z.string().nullable(),
  accountLinked: z.boolean(),
  appInstalled: z.boolean(),
  /** Where only a person can delete the app itself. */
  appUrl: z.string().nullable(),
});

async function show(deps: ServerDeps, connection: Connection): Promise<z.input<typeof leavingConnection>> {
  const { ports } = deps;
  const { orgId, id, name } = connection;
  const source = deps.sources.get(connection.connector);
  const [mirrored, grant] = await Promise.all([
    ports.ledger.list(orgId, id, { state: 'mirrored', limit: 1 }),
    ports.grants.forConnection(orgId, id),
  ]);
  const appId = textOf(connection, keys.appId);
  return {
    id,
    name,
    role: source ? 'source' : 'repositories',
    files: mirrored.total,
    target: objectOf<Target>(connection, 'target')?.fullName ?? null,
    accountLinked: grant !== null,
    appInstalled: textOf(connection, source ? keys.installationId : 'installationId') !== null,
    appUrl: source && appId ? source.provisioner.installLink(appId) : null,
  };
}

/** The removal in plain sentences, in the order in which it happens. */
function sentences(connections: readonly z.input<typeof leavingConnection>[]): readonly string[] {
  const named = (role: 'source' | 'repositories') =>
    connections
      .filter((one) => one.role === role)
      .map(({ name }) => name)
      .join(', ');
  const [sources, hosts] = [named('source'), named('repositories')];
  return [
    'Every key of the organization ends at once, and nothing new can be connected.',
    ...(sources === ''
      ? []
      : [
          `${sources}: runs end, the app is uninstalled where possible, the grant is given back, secrets are wiped, and mirrored files stay or leave in one commit, as chosen. A protected branch gets a pull request instead.`,
        ]),
    ...(hosts === ''
      ? []
      : [
          `${hosts}: its secrets are wiped, and the index and graph of its repositories are deleted. The repositories stay.`,
        ]),
    'Memberships and invitations end, and then the organization. People keep their accounts; the audit log stays.',
  ];
}

/** The end of an organization: shown before, then carried out by the worker, wherever it is interrupted. */
export function addRemovalRoutes(kit: RouteKit): void {
  const { deps, identity } = kit;
  const { connections, organizations, repositories } = deps.ports;
  orgRoute(
    kit,
    {
      method: 'get',
      path: '/organization/removal',
      access: 'owner',
      summary: 'What removing the organization would do, or is doing.',
      answer: z.object({
        /** null: nobody has asked for it. */
        underWay: z.object({ files: z.enum(['keep', 'remove']), at: z.string() }).nullable(),
        does: z.array(z.string()),
        connections: z.array(leavingConnection),
        repositories: z.number().int(),
        members: z.number().int(),
        /** What has to be sent along. */
        confirm: z.string(),
      }),
    },
    async ({ org }) => {
      const [leaving, all, tracked, members] = await Promise.all([
        organizations.leavingOf(org.id),
        connections.list(org.id),
        repositories.list(org.id),
        listMembers(identity, org.id),
      ]);
      const shown = await Promise.all(all.map((one) => show(deps, one)));
      return {
        underWay: leaving && { files: leaving.files, at: leaving.at },
        does: [...sentences(shown)],
        connections: shown,
        repositories: tracked.length,
        members: members.length,
        confirm: org.slug,
      };
    },
  );
  orgRoute(
    kit,
    {
      method: 'delete',
      path: '/organization',
      access: 'owner',
      summary:
        'Remove the organization: its keys end at once, every product is disconnected in order, then memberships and the organization end.',
      audit: 'organization.removal-asked',
      status: 202,
      query: z.object({
        confirm: z.string().max(60).openapi({ description: 'The address of the organization.' }),
        files: files.openapi({ description: 'What becomes of mirrored files in the target repositories.' }),
      }),
      answer: z.object({
        done: z.boolean().openapi({ description: 'false: products are being disconnected before.' }),
      }),
    },
    async ({ org, caller, query, note }) => {
      if (query.confirm !== org.slug) {
        const hint = `Send confirm=${org.slug} to remove the organization.`;
        throw new Problem({ code: 'not-confirmed', message: 'The address does not match.', status: 400, hint });
      }
      const by = personOf(caller).userId;
      const at = new Date(deps.clock.now()).toISOString();
      const leaving = await organizations.beginLeaving(org.id, { files: query.files, by, at });
      note({ detail: { slug: org.slug, files: leaving.files } });
      if ((await connections.list(org.id)).length > 0) return { done: false };
      await organizations.end(org.id, { actorId: by, detail: { slug: org.slug, files: leaving.files } });
      return { done: true };
    },
  );
}
