import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Tone } from './badge.tsx';
import { classes } from './classes.ts';

const looks: Readonly<Record<Exclude<Tone, 'accent'>, readonly [string, typeof Info]>> = {
  neutral: ['border-line bg-sunken [&>svg]:text-ink-2', Info],
  ok: ['border-ok/30 bg-ok-soft [&>svg]:text-ok', CircleCheck],
  warn: ['border-warn/35 bg-warn-soft [&>svg]:text-warn', TriangleAlert],
  bad: ['border-bad/35 bg-bad-soft [&>svg]:text-bad', CircleAlert],
};

/** A message within a page. `alert` is read out at once. */
export function Notice({
  tone = 'neutral',
  title,
  children,
  actions,
  alert,
}: Readonly<{
  tone?: Exclude<Tone, 'accent'>;
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  alert?: boolean;
}>) {
  const [look, Icon] = looks[tone];
  return (
    <div role={alert ? 'alert' : undefined} className={classes('flex gap-3 rounded-lg border px-4 py-3', look)}>
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1">
        <p className="text-sm font-medium">{title}</p>
        {children ? <div className="mt-1 text-sm text-ink-2">{children}</div> : null}
        {actions ? <div className="mt-3 flex flex-wrap gap-2">{actions}</div> : null}
      </div>
    </div>
  );
}
