import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { statusQuery } from '../../api/setup.ts';
import type { Connector, SetupStatus } from '../../api/types.ts';
import { formatCount } from '../../format/format.ts';
import { useOrg } from '../../shell/use-org.ts';
import { t } from '../../text/en.ts';
import { Ago } from '../../ui/ago.tsx';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { buttonClass } from '../../ui/button.tsx';
import { RunBadge } from '../connection/run-badge.tsx';

const tones: Readonly<Record<Connector['status'], Tone>> = {
  live: 'ok',
  setup: 'accent',
  paused: 'neutral',
  attention: 'warn',
};

function Figures({ status }: Readonly<{ status: SetupStatus }>) {
  const figures = [
    [t.connection.mirrored, formatCount(status.pages)],
    [t.connection.lastEvent, status.lastEventAt ? <Ago key="event" at={status.lastEventAt} /> : t.connection.never],
    [t.connection.lastRun, status.lastRun ? <RunBadge key="run" state={status.lastRun.state} /> : t.connection.never],
  ] as const;
  return (
    <dl className="mt-4 grid grid-cols-2 gap-4 sm:grid-cols-3">
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt className="text-xs text-ink-2">{name}</dt>
          <dd className="mt-0.5 text-sm font-medium tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** One connection at a glance. */
export function ConnectionCard({ connector }: Readonly<{ connector: Connector }>) {
  const org = useOrg();
  const { data } = useQuery(statusQuery(org, connector.id));
  const step = data?.steps.find(({ id }) => id === data.current);
  const unfinished = connector.status === 'setup';
  return (
    <li className="flex flex-col rounded-lg border border-line bg-raised p-4">
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <h2 className="truncate text-base font-semibold">{connector.name}</h2>
          <p className="truncate text-sm text-ink-2">
            {[data?.site?.name, data?.target?.fullName].filter(Boolean).join(' → ') || t.connection.none}
          </p>
        </div>
        <Badge tone={tones[connector.status]}>{t.start.statuses[connector.status]}</Badge>
      </div>
      {data && !unfinished ? <Figures status={data} /> : null}
      {unfinished && step ? <p className="mt-4 text-sm text-ink-2">{t.connection.unfinishedText(step.title)}</p> : null}
      <div className="mt-4 flex gap-2">
        {unfinished ? (
          <Link
            to="/o/$org/setup/$connectionId"
            params={{ org, connectionId: connector.id }}
            className={buttonClass('primary', 'sm')}
          >
            {t.start.continueSetup}
          </Link>
        ) : (
          <Link
            to="/o/$org/connections/$connectionId"
            params={{ org, connectionId: connector.id }}
            className={buttonClass('plain', 'sm')}
          >
            {t.start.open}
          </Link>
        )}
      </div>
    </li>
  );
}
