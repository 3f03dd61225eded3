import { Link } from '@tanstack/react-router';
import { Check, CircleDashed, Clock, Lock, Minus } from 'lucide-react';
import type { SetupStatus, SetupStep } from '../../api/types.ts';
import { t } from '../../text/en.ts';
import { classes } from '../../ui/classes.ts';
import { type ShownState, shownState } from './step-state.ts';

const icons: Readonly<Record<ShownState, typeof Check>> = {
  done: Check,
  current: CircleDashed,
  ready: CircleDashed,
  blocked: Lock,
  waiting: Clock,
  skipped: Minus,
};
const looks: Readonly<Record<ShownState, string>> = {
  done: 'bg-ok-soft text-ok',
  current: 'bg-accent-solid text-white',
  ready: 'bg-accent-soft text-accent',
  blocked: 'bg-active text-ink-3',
  waiting: 'bg-warn-soft text-warn',
  skipped: 'bg-active text-ink-3',
};

function Item({
  org,
  status,
  step,
  chosen,
}: Readonly<{ org: string; status: SetupStatus; step: SetupStep; chosen: boolean }>) {
  const state = shownState(step);
  const Icon = icons[state];
  return (
    <li>
      <Link
        to="/o/$org/setup/$connectionId/$step"
        params={{ org, connectionId: status.connectionId, step: step.id }}
        aria-current={chosen ? 'step' : undefined}
        className={classes(
          'flex items-center gap-2.5 rounded-md px-2 py-1.5 text-sm hover:bg-hover',
          chosen ? 'bg-active font-medium text-ink' : 'text-ink-2',
        )}
      >
        <span
          aria-hidden
          className={classes('flex size-5 shrink-0 items-center justify-center rounded-full', looks[state])}
        >
          <Icon className="size-3" strokeWidth={2.5} />
        </span>
        <span className="min-w-0 flex-1 leading-snug">{step.title}</span>
        <span className="sr-only">{t.setup.state[state]}</span>
      </Link>
    </li>
  );
}

/** All steps, what is done, what is next and what is blocked. On narrow screens it folds. */
export function StepList({
  org,
  status,
  chosen,
  fold,
}: Readonly<{ org: string; status: SetupStatus; chosen: string; fold: 'lg' | '2xl' }>) {
  const index = status.steps.findIndex(({ id }) => id === chosen);
  const list = (
    <ol className="flex flex-col gap-0.5">
      {status.steps.map((step) => (
        <Item key={step.id} org={org} status={status} step={step} chosen={step.id === chosen} />
      ))}
    </ol>
  );
  return (
    <nav aria-label={t.setup.steps}>
      <div className={fold === 'lg' ? 'hidden lg:block' : 'hidden 2xl:block'}>{list}</div>
      <details
        key={chosen}
        className={classes('rounded-lg border border-line', fold === 'lg' ? 'lg:hidden' : '2xl:hidden')}
      >
        <summary className="px-3 py-2 text-sm font-medium">
          {t.setup.stepOf(String(index + 1), String(status.steps.length))}
        </summary>
        <div className="border-t border-line p-2">{list}</div>
      </details>
    </nav>
  );
}
