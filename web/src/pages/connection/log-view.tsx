import { useLayoutEffect, useRef } from 'react';
import type { LogLine } from '../../api/types.ts';
import { formatClock } from '../../format/format.ts';
import { t } from '../../text/en.ts';
import { classes } from '../../ui/classes.ts';
import { CopyButton } from '../../ui/copy.tsx';

type Line = Pick<LogLine, 'message'> & Partial<LogLine>;

/** Lines of a log; follows the newest while the reader stands at the end. */
export function LogView({ label, empty, lines }: Readonly<{ label: string; empty: string; lines: readonly Line[] }>) {
  const box = useRef<HTMLElement>(null);
  const atEnd = useRef(true);
  useLayoutEffect(() => {
    if (atEnd.current && box.current && lines.length > 0) box.current.scrollTop = box.current.scrollHeight;
  }, [lines]);
  const all = lines.map(({ at, level, message }) => [at, level, message].filter(Boolean).join(' ')).join('\n');
  return (
    <div className="overflow-hidden rounded-lg border border-line">
      <div className="flex h-8 items-center justify-between border-b border-line bg-sunken pr-1 pl-3">
        <h3 className="text-xs font-medium text-ink-2">{label}</h3>
        {lines.length > 0 ? <CopyButton text={all} label={`${t.common.copy}: ${label}`} /> : null}
      </div>
      <section
        ref={box}
        aria-label={label}
        tabIndex={0}
        onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
          atEnd.current = scrollTop + clientHeight > scrollHeight - 24;
        }}
        className="max-h-80 overflow-auto p-3 font-mono text-xs leading-5"
      >
        {lines.length === 0 ? <p className="text-ink-2">{empty}</p> : null}
        {lines.map((line, index) => (
          <p
            // Lines are only added at the end.
            key={`${index}${line.at ?? ''}`}
            className={classes(
              'break-words whitespace-pre-wrap',
              line.level === 'error' && 'text-bad',
              line.level === 'warn' && 'text-warn',
            )}
          >
            {line.at ? <span className="mr-3 text-ink-3 select-none">{formatClock(line.at)}</span> : null}
            {line.message}
          </p>
        ))}
      </section>
    </div>
  );
}
