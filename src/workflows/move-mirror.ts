import type { Connection, Target } from '../core/connection.ts';
import { reviveProblem } from './attempt.ts';
import { asJson, scopeDraftOf, scopeInForce, targetOf } from './connection-state.ts';
import type { WorkContext } from './context.ts';
import { durably } from './durable-step.ts';
import type { WorkflowFunction } from './engine.ts';
import { endRuns, leaveRepository } from './leave-repository.ts';
import type { MoveInput } from './specs.ts';
import type { Tools } from './tools.ts';

/** A move that was asked for, as it stands on the connection until it is done. */
interface Moving {
  readonly to: Target;
  readonly private: boolean;
  readonly files: 'keep' | 'remove';
  readonly wasPaused: boolean;
  /** When it was asked for: tells one move from the next. ISO 8601. */
  readonly at: string;
}

function movingOf(connection: Connection): Moving | null {
  return (connection.config.moving as unknown as Moving | null | undefined) ?? null;
}

/**
 * Takes a mirror to another repository or branch: its runs end, the old target is left with or without the files, and
 * the scope that was in force is proposed in the new one, where it comes into force when people merge it. What the old
 * side refuses is logged and left; the move goes on from wherever it was stopped.
 */
export function moveMirror(tools: Tools): WorkflowFunction<MoveInput, { readonly state: string }> {
  const { context, jobs } = tools;
  return async ({ input, step }) => {
    const carryOut = (name: string, work: (connection: Connection, moving: Moving) => Promise<void>) =>
      durably(
        step,
        name,
        async () => {
          const connection = await context.ports.connections.get(input.orgId, input.connectionId);
          const moving = connection && movingOf(connection);
          if (connection && moving) await work(connection, moving);
          context.reach(`move:${name}`);
          return null;
        },
        { now: () => context.clock.now() },
      );
    const ended = await carryOut('end runs', (connection) => endRuns(context, connection));
    if (!ended.ok) throw reviveProblem(ended.problem);
    const left = await carryOut('files', (connection, { files }) =>
      leaveRepository(context, connection, files, 'it moved to another repository'),
    );
    const undone = left.ok ? null : left.problem.code;
    if (undone !== null)
      context.log.warn({ connectionId: input.connectionId, code: undone }, 'left undone while moving');
    const moved = await carryOut('switch', (connection, moving) => switchTarget(context, connection, moving, undone));
    if (!moved.ok) throw reviveProblem(moved.problem);
    const proposed = await durably(
      step,
      'propose',
      async () => {
        await jobs.proposeScope(input.orgId, input.connectionId);
        context.reach('move:propose');
        return null;
      },
      { now: () => context.clock.now() },
    );
    if (!proposed.ok) throw reviveProblem(proposed.problem);
    return { state: 'moved' };
  };
}

/** From here on the connection stands as at its setup: with a target, and a scope that waits to be approved. */
async function switchTarget(
  context: WorkContext,
  connection: Connection,
  moving: Moving,
  undone: string | null,
): Promise<void> {
  const { ports } = context;
  const { orgId, id } = connection;
  const { to } = moving;
  const from = targetOf(connection);
  // What was mirrored where says nothing of the new repository.
  await ports.ledger.clear(orgId, id);
  context.reach('move:cleared');
  const scope = scopeDraftOf(connection) ?? scopeInForce(connection);
  const isSwitched = await ports.connections.compareAndSet(orgId, id, 'moving', asJson({ ...moving }), {
    target: asJson({ ...to }),
    targetPrivate: { id: to.repositoryId, private: moving.private },
    scopeDraft: scope && asJson(scope),
    scope: null,
    scopeCommit: null,
    scopeUnread: null,
    scopeProblem: null,
    proposal: null,
    mirrorPullRequest: null,
    mirrorCommit: null,
    firstSync: null,
    guard: null,
    alert: null,
    paused: moving.wasPaused ? true : null,
    moving: null,
  });
  if (!isSwitched) return;
  await ports.audit.append(orgId, {
    actorId: null,
    action: 'target.moved',
    connectionId: id,
    detail: { from: from?.fullName ?? null, to: to.fullName, files: moving.files, ...(undone ? { undone } : {}) },
    ip: null,
    requestId: null,
  });
}
