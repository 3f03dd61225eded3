import { type ComponentProps, type ReactNode, useId } from 'react';
import { classes } from './classes.ts';

const control =
  'rounded-md border border-line-strong/60 bg-raised px-2.5 text-sm text-ink placeholder:text-ink-3 hover:border-line-strong aria-invalid:border-bad disabled:opacity-60 transition-colors duration-100';

interface FrameProps {
  readonly label: string;
  readonly hint?: ReactNode;
  /** What is wrong with the value; null: nothing. */
  readonly error?: string | null | undefined;
  readonly optional?: string;
  readonly className?: string;
}

interface Wiring {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean | undefined;
}

function Frame({
  label,
  hint,
  error,
  optional,
  className,
  children,
}: FrameProps & { children: (wiring: Wiring) => ReactNode }) {
  const id = useId();
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  const describedBy = [error ? errorId : null, hint ? hintId : null].filter(Boolean).join(' ') || undefined;
  return (
    <div className={classes('flex flex-col gap-1.5', className)}>
      <label htmlFor={id} className="text-sm font-medium text-ink">
        {label}
        {optional ? <span className="ml-1.5 font-normal text-ink-3">{optional}</span> : null}
      </label>
      {children({ id, 'aria-describedby': describedBy, 'aria-invalid': error ? true : undefined })}
      {error ? (
        <p id={errorId} className="text-xs text-bad">
          {error}
        </p>
      ) : null}
      {hint ? (
        <p id={hintId} className="text-xs text-ink-2">
          {hint}
        </p>
      ) : null}
    </div>
  );
}

type TextFieldProps = FrameProps & Omit<ComponentProps<'input'>, 'id' | 'className'> & { readonly mono?: boolean };

/** One line of text with its label, hint and error wired for screen readers. */
export function TextField({ label, hint, error, optional, className, mono, ...input }: Readonly<TextFieldProps>) {
  return (
    <Frame {...{ label, hint, error, className }} {...(optional ? { optional } : {})}>
      {(wiring) => <input {...wiring} {...input} className={classes(control, 'h-8 w-full', mono && 'font-mono')} />}
    </Frame>
  );
}

type SelectFieldProps = FrameProps & Omit<ComponentProps<'select'>, 'id' | 'className'>;

/** The browser's own list: it works on every device and with every reader. */
export function SelectField({
  label,
  hint,
  error,
  optional,
  className,
  children,
  ...select
}: Readonly<SelectFieldProps>) {
  return (
    <Frame {...{ label, hint, error, className }} {...(optional ? { optional } : {})}>
      {(wiring) => (
        <select {...wiring} {...select} className={classes(control, 'h-8 w-full pr-7')}>
          {children}
        </select>
      )}
    </Frame>
  );
}

/** A small list of choices inside a toolbar; its name is for screen readers. */
export function InlineSelect({
  label,
  className,
  children,
  ...select
}: Readonly<ComponentProps<'select'> & { label: string }>) {
  return (
    <select aria-label={label} {...select} className={classes(control, 'h-8 max-w-full pr-7', className)}>
      {children}
    </select>
  );
}

/** A search box; its name is for screen readers. */
export function SearchBox({
  label,
  className,
  icon,
  ...input
}: Readonly<ComponentProps<'input'> & { label: string; icon?: ReactNode }>) {
  return (
    <span className={classes('relative block min-w-0', className)}>
      <span aria-hidden className="pointer-events-none absolute inset-y-0 left-2.5 flex items-center text-ink-3">
        {icon}
      </span>
      <input
        type="search"
        aria-label={label}
        autoComplete="off"
        spellCheck={false}
        {...input}
        className={classes(control, 'h-8 w-full', icon !== undefined && 'pl-8')}
      />
    </span>
  );
}

interface CheckProps extends Omit<ComponentProps<'input'>, 'type' | 'className'> {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
}

export function CheckField({ label, hint, ...input }: Readonly<CheckProps>) {
  const id = useId();
  return (
    <div className="flex items-start gap-2.5">
      <input
        type="checkbox"
        id={id}
        aria-describedby={hint ? `${id}-hint` : undefined}
        {...input}
        className="mt-1 size-4 shrink-0 accent-accent-solid"
      />
      <div className="min-w-0">
        <label htmlFor={id} className="text-sm">
          {label}
        </label>
        {hint ? (
          <p id={`${id}-hint`} className="text-xs text-ink-2">
            {hint}
          </p>
        ) : null}
      </div>
    </div>
  );
}
