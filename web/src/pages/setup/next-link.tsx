import { Link } from '@tanstack/react-router';
import type { SetupStatus } from '../../api/types.ts';
import { t } from '../../text/en.ts';
import { buttonClass } from '../../ui/button.tsx';

/** On to the step that is next, wherever that is; only where nothing is to be done here. */
export function NextLink({ org, status, from }: Readonly<{ org: string; status: SetupStatus; from: string }>) {
  const here = status.steps.find(({ id }) => id === from);
  const next = status.steps.find(({ id }) => id === status.current);
  if (!here || !next || next.id === from) return null;
  const settled = here.state === 'done' || here.state === 'skipped';
  if (!settled && here.who === 'operator') return null;
  return (
    <Link
      to="/o/$org/setup/$connectionId/$step"
      params={{ org, connectionId: status.connectionId, step: next.id }}
      className={buttonClass(settled ? 'primary' : 'plain')}
    >
      {t.common.next}: {next.title}
    </Link>
  );
}
