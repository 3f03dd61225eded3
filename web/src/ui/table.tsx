import type { ComponentProps, ReactNode } from 'react';
import { classes } from './classes.ts';

/** A table that scrolls sideways in itself on narrow screens. */
export function Table({ label, children }: Readonly<{ label: string; children: ReactNode }>) {
  return (
    // A scrolling region must be reachable by keyboard.
    <section aria-label={label} tabIndex={0} className="relative overflow-x-auto rounded-lg border border-line">
      <table className="w-full border-collapse text-sm">{children}</table>
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

export function Cell({ className, numeric, ...rest }: Readonly<ComponentProps<'td'> & { numeric?: boolean }>) {
  return <td className={classes('px-3 py-2 align-top', numeric && 'text-right tabular-nums', className)} {...rest} />;
}

export function Row({ className, ...rest }: Readonly<ComponentProps<'tr'>>) {
  return <tr className={classes('border-b border-line last:border-b-0 hover:bg-hover/60', className)} {...rest} />;
}
