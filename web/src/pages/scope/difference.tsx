import { useMemo } from 'react';
import type { Scope } from '../../api/types.ts';
import { t } from '../../text/en.ts';
import { LineDifference } from '../../ui/line-difference.tsx';
import { scopeLines } from './scope-text.ts';

/** What the pull request changes in the scope file. */
export function Difference({ before, after }: Readonly<{ before: Scope | null; after: Scope }>) {
  const old = useMemo(() => (before ? scopeLines(before) : []), [before]);
  const fresh = useMemo(() => scopeLines(after), [after]);
  return (
    <LineDifference
      label={t.scope.difference}
      before={old}
      after={fresh}
      none={t.scope.noDifference}
      className="max-h-72 bg-sunken py-2"
    />
  );
}
