import type { ComponentProps, ReactNode } from 'react';
import { classes } from './classes.ts';

/**
 * A table that scrolls sideways in itself. On a phone nothing is out of sight: every row becomes a block, its first cell
 * on a line of its own, the head only read out.
 */
export function Table({ label, children }: Readonly<{ label: string; children: ReactNode }>) {
  return (
    // A scrolling region must be reachable by keyboard.
    <section aria-label={label} tabIndex={0} className="relative overflow-x-auto rounded-lg border border-line">
      <table className="w-full border-collapse text-sm max-sm:block max-sm:[&_tbody]:block max-sm:[&_thead]:sr-only">
        {children}
      </table>
    </section>
  );
}

export function HeadCell({ className, ...rest }: Readonly<ComponentProps<'th'>>) {
  return (
    <th
      scope="col"
      className={classes(
        'border-b border-line bg-sunken px-3 py-1.5 text-left text-xs font-medium whitespace-nowrap text-ink-2',
        className,
      )}
      {...rest}
    />
  );
}

type CellProps = ComponentProps<'td'> & {
  readonly numeric?: boolean;
  /** Said before the value on a phone, where no head stands above it. */
  readonly label?: string;
};

export function Cell({ className, numeric, label, ...rest }: Readonly<CellProps>) {
  return (
    <td
      data-label={label}
      className={classes(
        'px-3 py-2 align-top max-sm:min-w-0 max-sm:p-0 max-sm:empty:hidden max-sm:first:w-full',
        numeric && 'text-right tabular-nums',
        label && 'max-sm:before:mr-1 max-sm:before:text-ink-3 max-sm:before:content-[attr(data-label)]',
        className,
      )}
      {...rest}
    />
  );
}

export function Row({ className, ...rest }: Readonly<ComponentProps<'tr'>>) {
  return (
    <tr
      className={classes(
        'border-b border-line last:border-b-0 hover:bg-hover/60',
        'max-sm:flex max-sm:flex-wrap max-sm:items-baseline max-sm:gap-x-3 max-sm:gap-y-1 max-sm:px-3 max-sm:py-2.5',
        className,
      )}
      {...rest}
    />
  );
}
