import { useMemo } from 'react';
import type { Scope } from '../../api/types.ts';
import { t } from '../../text/en.ts';
import { classes } from '../../ui/classes.ts';
import { diffLines, scopeLines } from './scope-text.ts';

const signs = { same: ' ', added: '+', removed: '-' } as const;

/** What the pull request changes in the scope file. */
export function Difference({ before, after }: Readonly<{ before: Scope | null; after: Scope }>) {
  const lines = useMemo(() => diffLines(before ? scopeLines(before) : [], scopeLines(after)), [before, after]);
  if (lines.every(({ kind }) => kind === 'same')) return <p className="text-sm text-ink-2">{t.scope.noDifference}</p>;
  return (
    <section
      aria-label={t.scope.difference}
      tabIndex={0}
      className="max-h-72 overflow-auto rounded-md border border-line bg-sunken py-2 font-mono text-xs leading-5"
    >
      {lines.map(({ kind, text }, index) => (
        <p
          // Lines have no identity beyond their place.
          key={`${index}${text}`}
          className={classes(
            'min-w-max px-2 whitespace-pre',
            kind === 'added' && 'bg-ok-soft text-ok',
            kind === 'removed' && 'bg-bad-soft text-bad',
          )}
        >
          {signs[kind]} {text}
        </p>
      ))}
    </section>
  );
}
