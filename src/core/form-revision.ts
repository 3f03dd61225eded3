import type { Connection } from './connection.ts';
import { Problem } from './problem.ts';

/** Key of a connection that counts how often its provisioning form was saved or a job was started with it. */
export const formRevisionKey = 'formRevision';

/** The count as it was when the connection was read; null: never. What is saved or started after looking names it. */
export function formRevisionOf({ config }: Pick<Connection, 'config'>): number | null {
  const value = config[formRevisionKey];
  return typeof value === 'number' ? value : null;
}

/** What was read before saving or starting is no longer what is there. */
export function savedMeanwhile(): Problem {
  return new Problem({
    code: 'saved-meanwhile',
    message: 'Somebody else saved or started this at the same moment.',
    status: 409,
    hint: 'Look at what is there now and send yours again.',
  });
}
