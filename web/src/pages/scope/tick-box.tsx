import { Check, Minus } from 'lucide-react';
import { classes } from '../../ui/classes.ts';
import type { Tick } from './choice.ts';

/** The square of a tick; the row around it carries the meaning for screen readers. */
export function TickBox({ tick, onToggle }: Readonly<{ tick: Tick; onToggle?: () => void }>) {
  const Icon = tick === 'on' ? Check : Minus;
  return (
    <span
      aria-hidden
      onClick={
        onToggle &&
        ((event) => {
          event.stopPropagation();
          onToggle();
        })
      }
      className={classes(
        'flex size-4 shrink-0 cursor-pointer items-center justify-center rounded-sm border',
        tick === 'off' ? 'border-line-strong bg-raised' : 'border-accent-solid bg-accent-solid text-white',
      )}
    >
      {tick === 'off' ? null : <Icon className="size-3" strokeWidth={3} />}
    </span>
  );
}
