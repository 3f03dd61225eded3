import { type PageHeader, readFrontMatter } from '../../config/index.ts';
import type { PlannedRemoval, RemovalProof } from '../../core/plan.ts';
import type { LedgerPage } from '../../core/ports/page-ledger.ts';
import { leftoversOf } from '../../pipeline/publish/leftovers.ts';
import type { RepositoryState, RunPlan, SourceReading } from './run-facts.ts';
import type { SyncSession } from './session.ts';

/** Files that are looked into in one run; the next one takes the others. */
const MOST_DOCUMENTS = 500;

interface Found {
  readonly path: string;
  readonly pageId: string;
  readonly spaceKey: string;
}

/** A tag that is the page's id itself, so that the page can be asked for. */
const PLAIN_ID = /^\d+$/;
const PROOFS: Readonly<Record<string, RemovalProof>> = { restricted: 'restricted', archived: 'archived' };

async function readHeaders(
  session: SyncSession,
  tree: ReadonlyMap<string, string>,
  paths: readonly string[],
): Promise<readonly Found[]> {
  const some = paths.slice(0, MOST_DOCUMENTS);
  const headers = new Map<string, PageHeader>();
  for await (const { blob, content } of session.mirror.readBlobs([...new Set(some.map((path) => tree.get(path)!))])) {
    const header = readFrontMatter(Buffer.from(content).toString('utf8').split('\n'))?.header;
    // Without a header of ours it is somebody's own file.
    if (header) headers.set(blob, header);
  }
  return some.flatMap((path) => {
    const header = headers.get(tree.get(path)!);
    return header ? [{ path, pageId: header.pageId, spaceKey: header.spaceKey }] : [];
  });
}

/** What the plan itself says of a leftover; null: its page is not known, so that the source has to be asked. */
function known(
  plan: RunPlan,
  rows: ReadonlyMap<string, LedgerPage>,
  repository: RepositoryState,
  { path, pageId }: Found,
) {
  const standing = plan.outcome.paths.get(pageId);
  const row = rows.get(pageId);
  if (standing !== undefined) {
    const willStand =
      repository.tree.has(standing) ||
      plan.outcome.plan.writes.some((write) => write.page.id === pageId && write.render);
    return standing !== path && willStand ? 'out-of-scope' : 'keep';
  }
  if (row === undefined) return null;
  return row.state === 'skipped' ? (PROOFS[row.reason ?? ''] ?? 'out-of-scope') : 'keep';
}

/** Of pages that neither ledger nor listing knows: gone where their space was listed whole and reading them shows nothing. */
async function unknown(session: SyncSession, reading: SourceReading, plan: RunPlan, found: readonly Found[]) {
  const proofs = new Map<string, RemovalProof>();
  const chosen = new Set(reading.scope.spaces.map((space) => space.key));
  const asked: string[] = [];
  for (const { pageId, spaceKey } of found)
    if (!chosen.has(spaceKey)) proofs.set(pageId, 'out-of-scope');
    else if (reading.listings.get(spaceKey) !== 'complete') continue;
    else if (plan.remote.has(pageId)) proofs.set(pageId, 'out-of-scope');
    else asked.push(pageId);
  if (asked.length === 0) return proofs;
  for (const one of await session.source.readPages([...new Set(asked)]))
    if (one.state === 'hidden') proofs.set(one.id, 'absent-twice');
    else if (one.state === 'present' && !chosen.has(one.page.spaceKey)) proofs.set(one.page.id, 'out-of-scope');
    else if (one.state === 'gone') proofs.set(one.id, one.how === 'archived' ? 'archived' : 'confirmed-gone');
  return proofs;
}

/**
 * Files that an older state of the branch brought back. A page's file goes where the page stands elsewhere, is
 * skipped, or is proven to be gone; a file without a header of ours, and one of which nothing is sure, stays.
 */
export async function leftoverRemovals(
  session: SyncSession,
  reading: SourceReading,
  repository: RepositoryState,
  plan: RunPlan,
): Promise<readonly PlannedRemoval[]> {
  const { writes, removals } = plan.outcome.plan;
  const rows = new Map(plan.ledger);
  for (const row of plan.outcome.ledger) rows.set(row.pageId, row);
  for (const id of plan.outcome.forget) rows.delete(id);
  const accounted = new Set(plan.outcome.paths.values());
  for (const { path } of removals) accounted.add(path);
  for (const { from } of writes) if (from !== null) accounted.add(from);
  const rendered = new Set(writes.filter(({ render }) => render).map(({ page }) => page.id));
  const { documents, attachments, orphans } = leftoversOf({ tree: repository.tree, accounted, rows, rendered });
  // What leaves or moves with its page in this run is no leftover.
  const handled = new Set([...writes.map(({ page }) => page.id), ...removals.map(({ pageId }) => pageId)]);
  const gone: PlannedRemoval[] = attachments
    .filter(({ pageId }) => !handled.has(pageId))
    .map(({ pageId, path }) => ({ pageId, path, proof: 'out-of-scope' }));
  if (repository.head === null) return gone;

  const removed = new Set(removals.map(({ pageId }) => pageId));
  const lost = orphans.filter(({ pageId }) => !removed.has(pageId) && PLAIN_ID.test(pageId));
  const all = reading.scope.spaces.every((space) => reading.listings.get(space.key) === 'complete');
  const spaceKey = reading.scope.spaces[0]?.key ?? '';
  // An attachment says not of which space it was, so all have to be listed whole.
  const open: Found[] = all ? lost.map(({ pageId, path }) => ({ pageId, path, spaceKey })) : [];
  for (const found of await readHeaders(session, repository.tree, documents)) {
    const proof = known(plan, rows, repository, found);
    if (proof === null) open.push(found);
    else if (proof !== 'keep') gone.push({ pageId: found.pageId, path: found.path, proof });
  }
  const proofs = await unknown(session, reading, plan, open);
  for (const { pageId, path } of open) {
    const proof = proofs.get(pageId);
    if (proof !== undefined) gone.push({ pageId, path, proof });
  }
  return gone;
}
