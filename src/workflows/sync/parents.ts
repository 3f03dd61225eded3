import type { PageMeta } from '../../core/page.ts';
import type { StagedPage } from '../../core/ports/page-ledger.ts';
import { withMarks } from './marks.ts';
import type { SyncSession } from './session.ts';

/** Levels of unknown parents that are followed upwards. */
const MOST_LEVELS = 100;

function bodyless(meta: PageMeta): StagedPage {
  return { page: { ...meta, body: null }, labels: [], restricted: false };
}

/**
 * Reads the parents that staged pages name and nobody has read: folders and other bodyless items, and
 * with `pagesToo` pages, whose restrictions are inherited. What cannot be seen stays unknown.
 */
export async function readParents(
  session: SyncSession,
  options: { readonly pagesToo: boolean; readonly known?: 'of-the-ledger' },
): Promise<void> {
  const { context, input, source } = session;
  const { ledger } = context.ports;
  const tried = new Set<string>();
  for (let level = 0; level < MOST_LEVELS; level += 1) {
    const unknown = await ledger.unknownParents(
      input.orgId,
      input.runId,
      options.known === undefined ? undefined : input.connectionId,
    );
    const missing = new Set(unknown.filter((id) => !tried.has(id)));
    if (missing.size === 0) return;
    for (const id of missing) tried.add(id);
    await session.goOn();

    const containers = await source.readContainers([...missing]);
    const pages: StagedPage[] = containers.map(bodyless);
    for (const { id } of containers) missing.delete(id);
    if (options.pagesToo && missing.size > 0) {
      const readings = await source.readPages([...missing]);
      const present = readings.flatMap((reading) => (reading.state === 'present' ? [reading.page] : []));
      for (const one of await withMarks(session, present)) pages.push({ ...one, page: { ...one.page, body: null } });
    }
    if (pages.length === 0) return;
    await ledger.stage(input.orgId, input.runId, 'parents', { pages, cursor: null, complete: true });
  }
}
