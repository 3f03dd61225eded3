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
  const { context, input } = session;
  await session.progress('reading');
  await readPages(session, ids, scope, into);
  const rows = await context.ports.ledger.pages(input.orgId, input.connectionId);
  await readParents(session, { pagesToo: true, known: new Set(rows.map((row) => row.pageId)) });
}
