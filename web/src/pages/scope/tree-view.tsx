import { type KeyboardEvent, useId, useMemo, useState } from 'react';
import { formatCount } from '../../format/format.ts';
import { t } from '../../text/en.ts';
import { ProblemView } from '../../ui/problem-view.tsx';
import { WindowList } from '../../ui/window-list.tsx';
import { type Choice, markedAbove, pageTick, spaceTick, type Tick, togglePage, toggleSpace } from './choice.ts';
import { ROW_HEIGHT, TreeRowView } from './tree-row-view.tsx';
import type { TreeRow } from './tree-rows.ts';
import type { Tree } from './use-tree.ts';

interface TreeViewProps {
  readonly tree: Tree;
  readonly choice: Choice;
  readonly onChange: (choice: Choice) => void;
}

type RealRow = Extract<TreeRow, { kind: 'space' | 'item' }>;

function isReal(row: TreeRow | undefined): row is RealRow {
  return row?.kind === 'space' || row?.kind === 'item';
}

function placeOf(row: RealRow): readonly [spaceKey: string, parentId: string | null] {
  return row.kind === 'space' ? [row.space.key, null] : [row.spaceKey, row.item.id];
}

function noteOf(choice: Choice, row: TreeRow): string | null {
  if (row.kind !== 'space') return null;
  const space = choice.spaces.get(row.space.key);
  if (!space) return null;
  const parts = [
    space.whole ? t.scope.whole : t.scope.some(formatCount(space.selected.size + space.subtrees.size)),
    space.excluded.size > 0 ? t.scope.excluded(formatCount(space.excluded.size)) : null,
  ];
  return parts.filter(Boolean).join(', ');
}

/** Index of the row that the given one stands below. */
function parentIndex(rows: readonly TreeRow[], index: number): number {
  const depth = rows[index]?.depth ?? 0;
  for (let at = index - 1; at >= 0; at -= 1) if ((rows[at]?.depth ?? 0) < depth) return at;
  return index;
}

/** Spaces and pages to tick, by mouse and by keyboard. */
export function TreeView({ tree, choice, onChange }: Readonly<TreeViewProps>) {
  const { rows, parents } = tree;
  const domId = useId();
  const [activeId, setActiveId] = useState<string | null>(null);
  const found = rows.findIndex(({ id }) => id === activeId);
  const active = found === -1 ? 0 : found;
  const above = useMemo(() => {
    const keys = new Set(choice.spaces.keys());
    return new Map([...keys].map((key) => [key, markedAbove(choice, key, parents)]));
  }, [choice, parents]);

  const tickOf = (row: TreeRow): Tick => {
    if (row.kind === 'space') return spaceTick(choice, row.space.key);
    if (row.kind !== 'item') return 'off';
    return pageTick(choice, row.spaceKey, row.item.id, parents, above.get(row.spaceKey) ?? new Set());
  };
  const toggle = (row: TreeRow) => {
    if (row.kind === 'space') onChange(toggleSpace(choice, row.space.key));
    if (row.kind === 'item') onChange(togglePage(choice, row.spaceKey, row.item.id, parents));
  };
  const setOpen = (row: RealRow, open: boolean) => {
    if (row.kind === 'space' || row.item.hasChildren) tree.setOpen(...placeOf(row), open);
  };
  // Rows that stand for what is not read yet are passed over: following them would read everything.
  const move = (index: number) => {
    const way = index < active ? -1 : 1;
    const start = Math.max(0, Math.min(rows.length - 1, index));
    for (const step of [way, -way]) {
      for (let at = start; at >= 0 && at < rows.length; at += step) {
        const row = rows[at];
        if (isReal(row)) return setActiveId(row.id);
      }
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[active];
    if (event.key === 'ArrowDown') move(active + 1);
    else if (event.key === 'ArrowUp') move(active - 1);
    else if (event.key === 'Home') move(0);
    else if (event.key === 'End') move(rows.length - 1);
    else if (event.key === 'PageDown') move(active + 12);
    else if (event.key === 'PageUp') move(active - 12);
    else if (!isReal(row)) return;
    else if (event.key === 'ArrowRight') {
      if (row.open) move(active + 1);
      else setOpen(row, true);
    } else if (event.key === 'ArrowLeft') {
      if (row.open) setOpen(row, false);
      else move(parentIndex(rows, active));
    } else if (event.key === ' ') toggle(row);
    else if (event.key === 'Enter') setOpen(row, !row.open);
    else return;
    event.preventDefault();
  };
  return (
    <>
      {tree.error ? <ProblemView error={tree.error} /> : null}
      <WindowList
        label={t.scope.tree}
        count={rows.length}
        rowHeight={ROW_HEIGHT}
        reveal={activeId === null ? null : active}
        multiselectable
        activeId={isReal(rows[active]) ? `${domId}-${active}` : undefined}
        onKeyDown={onKeyDown}
        className="h-[28rem] overflow-y-auto rounded-lg border border-line p-1 focus-within:outline-2 focus-within:outline-accent lg:h-[calc(100dvh-27rem)] lg:min-h-80"
        render={(index) => {
          const row = rows[index]!;
          return (
            <TreeRowView
              key={row.id}
              row={row}
              domId={`${domId}-${index}`}
              tick={tickOf(row)}
              note={noteOf(choice, row)}
              active={index === active && activeId !== null}
              onToggle={() => toggle(row)}
              onOpen={() => isReal(row) && setOpen(row, !row.open)}
              onLoad={() => !isReal(row) && tree.load(row.spaceKey, row.parentId)}
              onActivate={() => setActiveId(row.id)}
            />
          );
        }}
      />
      <p className="mt-1.5 text-xs text-ink-2">{t.scope.treeHelp}</p>
    </>
  );
}
