import { z } from '@hono/zod-openapi';
import type { Connection, Target } from '../../../core/connection.ts';
import { Problem } from '../../../core/problem.ts';
import type { Repository } from '../../../core/roles/repo-host.ts';
import { sourceRoutes } from '../../contract.ts';
import type { ServerDeps } from '../../deps.ts';
import { type Alert, asJson, objectOf, repositoryHostOf, sourceOf } from '../connections.ts';
import { orgRoute, type RouteKit } from '../routes.ts';
import { connectionId, target } from '../shapes.ts';

function refuse(code: string, message: string, hint: string): Problem {
  return new Problem({ code, message, status: 409, hint });
}

function checkRepository(repository: Repository, accepted: string | undefined): void {
  if (repository.archived)
    throw refuse('target-archived', `${repository.fullName} is archived and takes no commits.`, 'Choose another one.');
  // S24: whoever reads the repository reads the pages; a public one takes more than a click.
  if (!repository.private && accepted !== repository.fullName)
    throw refuse(
      'target-public',
      `${repository.fullName} is public: everybody would read the mirrored pages.`,
      'Choose a private repository, or type its full name to confirm.',
    );
}

/** A mirror that stands somewhere is moved, which is asked for explicitly. */
function checkStanding(connection: Connection, chosen: Target): void {
  const before = objectOf<Target>(connection, 'target');
  const same = before?.repositoryId === chosen.repositoryId && before.branch === chosen.branch;
  if (before && !same && objectOf(connection, 'firstSync'))
    throw refuse(
      'target-in-use',
      `The mirror stands in ${before.fullName} already.`,
      'Move the mirror, keeping or removing the files there.',
    );
}

const chosenTarget = z.object({
  connectionId: connectionId.optional().openapi({ description: 'The repository host.' }),
  repositoryId: z.string().min(1).max(100),
  branch: z
    .string()
    .regex(/^(?!-)[\w./-]{1,200}$/)
    .optional()
    .openapi({ description: 'Absent: the default branch.' }),
});
const confirmPublic = z.string().max(300).optional().openapi({ description: 'Full name of a public repository.' });

/** The repository that is meant, as the host has it now. */
async function findTarget(deps: ServerDeps, orgId: string, given: z.output<typeof chosenTarget>) {
  const host = await repositoryHostOf(deps, orgId, given.connectionId);
  const repository = await (await deps.openRepoHost(host.connection)).getRepository(given.repositoryId);
  const branch = given.branch ?? repository.defaultBranch;
  const { id: repositoryId, fullName } = repository;
  const target: Target = { connectionId: host.connection.id, repositoryId, fullName, branch };
  return { repository, target };
}

async function track(deps: ServerDeps, orgId: string, { url }: Repository, chosen: Target): Promise<void> {
  const { connectionId: hostId, repositoryId: remoteId, fullName, branch } = chosen;
  await deps.ports.repositories.track(orgId, { connectionId: hostId, remoteId, fullName, url, branch });
}

/** Choosing the repository and branch that receive the mirror. */
export function addTargetRoute(kit: RouteKit): void {
  const { deps } = kit;
  orgRoute(
    kit,
    {
      method: 'put',
      path: `${sourceRoutes}/target`,
      access: 'admin',
      summary: 'Choose the repository and branch that receive the mirror.',
      audit: 'target.chosen',
      body: z.object({
        connectionId: connectionId.optional(),
        target: chosenTarget,
        confirmPublic,
      }),
      answer: z.object({ target }),
    },
    async ({ org, body, note }) => {
      const { connection } = await sourceOf(deps, org.id, body.connectionId);
      const { repository, target: chosen } = await findTarget(deps, org.id, body.target);
      checkRepository(repository, body.confirmPublic);
      checkStanding(connection, chosen);
      await track(deps, org.id, repository, chosen);
      const alert = objectOf<Alert>(connection, 'alert');
      await deps.ports.connections.patch(org.id, connection.id, {
        target: asJson(chosen),
        // What the person saw and confirmed: a private one that is public later stops the mirror.
        targetPrivate: { id: repository.id, private: repository.private },
        ...(alert === null ? {} : { alert: null, paused: null }),
      });
      if (alert !== null) await deps.jobs.nudge(org.id, connection.id);
      note({
        connectionId: connection.id,
        detail: { repository: chosen.fullName, branch: chosen.branch, public: !repository.private },
      });
      return { target: chosen };
    },
  );
  addMove(kit);
}

const files = z.enum(['keep', 'remove']);

function addMove(kit: RouteKit): void {
  const { deps } = kit;
  const { ports } = deps;
  const standing = (connection: Connection): Target => {
    const from = objectOf<Target>(connection, 'target');
    if (!from || !objectOf(connection, 'firstSync'))
      throw refuse('nothing-to-move', 'No mirror stands anywhere yet.', 'Choose the target.');
    if (connection.config.moving)
      throw refuse('move-under-way', 'The mirror is being moved to another repository.', 'Wait until it has moved.');
    return from;
  };
  const refuseSame = (from: Target, to: Target): void => {
    if (from.repositoryId === to.repositoryId && from.branch === to.branch)
      throw refuse('target-same', `The mirror stands in ${from.fullName} already.`, 'Choose another repository.');
  };
  const body = z.object({ connectionId: connectionId.optional(), target: chosenTarget, confirmPublic });

  orgRoute(
    kit,
    {
      method: 'post',
      path: `${sourceRoutes}/target/move-preview`,
      access: 'admin',
      summary: 'What moving the mirror to another repository or branch would do.',
      audit: null,
      body,
      answer: z.object({
        from: target,
        to: target,
        files: z.number().int(),
        /** Everybody could read the new one: its full name must be sent to confirm. */
        public: z.boolean(),
        does: z.array(z.string()),
      }),
    },
    async ({ org, body }) => {
      const { connection } = await sourceOf(deps, org.id, body.connectionId);
      const from = standing(connection);
      const { repository, target: to } = await findTarget(deps, org.id, body.target);
      refuseSame(from, to);
      const mirrored = await ports.ledger.list(org.id, connection.id, { state: 'mirrored', limit: 1 });
      return {
        from,
        to,
        files: mirrored.total,
        public: !repository.private,
        does: [
          'The run that is under way ends, and none begins until the mirror has moved.',
          `Open pull requests of ours in ${from.fullName} are closed. Its files stay, or leave in one commit, as you ask; their history stays.`,
          `A pull request in ${to.fullName} brings the scope; everything is mirrored there once it is merged.`,
        ],
      };
    },
  );
  orgRoute(
    kit,
    {
      method: 'post',
      path: `${sourceRoutes}/target/move`,
      access: 'admin',
      summary:
        'Move the mirror to another repository or branch; files in the old one are kept or removed in one commit.',
      audit: 'target.move-asked',
      status: 202,
      body: body.extend({ files }),
      answer: z.object({ from: target, to: target, files }),
    },
    async ({ org, body, note }) => {
      const { connection } = await sourceOf(deps, org.id, body.connectionId);
      const from = standing(connection);
      const { repository, target: to } = await findTarget(deps, org.id, body.target);
      refuseSame(from, to);
      checkRepository(repository, body.confirmPublic);
      await track(deps, org.id, repository, to);
      await deps.jobs.moveMirror(org.id, connection.id, { to, private: repository.private, files: body.files });
      note({ connectionId: connection.id, detail: { from: from.fullName, to: to.fullName, files: body.files } });
      return { from, to, files: body.files };
    },
  );
}
