import { z } from '@hono/zod-openapi';
import type { Connection, Target } from '../../../core/connection.ts';
import { Problem } from '../../../core/problem.ts';
import type { Repository } from '../../../core/roles/repo-host.ts';
import { sourceRoutes } from '../../contract.ts';
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

function checkMove(connection: Connection, chosen: Target): void {
  const before = objectOf<Target>(connection, 'target');
  const same = before?.repositoryId === chosen.repositoryId && before.branch === chosen.branch;
  if (before && !same && objectOf(connection, 'firstSync'))
    throw refuse(
      'target-in-use',
      `The mirror stands in ${before.fullName} already.`,
      'Disconnect, keeping or removing the files, and connect again for another repository.',
    );
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
        target: z.object({
          connectionId: connectionId.optional().openapi({ description: 'The repository host.' }),
          repositoryId: z.string().min(1).max(100),
          branch: z
            .string()
            .regex(/^(?!-)[\w./-]{1,200}$/)
            .optional()
            .openapi({ description: 'Absent: the default branch.' }),
        }),
        confirmPublic: z.string().max(300).optional().openapi({ description: 'Full name of a public repository.' }),
      }),
      answer: z.object({ target }),
    },
    async ({ org, body, note }) => {
      const { connection } = await sourceOf(deps, org.id, body.connectionId);
      const host = await repositoryHostOf(deps, org.id, body.target.connectionId);
      const repository = await (await deps.openRepoHost(host.connection)).getRepository(body.target.repositoryId);
      checkRepository(repository, body.confirmPublic);
      const branch = body.target.branch ?? repository.defaultBranch;
      const { id: repositoryId, fullName, url } = repository;
      const chosen: Target = { connectionId: host.connection.id, repositoryId, fullName, branch };
      checkMove(connection, chosen);
      await deps.ports.repositories.track(org.id, {
        connectionId: host.connection.id,
        remoteId: repositoryId,
        fullName,
        url,
        branch,
      });
      const alert = objectOf<Alert>(connection, 'alert');
      await deps.ports.connections.patch(org.id, connection.id, {
        target: asJson(chosen),
        // What the person saw and confirmed: a private one that is public later stops the mirror.
        targetPrivate: { id: repositoryId, private: repository.private },
        ...(alert === null ? {} : { alert: null, paused: null }),
      });
      if (alert !== null) await deps.jobs.nudge(org.id, connection.id);
      note({ connectionId: connection.id, detail: { repository: fullName, branch, public: !repository.private } });
      return { target: chosen };
    },
  );
}
