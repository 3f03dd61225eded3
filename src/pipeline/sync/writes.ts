import type { PlannedWrite } from '../../core/plan.ts';
import type { SyncFacts } from './facts.ts';
import { metaOf } from './ledger-rows.ts';
import type { Item } from './standing.ts';

/**
 * Ids of pages that a link shows otherwise than before: their file stands somewhere else, newly, or no longer;
 * or they have another title or address, or are not known any more.
 */
export function movedTargets(items: readonly Item[], standing: ReadonlyMap<string, string>): ReadonlySet<string> {
  const moved = items.filter(({ id, row, remote, fate }) => {
    if ((row?.path ?? undefined) !== standing.get(id)) return true;
    if (fate.kind === 'drop') return row !== undefined;
    const meta = fate.kind === 'hold' ? undefined : remote?.meta;
    return meta !== undefined && (row?.title !== meta.title || row.url !== meta.url);
  });
  return new Set(moved.map((item) => item.id));
}

function isAsLeft(path: string, facts: SyncFacts): boolean {
  const blob = facts.tree.get(path);
  const left = facts.published?.get(path);
  return blob !== undefined && (left === undefined || left === blob);
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
  const page = remote?.meta ?? metaOf(row!);
  const before = row?.path ?? null;
  if (before === null) return { page, path, from: null, render: true, reason: 'new' };
  const stands = facts.tree.has(before);
  const from = stands && before !== path ? before : null;
  const write = (reason: PlannedWrite['reason'], render = true): PlannedWrite => ({ page, path, from, render, reason });

  if (facts.asked?.has(item.id)) return write('asked');
  if (![before, ...row!.attachmentPaths].every((at) => isAsLeft(at, facts))) return write('missing-in-tree');
  const changed = hash !== null && hash !== row!.sourceHash;
  if (before !== path) {
    const hasPlaces = row!.linksTo.length > 0 || row!.attachmentPaths.length > 0;
    return write(changed && page.version !== row!.version ? 'changed' : 'moved', changed || hasPlaces);
  }
  if (changed) return write('changed');
  return row!.linksTo.some((id) => moved.has(id)) ? write('links-changed') : null;
}
