import type { Scope } from '../../core/scope.ts';
import { readParents } from './parents.ts';
import { type PageReadings, readPages } from './read-pages.ts';
import type { SyncSession } from './session.ts';

/** Reads the pages that events name, and the ancestors that decide about them where nobody knows those. */
export async function readNamedPages(
  session: SyncSession,
  ids: readonly string[],
  scope: Scope,
  into: PageReadings,
): Promise<void> {
  await session.progress('reading');
  await readPages(session, ids, scope, into, { attachments: scope.attachments.include });
  await readParents(session, { pagesToo: true, known: 'of-the-ledger' });
}
