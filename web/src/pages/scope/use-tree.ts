import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { listChildren, listSpaces } from '../../api/scope.ts';
import { onHealed } from '../../live/reachability.ts';
import { type Level, levelKey, type TreeData, type TreeRow, treeRows } from './tree-rows.ts';

const nothing: TreeData = { spaces: [], nextSpaces: null, spacesState: 'reading', levels: new Map() };

export interface Tree {
  readonly data: TreeData;
  readonly rows: readonly TreeRow[];
  readonly parents: ReadonlyMap<string, string | null>;
  readonly error: unknown;
  /** Reads the rest of a level; `spaceKey` null: of the spaces. */
  load(spaceKey: string | null, parentId: string | null): void;
  setOpen(spaceKey: string, parentId: string | null, open: boolean): void;
}

/** The tree as far as it is open, read level by level and page by page. */
export function useTree(org: string, connectionId: string): Tree {
  const [data, setData] = useState(nothing);
  const [open, setOpenSet] = useState<ReadonlySet<string>>(new Set());
  const [error, setError] = useState<unknown>(null);
  const running = useRef(new Set<string>());
  const latest = useRef(data);
  latest.current = data;

  const setLevel = useCallback((key: string, change: (old: Level) => Level) => {
    setData((old) => {
      const levels = new Map(old.levels);
      levels.set(key, change(old.levels.get(key) ?? { items: [], next: null, state: 'reading' }));
      return { ...old, levels };
    });
  }, []);

  const loadSpaces = useCallback(async () => {
    const cursor = latest.current.nextSpaces;
    setData((old) => ({ ...old, spacesState: 'reading' }));
    const { items, next } = await listSpaces(org, connectionId, cursor);
    setData((old) => ({
      ...old,
      spaces: cursor === null ? items : [...old.spaces, ...items],
      nextSpaces: next,
      spacesState: 'ready',
    }));
  }, [org, connectionId]);

  const loadLevel = useCallback(
    async (spaceKey: string, parentId: string | null) => {
      const key = levelKey(spaceKey, parentId);
      const cursor = latest.current.levels.get(key)?.next ?? null;
      setLevel(key, (old) => ({ ...old, state: 'reading' }));
      const { items, next } = await listChildren(org, connectionId, { spaceKey, parentId, cursor });
      setLevel(key, (old) => ({ items: cursor === null ? items : [...old.items, ...items], next, state: 'ready' }));
    },
    [org, connectionId, setLevel],
  );

  const load = useCallback(
    (spaceKey: string | null, parentId: string | null) => {
      const key = spaceKey === null ? 'spaces' : levelKey(spaceKey, parentId);
      if (running.current.has(key)) return;
      running.current.add(key);
      const work = spaceKey === null ? loadSpaces() : loadLevel(spaceKey, parentId);
      work
        .then(() => setError(null))
        .catch((failure: unknown) => {
          setError(failure);
          if (spaceKey === null) setData((old) => ({ ...old, spacesState: 'failed' }));
          else setLevel(key, (old) => ({ ...old, state: 'failed' }));
        })
        .finally(() => running.current.delete(key));
    },
    [loadSpaces, loadLevel, setLevel],
  );

  useEffect(() => load(null, null), [load]);

  const setOpen = useCallback(
    (spaceKey: string, parentId: string | null, isOpen: boolean) => {
      const key = levelKey(spaceKey, parentId);
      setOpenSet((old) => {
        const next = new Set(old);
        if (isOpen) next.add(key);
        else next.delete(key);
        return next;
      });
      if (isOpen && !latest.current.levels.has(key)) load(spaceKey, parentId);
    },
    [load],
  );

  const rows = useMemo(() => treeRows(data, open), [data, open]);
  // What could not be read while the server was gone is read by itself once it is back.
  useEffect(
    () =>
      onHealed(() => {
        for (const row of rows) if (row.kind === 'failed') load(row.spaceKey, row.parentId);
      }),
    [rows, load],
  );
  const parents = useMemo(() => {
    const map = new Map<string, string | null>();
    for (const level of data.levels.values()) for (const { id, parentId } of level.items) map.set(id, parentId);
    return map;
  }, [data.levels]);
  return { data, rows, parents, error, load, setOpen };
}
