import type { Space, TreeItem } from '../../api/types.ts';

/** One level of the tree as far as it was read. */
export interface Level {
  readonly items: readonly TreeItem[];
  readonly next: string | null;
  readonly state: 'reading' | 'ready' | 'failed';
}

export interface TreeData {
  readonly spaces: readonly Space[];
  readonly nextSpaces: string | null;
  readonly spacesState: Level['state'];
  /** By `levelKey`. */
  readonly levels: ReadonlyMap<string, Level>;
}

/** Name of a level: the top of a space, or what is below a page. */
export function levelKey(spaceKey: string, parentId: string | null): string {
  return parentId === null ? `space:${spaceKey}` : `page:${parentId}`;
}

export type TreeRow =
  | {
      readonly kind: 'space';
      readonly id: string;
      readonly depth: 0;
      readonly space: Space;
      readonly open: boolean;
      readonly position: number;
      readonly size: number;
    }
  | {
      readonly kind: 'item';
      readonly id: string;
      readonly depth: number;
      readonly spaceKey: string;
      readonly item: TreeItem;
      readonly open: boolean;
      readonly position: number;
      readonly size: number;
    }
  | {
      readonly kind: 'more' | 'reading' | 'failed' | 'empty';
      readonly id: string;
      readonly depth: number;
      /** null: the list of spaces itself. */
      readonly spaceKey: string | null;
      readonly parentId: string | null;
    };

function tail(
  level: Level | undefined,
  at: { spaceKey: string | null; parentId: string | null; depth: number },
): TreeRow | null {
  const id = `tail:${at.spaceKey}:${at.parentId}`;
  if (!level || level.state === 'reading') return { kind: 'reading', id, ...at };
  if (level.state === 'failed') return { kind: 'failed', id, ...at };
  if (level.next !== null) return { kind: 'more', id, ...at };
  return level.items.length === 0 ? { kind: 'empty', id, ...at } : null;
}

/** The rows in view order, of what is open. */
export function treeRows(data: TreeData, open: ReadonlySet<string>): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  const descend = (spaceKey: string, parentId: string | null, depth: number): void => {
    const level = data.levels.get(levelKey(spaceKey, parentId));
    level?.items.forEach((item, index) => {
      const isOpen = item.hasChildren && open.has(levelKey(spaceKey, item.id));
      rows.push({
        kind: 'item',
        id: `item:${item.id}`,
        depth,
        spaceKey,
        item,
        open: isOpen,
        position: index + 1,
        size: level.items.length,
      });
      if (isOpen) descend(spaceKey, item.id, depth + 1);
    });
    const end = tail(level, { spaceKey, parentId, depth });
    if (end) rows.push(end);
  };
  data.spaces.forEach((space, index) => {
    const isOpen = open.has(levelKey(space.key, null));
    rows.push({
      kind: 'space',
      id: `space:${space.key}`,
      depth: 0,
      space,
      open: isOpen,
      position: index + 1,
      size: data.spaces.length,
    });
    if (isOpen) descend(space.key, null, 1);
  });
  const level: Level = { items: [], next: data.nextSpaces, state: data.spacesState };
  const end = tail(level, { spaceKey: null, parentId: null, depth: 0 });
  if (end && end.kind !== 'empty') rows.push(end);
  return rows;
}
