import type { ComponentProps, ReactNode } from 'react';
import { t } from '../text/en.ts';
import { classes } from './classes.ts';
import { Spinner } from './spinner.tsx';

export type ButtonKind = 'primary' | 'plain' | 'ghost' | 'danger';
export type ButtonSize = 'sm' | 'md';

const kinds: Readonly<Record<ButtonKind, string>> = {
  primary: 'bg-ink text-canvas hover:bg-ink/85 border-transparent',
  plain: 'bg-raised text-ink border-line hover:bg-hover',
  ghost: 'bg-transparent text-ink-2 border-transparent hover:bg-hover hover:text-ink',
  danger: 'bg-bad-solid text-white border-transparent hover:bg-bad-solid/90',
};
const sizes: Readonly<Record<ButtonSize, string>> = {
  sm: 'h-7 px-2.5 text-xs gap-1.5',
  md: 'h-8 px-3 text-sm gap-2',
};

/** Classes of a button, for links that look like one. */
export function buttonClass(kind: ButtonKind = 'plain', size: ButtonSize = 'md'): string {
  return classes(
    'inline-flex shrink-0 items-center justify-center rounded-md border font-medium whitespace-nowrap transition-colors duration-100 select-none',
    'disabled:opacity-50 disabled:cursor-not-allowed aria-disabled:opacity-50 aria-disabled:cursor-not-allowed',
    kinds[kind],
    sizes[size],
  );
}

interface ButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  readonly kind?: ButtonKind;
  readonly size?: ButtonSize;
  readonly icon?: ReactNode;
  /** Shows that the work goes on and holds the button back. */
  readonly busy?: boolean;
  readonly children: ReactNode;
}

export function Button({
  kind,
  size,
  icon,
  busy,
  children,
  className,
  disabled,
  type,
  ...rest
}: Readonly<ButtonProps>) {
  return (
    <button
      type={type ?? 'button'}
      className={classes(buttonClass(kind, size), className)}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      {...rest}
    >
      {busy ? <Spinner label={t.common.working} hideLabel /> : icon}
      {children}
    </button>
  );
}

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  /** Name for screen readers and tooltip. */
  readonly label: string;
  readonly icon: ReactNode;
  readonly size?: ButtonSize;
}

export function IconButton({ label, icon, size, className, type, ...rest }: Readonly<IconButtonProps>) {
  return (
    <button
      type={type ?? 'button'}
      aria-label={label}
      title={label}
      className={classes(
        'inline-flex shrink-0 items-center justify-center rounded-md text-ink-2 hover:bg-hover hover:text-ink transition-colors duration-100 disabled:opacity-50',
        size === 'sm' ? 'size-6' : 'size-8',
        className,
      )}
      {...rest}
    >
      {icon}
    </button>
  );
}
