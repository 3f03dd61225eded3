import { Link } from '@tanstack/react-router';
import type { SetupStatus } from '../../api/types.ts';
import { t } from '../../text/en.ts';
import { buttonClass } from '../../ui/button.tsx';

/** On to the step that is next, wherever that is. */
export function NextLink({ org, status, from }: Readonly<{ org: string; status: SetupStatus; from: string }>) {
  const next = status.steps.find(({ id }) => id === status.current);
  if (!next || next.id === from) return null;
  return (
    <Link
      to="/o/$org/setup/$connectionId/$step"
      params={{ org, connectionId: status.connectionId, step: next.id }}
      className={buttonClass('primary')}
    >
      {t.common.next}: {next.title}
    </Link>
  );
}
