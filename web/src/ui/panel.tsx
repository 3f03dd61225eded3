import type { ReactNode } from 'react';
import { classes } from './classes.ts';

/** A titled box of a page. */
export function Panel({
  title,
  actions,
  children,
  flush,
  className,
}: Readonly<{ title?: string; actions?: ReactNode; children: ReactNode; flush?: boolean; className?: string }>) {
  return (
    <section className={classes('rounded-lg border border-line bg-raised', className)}>
      {title ? (
        <header className="flex min-h-11 flex-wrap items-center justify-between gap-2 border-b border-line px-4 py-1.5">
          <h2 className="text-sm font-semibold">{title}</h2>
          {actions}
        </header>
      ) : null}
      <div className={flush ? '' : 'p-4'}>{children}</div>
    </section>
  );
}

/** Title of a page with what can be done on it. */
export function PageHeader({
  title,
  lead,
  actions,
  above,
}: Readonly<{ title: string; lead?: ReactNode; actions?: ReactNode; above?: ReactNode }>) {
  return (
    <header className="mb-6 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        {above}
        <h1 className="text-xl font-semibold tracking-tight break-words">{title}</h1>
        {lead ? <p className="mt-1 max-w-prose text-sm text-ink-2">{lead}</p> : null}
      </div>
      {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
    </header>
  );
}

export function Page({
  children,
  width = 'wide',
}: Readonly<{ children: ReactNode; width?: 'narrow' | 'wide' | 'full' }>) {
  return (
    <div
      className={classes(
        'mx-auto w-full px-4 py-6 sm:px-8 sm:py-8',
        width === 'narrow' && 'max-w-3xl',
        width === 'wide' && 'max-w-6xl',
      )}
    >
      {children}
    </div>
  );
}

/** Nothing is here yet: why, and what to do about it. */
export function Empty({
  title,
  children,
  icon,
  action,
}: Readonly<{ title: string; children?: ReactNode; icon?: ReactNode; action?: ReactNode }>) {
  return (
    <div className="flex flex-col items-center rounded-lg border border-dashed border-line-strong/50 px-6 py-12 text-center">
      {icon ? <div className="mb-3 text-ink-3">{icon}</div> : null}
      <h2 className="text-base font-semibold">{title}</h2>
      {children ? <div className="mt-1 max-w-md text-sm text-ink-2">{children}</div> : null}
      {action ? <div className="mt-5 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  );
}

/** Pairs of a name and a value. */
export function Facts({ items }: Readonly<{ items: readonly (readonly [string, ReactNode])[] }>) {
  return (
    <dl className="grid grid-cols-1 content-start gap-x-6 gap-y-0.5 text-sm sm:gap-y-2 sm:grid-cols-[max-content_minmax(0,1fr)]">
      {items.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-ink-2">{name}</dt>
          <dd className="mb-2 min-w-0 break-words sm:mb-0">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
