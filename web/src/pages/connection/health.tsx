import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useOpenable } from '../../api/demo-address.ts';
import { runsQuery } from '../../api/runs.ts';
import { statusQuery } from '../../api/setup.ts';
import type { SetupStatus } from '../../api/types.ts';
import { formatCount } from '../../format/format.ts';
import { t } from '../../text/en.ts';
import { Ago } from '../../ui/ago.tsx';
import { Badge, Dot, type Tone } from '../../ui/badge.tsx';
import { Facts, Panel } from '../../ui/panel.tsx';
import { Loading } from '../../ui/spinner.tsx';
import { RunProgress } from './run-progress.tsx';
import { RunTable } from './run-table.tsx';

const route = getRouteApi('/o/$org/connections/$connectionId');

function Figure({ name, tone, children }: Readonly<{ name: string; tone: Tone; children: ReactNode }>) {
  return (
    <div className="rounded-lg border border-line bg-raised px-4 py-3">
      <dt className="flex items-center gap-2 text-xs text-ink-2">
        <Dot tone={tone} />
        {name}
      </dt>
      <dd className="mt-1 text-base font-semibold tabular-nums">{children}</dd>
    </div>
  );
}

function runTone(status: SetupStatus): Tone {
  const state = status.lastRun?.state;
  if (state === 'failed') return 'bad';
  if (state === 'succeeded-with-failures' || state === 'stopped-by-guard') return 'warn';
  return state === 'running' ? 'accent' : state === 'succeeded' ? 'ok' : 'neutral';
}

function Figures({ status }: Readonly<{ status: SetupStatus }>) {
  const { systemToken: token, lastRun } = status;
  return (
    <dl className="mb-6 grid grid-cols-2 gap-3 lg:grid-cols-5">
      <Figure name={t.connection.mirrored} tone={status.pages > 0 ? 'ok' : 'neutral'}>
        {formatCount(status.pages)}
      </Figure>
      <Figure name={t.connection.lastEvent} tone={status.lastEventAt ? 'ok' : 'neutral'}>
        {status.lastEventAt ? <Ago at={status.lastEventAt} /> : t.connection.never}
      </Figure>
      <Figure name={t.connection.waiting} tone={status.pendingEvents > 0 ? 'accent' : 'ok'}>
        {formatCount(status.pendingEvents)}
      </Figure>
      <Figure name={t.connection.lastRun} tone={runTone(status)}>
        {lastRun ? <Ago at={lastRun.finishedAt ?? lastRun.startedAt} /> : t.connection.never}
      </Figure>
      <Figure name={t.connection.token} tone={token?.expired ? 'bad' : token ? 'ok' : 'neutral'}>
        {token ? token.expired ? t.connection.tokenExpired : <Ago at={token.expiresAt} /> : t.connection.tokenNone}
      </Figure>
    </dl>
  );
}

/** How a connection is, at a glance. */
export function HealthPage() {
  const { org, connectionId } = route.useParams();
  const openable = useOpenable();
  const { data: status } = useQuery(statusQuery(org, connectionId));
  const { data: runs } = useQuery(runsQuery(org, connectionId));
  if (!status) return <Loading label={t.connection.reading} />;
  return (
    <>
      <Figures status={status} />
      {status.lastRun?.state === 'running' ? (
        <Panel title={t.connection.runs.states.running} className="mb-6">
          <RunProgress run={status.lastRun} />
        </Panel>
      ) : null}
      <div className="grid grid-cols-1 gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <section>
          <div className="mb-2 flex items-baseline justify-between">
            <h2 className="text-sm font-semibold">{t.connection.runs.title}</h2>
            <Link
              to="/o/$org/connections/$connectionId/runs"
              params={{ org, connectionId }}
              className="text-sm text-accent hover:underline"
            >
              {t.connection.runs.back}
            </Link>
          </div>
          <RunTable org={org} connectionId={connectionId} runs={(runs ?? []).slice(0, 8)} />
        </section>
        <Panel title={t.connection.target} className="self-start">
          <Facts
            items={[
              [
                t.connection.site,
                status.site ? (
                  <a
                    key="site"
                    href={openable(status.site.url)}
                    target="_blank"
                    rel="noreferrer"
                    className="text-accent hover:underline"
                  >
                    {status.site.name}
                  </a>
                ) : (
                  t.connection.none
                ),
              ],
              [t.connection.target, status.target?.fullName ?? t.connection.none],
              [
                t.setup.target.branch,
                <code key="branch" className="font-mono text-xs">
                  {status.target?.branch ?? ''}
                </code>,
              ],
              [
                t.connection.account,
                status.account ? (
                  status.account.state === 'valid' ? (
                    status.account.name
                  ) : (
                    <Badge key="account" tone="warn">
                      {t.setup.link.expired}
                    </Badge>
                  )
                ) : (
                  t.connection.none
                ),
              ],
            ]}
          />
        </Panel>
      </div>
    </>
  );
}
