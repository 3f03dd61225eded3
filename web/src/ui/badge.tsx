import type { ReactNode } from 'react';
import { classes } from './classes.ts';

export type Tone = 'neutral' | 'accent' | 'ok' | 'warn' | 'bad';

const tones: Readonly<Record<Tone, string>> = {
  neutral: 'bg-active text-ink-2',
  accent: 'bg-accent-soft text-accent',
  ok: 'bg-ok-soft text-ok',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
};

export function Badge({
  tone = 'neutral',
  icon,
  children,
}: Readonly<{ tone?: Tone; icon?: ReactNode; children: ReactNode }>) {
  return (
    <span
      className={classes(
        'inline-flex h-5 items-center gap-1 rounded-sm px-1.5 text-2xs font-medium whitespace-nowrap',
        tones[tone],
      )}
    >
      {icon}
      {children}
    </span>
  );
}

const dots: Readonly<Record<Tone, string>> = {
  neutral: 'bg-line-strong',
  accent: 'bg-accent',
  ok: 'bg-ok',
  warn: 'bg-warn',
  bad: 'bg-bad',
};

/** A coloured point beside words that say the same. */
export function Dot({ tone, live }: Readonly<{ tone: Tone; live?: boolean }>) {
  return (
    <span
      aria-hidden
      className={classes('inline-block size-2 shrink-0 rounded-full', dots[tone], live && 'animate-pulse-dot')}
    />
  );
}
