import { AppWindow, ChevronRight, Database, FileText, Folder, type LucideIcon, Newspaper, PenLine } from 'lucide-react';
import { useEffect } from 'react';
import type { ContentKind } from '../../api/types.ts';
import { t } from '../../text/en.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { Spinner } from '../../ui/spinner.tsx';
import type { Tick } from './choice.ts';
import { TickBox } from './tick-box.tsx';
import type { TreeRow } from './tree-rows.ts';

const icons: Readonly<Record<ContentKind, LucideIcon>> = {
  page: FileText,
  blog: Newspaper,
  folder: Folder,
  whiteboard: PenLine,
  database: Database,
  embed: AppWindow,
};

interface RowProps {
  readonly row: TreeRow;
  readonly domId: string;
  readonly tick: Tick;
  readonly note: string | null;
  readonly active: boolean;
  readonly onToggle: () => void;
  readonly onOpen: () => void;
  readonly onLoad: () => void;
  readonly onActivate: () => void;
}

export const ROW_HEIGHT = 32;

/** A row that stands for what is not read yet; what comes into view is read. */
function Tail({ row, onLoad, indent }: Readonly<{ row: TreeRow; onLoad: () => void; indent: number }>) {
  const { kind } = row;
  useEffect(() => {
    if (kind === 'more') onLoad();
  }, [kind, onLoad]);
  return (
    <div role="none" className="flex h-8 items-center gap-2 text-sm text-ink-2" style={{ paddingLeft: indent + 26 }}>
      {kind === 'empty' ? t.scope.noChildren : null}
      {kind === 'more' || kind === 'reading' ? <Spinner label={t.scope.loadingChildren} /> : null}
      {kind === 'failed' ? (
        <Button size="sm" onClick={onLoad}>
          {t.common.retry}
        </Button>
      ) : null}
    </div>
  );
}

/** A space or a page of the tree. */
export function TreeRowView({
  row,
  domId,
  tick,
  note,
  active,
  onToggle,
  onOpen,
  onLoad,
  onActivate,
}: Readonly<RowProps>) {
  const indent = 8 + row.depth * 18;
  if (row.kind !== 'space' && row.kind !== 'item') return <Tail row={row} onLoad={onLoad} indent={indent} />;
  const opens = row.kind === 'space' || row.item.hasChildren;
  const Icon = row.kind === 'item' ? icons[row.item.kind] : null;
  return (
    <div
      id={domId}
      role="treeitem"
      aria-level={row.depth + 1}
      aria-posinset={row.position}
      aria-setsize={row.size}
      aria-checked={tick === 'mixed' ? 'mixed' : tick === 'on'}
      aria-expanded={opens ? row.open : undefined}
      onMouseDown={onActivate}
      onDoubleClick={opens ? onOpen : undefined}
      className={classes(
        'flex h-8 items-center gap-2 rounded-md pr-2 text-sm select-none hover:bg-hover',
        active && 'bg-active',
      )}
      style={{ paddingLeft: indent }}
    >
      <span
        aria-hidden
        onClick={opens ? onOpen : undefined}
        className={classes(
          'flex size-4 shrink-0 items-center justify-center text-ink-3',
          opens && 'cursor-pointer hover:text-ink',
        )}
      >
        {opens ? <ChevronRight className={classes('size-3.5 transition-transform', row.open && 'rotate-90')} /> : null}
      </span>
      <TickBox tick={tick} onToggle={onToggle} />
      {Icon ? <Icon aria-hidden className="size-3.5 shrink-0 text-ink-3" /> : null}
      <span className={classes('min-w-0 truncate', row.kind === 'space' && 'font-medium')}>
        {row.kind === 'space' ? row.space.name : row.item.title}
      </span>
      {row.kind === 'space' ? <span className="shrink-0 font-mono text-xs text-ink-2">{row.space.key}</span> : null}
      {row.kind === 'space' && row.space.personal ? <Badge>{t.scope.personal}</Badge> : null}
      {row.kind === 'item' && row.item.kind !== 'page' ? (
        <span className="sr-only">{t.scope.kinds[row.item.kind]}</span>
      ) : null}
      {note ? <span className="ml-auto shrink-0 text-xs text-ink-2">{note}</span> : null}
    </div>
  );
}
