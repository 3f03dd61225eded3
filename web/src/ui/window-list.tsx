import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';

interface WindowListProps {
  readonly count: number;
  /** Pixels; every row is as high. */
  readonly rowHeight: number;
  /** Index that must be in view, e.g. the active row; null: none. */
  readonly reveal: number | null;
  readonly render: (index: number) => ReactNode;
  readonly className?: string;
  readonly label: string;
  /** Id of the row that the keyboard is on. */
  readonly activeId?: string | undefined;
  readonly multiselectable?: boolean;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
}

const OVERSCAN = 8;

/** Draws only the rows in view, so that 50,000 cost no more than 50. */
export function WindowList(props: Readonly<WindowListProps>) {
  const { count, rowHeight, reveal, render, className, label, activeId, onKeyDown, multiselectable } = props;
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 400 });
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setView((old) => ({ ...old, height: element.clientHeight })));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const element = box.current;
    if (reveal === null || !element) return;
    const top = reveal * rowHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + rowHeight > element.scrollTop + element.clientHeight) {
      element.scrollTop = top + rowHeight - element.clientHeight;
    }
  }, [reveal, rowHeight]);
  const first = Math.max(0, Math.floor(view.top / rowHeight) - OVERSCAN);
  const last = Math.min(count, Math.ceil((view.top + view.height) / rowHeight) + OVERSCAN);
  const rows: ReactNode[] = [];
  for (let index = first; index < last; index += 1) rows.push(render(index));
  return (
    <div
      ref={box}
      className={className}
      onScroll={(event) => {
        const { scrollTop } = event.currentTarget;
        setView((old) => ({ ...old, top: scrollTop }));
      }}
    >
      <div
        role="tree"
        aria-label={label}
        aria-multiselectable={multiselectable}
        aria-activedescendant={reveal !== null && reveal >= first && reveal < last ? activeId : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
        className="relative outline-none"
        style={{ height: count * rowHeight }}
      >
        <div role="presentation" className="absolute inset-x-0" style={{ top: first * rowHeight }}>
          {rows}
        </div>
      </div>
    </div>
  );
}
