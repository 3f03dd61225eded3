import type { Connection } from '../../core/connection.ts';
import type { ServerDeps } from '../deps.ts';

/** Milliseconds within which further events of a connection are told together. */
const TOGETHER_MS = 250;

/**
 * Tells the dispatcher of events without waiting for it: at once for the first, then for all that come
 * within a moment together. Nothing is lost with a process that ends: the journal holds the events.
 */
export function createNudges(deps: ServerDeps): (connection: Connection) => void {
  const resting = new Map<string, { more: boolean }>();

  function tell(connection: Connection): void {
    const { orgId, id } = connection;
    const rest = { more: false };
    resting.set(id, rest);
    deps.jobs.nudge(orgId, id).catch((error: unknown) => {
      deps.log.warn({ err: error, connectionId: id }, 'the dispatcher was not told of an event');
    });
    setTimeout(() => {
      resting.delete(id);
      if (rest.more) tell(connection);
    }, TOGETHER_MS).unref();
  }

  return (connection) => {
    const rest = resting.get(connection.id);
    if (rest) rest.more = true;
    else tell(connection);
  };
}
