import { filesKey, titleKey } from '../../config/index.ts';
import type { HandEdit, PlannedWrite } from '../../core/plan.ts';
import type { LedgerPage } from '../../core/ports/page-ledger.ts';
import type { SyncFacts } from './facts.ts';
import { metaOf } from './ledger-rows.ts';
import type { Item } from './standing.ts';

/**
 * Ids of pages that a link shows otherwise than before, and keys of the titles that they have or had: their file stands
 * somewhere else, newly, or no longer; or they have another title or address, or are not known any more.
 */
export function movedTargets(
  items: readonly Item[],
  standing: ReadonlyMap<string, string>,
  changedFiles: Iterable<string> = [],
): ReadonlySet<string> {
  const moved = items.filter(({ id, row, remote, fate }) => {
    if ((row?.path ?? undefined) !== standing.get(id)) return true;
    if (fate.kind === 'drop') return row !== undefined;
    const meta = fate.kind === 'hold' ? undefined : remote?.meta;
    return meta !== undefined && (row?.title !== meta.title || row.url !== meta.url);
  });
  return new Set([
    ...moved.flatMap(({ id, row, remote }) => [
      id,
      ...[row, remote?.meta].flatMap((named) => (named ? [titleKey(named.spaceKey, named.title)] : [])),
    ]),
    ...[...changedFiles].map(filesKey),
  ]);
}

function isAsLeft(path: string, facts: SyncFacts): boolean {
  const blob = facts.tree.get(path);
  const left = facts.published?.get(path);
  return blob !== undefined && (left === undefined || left === blob);
}

/** What people did to the files of a page since they were published. */
export function editsOf(
  row: Pick<LedgerPage, 'path' | 'attachmentPaths'>,
  { published, byHand, tree }: Pick<SyncFacts, 'published' | 'byHand' | 'tree'>,
): readonly HandEdit[] {
  if (published === undefined || byHand !== true || row.path === null) return [];
  return [row.path, ...row.attachmentPaths].flatMap((path): HandEdit[] => {
    const left = published.get(path);
    const now = tree.get(path);
    if (left === undefined || left === now) return [];
    return [{ path, what: now === undefined ? 'removed' : 'edited' }];
  });
}

/** What has to be written of a page that stands at `path` from now on; null where its file needs nothing. */
export function writeOf(
  item: Item,
  path: string,
  hash: string | null,
  facts: SyncFacts,
  moved: ReadonlySet<string>,
): PlannedWrite | null {
  const { remote, row } = item;
  const before = row?.path ?? null;
  const pageOf = () => remote?.meta ?? metaOf(row!);
  if (before === null) return { page: pageOf(), path, from: null, render: true, reason: 'new' };
  const stands = facts.tree.has(before);
  const from = stands && before !== path ? before : null;
  const edits = editsOf(row!, facts);
  const write = (reason: PlannedWrite['reason'], render = true): PlannedWrite => {
    return { page: pageOf(), path, from, render, reason, ...(edits.length > 0 ? { edits } : {}) };
  };

  const changed = hash !== null && hash !== row!.sourceHash;
  const isNewer = changed && (remote?.meta ?? row!).version !== row!.version;
  if (edits.length > 0) {
    if (before !== path) return write(isNewer ? 'changed' : 'moved');
    return write(isNewer || (changed && row!.sourceHash !== null) ? 'changed' : 'edited-elsewhere');
  }
  if (facts.asked?.has(item.id)) return write('asked');
  if (!isAsLeft(before, facts) || !row!.attachmentPaths.every((at) => isAsLeft(at, facts)))
    return write(isNewer ? 'changed' : 'missing-in-tree');
  if (before !== path) {
    const hasPlaces = row!.linksTo.length > 0 || row!.attachmentPaths.length > 0;
    return write(isNewer ? 'changed' : 'moved', changed || hasPlaces);
  }
  if (changed) return write('changed');
  return row!.linksTo.some((id) => moved.has(id)) ? write('links-changed') : null;
}
