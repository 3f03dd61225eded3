import { z } from '@hono/zod-openapi';
import type { Connection, Json, Target } from '../../../core/connection.ts';
import { Problem } from '../../../core/problem.ts';
import type { Run, RunKind } from '../../../core/run.ts';
import { sourceRoutes } from '../../contract.ts';
import type { ServerDeps } from '../../deps.ts';
import { type Alert, asJson, type Guard, objectOf, sourceOf } from '../connections.ts';
import { orgRoute, type RouteKit } from '../routes.ts';
import { connectionId, connectionQuery, run } from '../shapes.ts';

/** The first sync until it has succeeded; from then on a comparison of everything. */
function nextKind(connection: Connection): RunKind {
  return objectOf<{ state?: unknown }>(connection, 'firstSync')?.state === 'succeeded' ? 'sweep' : 'initial';
}

async function openRun(deps: ServerDeps, connection: Connection): Promise<Run | null> {
  const [newest] = await deps.ports.runs.list(connection.orgId, connection.id, 1);
  return newest?.state === 'running' ? newest : null;
}

/** A mirror that was stopped because everybody could read it goes on once they cannot, or once that is confirmed. */
async function refuseWhilePublic(deps: ServerDeps, connection: Connection): Promise<void> {
  const alert = objectOf<Alert>(connection, 'alert');
  const target = objectOf<Target>(connection, 'target');
  const host = target && (await deps.ports.connections.get(connection.orgId, target.connectionId));
  if (!alert || !target || !host) return;
  const repository = await (await deps.openRepoHost(host)).getRepository(target.repositoryId);
  if (repository.private) return;
  const { code, message, hint } = alert;
  throw new Problem({ code, message, status: 409, actor: 'repository-admin', hint });
}

const actions = {
  async start(deps: ServerDeps, connection: Connection, whole: boolean) {
    if (!objectOf<Target>(connection, 'target')) {
      const hint = 'Choose the target repository first.';
      throw new Problem({
        code: 'target-missing',
        message: 'No repository receives the mirror yet.',
        status: 409,
        hint,
      });
    }
    if (connection.config.paused === true) {
      const hint = 'Resume it first.';
      throw new Problem({ code: 'paused', message: 'The connection is paused.', status: 409, hint });
    }
    return deps.jobs.sync(connection.orgId, connection.id, whole ? 'resync' : nextKind(connection));
  },
  async pause(deps: ServerDeps, connection: Connection) {
    await deps.ports.connections.patch(connection.orgId, connection.id, { paused: true });
    return openRun(deps, connection);
  },
  async resume(deps: ServerDeps, connection: Connection) {
    await refuseWhilePublic(deps, connection);
    await deps.ports.connections.patch(connection.orgId, connection.id, { paused: null, alert: null });
    await deps.jobs.nudge(connection.orgId, connection.id);
    return openRun(deps, connection);
  },
  async cancel(deps: ServerDeps, connection: Connection) {
    const open = await openRun(deps, connection);
    if (open) await deps.ports.runs.requestCancel(connection.orgId, open.id);
    return open;
  },
} as const;

function addGuard(kit: RouteKit): void {
  const { deps } = kit;
  const answer = z.object({
    state: z.enum(['waiting', 'approved']).nullable(),
    runId: z.string().nullable(),
    removals: z.number().int(),
    of: z.number().int(),
    /** Pages whose files the run would have removed, as far as they are known. */
    pages: z.array(z.object({ pageId: z.string(), title: z.string(), path: z.string(), proof: z.string() })),
  });
  const show = (connection: Connection): z.input<typeof answer> => {
    const guard = objectOf<Guard>(connection, 'guard');
    if (!guard) return { state: null, runId: null, removals: 0, of: 0, pages: [] };
    return { ...guard, pages: [...(guard.pages ?? [])] };
  };

  orgRoute(
    kit,
    {
      method: 'get',
      path: `${sourceRoutes}/guard`,
      access: 'member',
      summary: 'A run that would remove many files waits for an answer here.',
      query: connectionQuery,
      answer,
    },
    async ({ org, query }) => show((await sourceOf(deps, org.id, query.connectionId)).connection),
  );
  orgRoute(
    kit,
    {
      method: 'post',
      path: `${sourceRoutes}/guard`,
      access: 'admin',
      summary: 'Let the removals happen, or refuse them: then every file stays and the connection is paused.',
      audit: 'removals.decided',
      body: z.object({ connectionId: connectionId.optional(), decision: z.enum(['approve', 'reject']) }),
      answer,
    },
    async ({ org, body, note }) => {
      const { connection } = await sourceOf(deps, org.id, body.connectionId);
      const guard = objectOf<Guard>(connection, 'guard');
      const none = new Problem({ code: 'no-review', message: 'No removal waits for an answer.', status: 409 });
      if (guard?.state !== 'waiting') throw none;
      const change: Record<string, Json> =
        body.decision === 'approve'
          ? { guard: asJson({ ...guard, state: 'approved' }) }
          : { guard: null, paused: true };
      const { connections } = deps.ports;
      if (!(await connections.compareAndSet(org.id, connection.id, 'guard', asJson(guard), change))) throw none;
      if (body.decision === 'approve') await deps.jobs.sync(org.id, connection.id, nextKind(connection));
      note({ connectionId: connection.id, detail: { decision: body.decision, removals: guard.removals } });
      return show((await sourceOf(deps, org.id, connection.id)).connection);
    },
  );
}

/** Starting, pausing and ending runs, and the answer that a mass deletion waits for. */
export function addSyncRoutes(kit: RouteKit): void {
  const { deps, limits } = kit;
  orgRoute(
    kit,
    {
      method: 'post',
      path: `${sourceRoutes}/sync`,
      access: 'admin',
      summary: 'Start a run, pause or resume the connection, or end the run that is under way.',
      audit: 'sync.steered',
      body: z.object({
        connectionId: connectionId.optional(),
        action: z.enum(['start', 'pause', 'resume', 'cancel']).default('start'),
        /** Read and render every page again. */
        whole: z.boolean().default(false),
      }),
      answer: z.object({ run: run.nullable(), paused: z.boolean() }),
    },
    async ({ org, body, note }) => {
      limits.takeJob(org.id);
      const { connection } = await sourceOf(deps, org.id, body.connectionId);
      const affected = await actions[body.action](deps, connection, body.whole);
      note({ connectionId: connection.id, detail: { action: body.action, runId: affected?.id ?? null } });
      const after = await deps.ports.connections.get(org.id, connection.id);
      return { run: affected, paused: after?.config.paused === true };
    },
  );
  addGuard(kit);
}
