import { useMemo } from 'react';
import { formatCount } from '../format/format.ts';
import { type DiffLine, diffLines, hunksOf } from '../format/line-diff.ts';
import { t } from '../text/en.ts';
import { classes } from './classes.ts';

const signs = { same: ' ', added: '+', removed: '-' } as const;

function Line({ line, numbers }: Readonly<{ line: DiffLine; numbers: boolean }>) {
  const { kind, text, before, after } = line;
  return (
    <p
      className={classes(
        'flex wrap-anywhere whitespace-pre-wrap',
        kind === 'added' && 'bg-ok-soft text-ok',
        kind === 'removed' && 'bg-bad-soft text-bad',
      )}
    >
      {numbers ? (
        <span aria-hidden className="flex shrink-0 text-right text-ink-3 select-none [&>*]:w-11 [&>*]:pr-2">
          <span>{before}</span>
          <span>{after}</span>
        </span>
      ) : null}
      <span aria-hidden={kind === 'same'} className="shrink-0 pl-2 select-none">
        {signs[kind]}{' '}
      </span>
      <span className="min-w-0 pr-2">{text}</span>
    </p>
  );
}

function Left({ count }: Readonly<{ count: number }>) {
  if (count === 0) return null;
  return <p className="bg-sunken px-2 py-0.5 text-ink-2">{t.common.sameLines(count, formatCount(count))}</p>;
}

interface LineDifferenceProps {
  readonly label: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Same lines around each change; absent: all of them. */
  readonly context?: number;
  readonly numbers?: boolean;
  /** Said where both are the same. */
  readonly none: string;
  readonly className?: string;
}

/** Two texts, line by line, with what was added and removed. */
export function LineDifference(props: Readonly<LineDifferenceProps>) {
  const { label, before, after, context = Number.POSITIVE_INFINITY, numbers = false, none, className } = props;
  const { hunks, rest } = useMemo(() => hunksOf(diffLines(before, after), context), [before, after, context]);
  if (hunks.length === 0) return <p className="text-sm text-ink-2">{none}</p>;
  return (
    <section
      aria-label={label}
      tabIndex={0}
      className={classes('overflow-auto rounded-md border border-line font-mono text-xs leading-5', className)}
    >
      {hunks.map((hunk) => (
        <div key={`${hunk.lines[0]?.before}:${hunk.lines[0]?.after}`}>
          <Left count={hunk.skipped} />
          {hunk.lines.map((line) => (
            <Line key={`${line.before}:${line.after}`} line={line} numbers={numbers} />
          ))}
        </div>
      ))}
      <Left count={rest} />
    </section>
  );
}
