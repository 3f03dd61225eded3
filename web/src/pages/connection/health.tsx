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
import { Notice } from '../../ui/notice.tsx';
import { Facts, Panel } from '../../ui/panel.tsx';
import { Loading } from '../../ui/spinner.tsx';
import { RunProgress } from './run-progress.tsx';
import { RunTable } from './run-table.tsx';

const text = t.connection;
const route = getRouteApi('/o/$org/connections/$connectionId');

interface FigureProps {
  readonly name: string;
  readonly tone: Tone;
  readonly children: ReactNode;
  /** What the figure means at the moment. */
  readonly note?: ReactNode;
}

function Figure({ name, tone, children, note }: FigureProps) {
  return (
    <div className="bg-raised px-4 py-3">
      <dt className="flex items-center gap-2 text-xs whitespace-nowrap text-ink-2">
        <Dot tone={tone} />
        {name}
      </dt>
      <dd className="mt-1 text-lg font-semibold tabular-nums">{children}</dd>
      {note ? <dd className="text-xs text-ink-2">{note}</dd> : null}
    </div>
  );
}

function runTone(status: SetupStatus): Tone {
  const state = status.lastRun?.state;
  if (state === 'failed') return 'bad';
  if (state === 'succeeded-with-failures' || state === 'stopped-by-guard') return 'warn';
  return state === 'running' ? 'accent' : state === 'succeeded' ? 'ok' : 'neutral';
}

function behindNote({ pendingEvents, pagesBehind }: SetupStatus): string {
  if (pendingEvents > 0) return text.eventsWaiting(pendingEvents, formatCount(pendingEvents));
  return pagesBehind === 0 ? text.upToDate : text.pages.states.failed;
}

function Figures({ status }: Readonly<{ status: SetupStatus }>) {
  const { systemToken: token, lastRun, lastEventAt, lastSweepAt, pagesBehind } = status;
  const dead = token === null || token.expired;
  return (
    <dl className="mb-6 grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line md:grid-cols-3 xl:grid-cols-6">
      <Figure name={text.mirrored} tone={status.pages > 0 ? 'ok' : 'neutral'}>
        {formatCount(status.pages)}
      </Figure>
      <Figure name={text.behind} tone={pagesBehind > 0 ? 'accent' : 'ok'} note={behindNote(status)}>
        {formatCount(pagesBehind)}
      </Figure>
      <Figure name={text.lastEvent} tone={lastEventAt ? 'ok' : 'neutral'}>
        {lastEventAt ? <Ago at={lastEventAt} /> : text.never}
      </Figure>
      <Figure
        name={text.lastSweep}
        tone={lastSweepAt ? 'ok' : 'neutral'}
        note={lastSweepAt ? text.lastSweepNote : null}
      >
        {lastSweepAt ? <Ago at={lastSweepAt} /> : text.never}
      </Figure>
      <Figure name={text.lastRun} tone={runTone(status)} note={lastRun ? text.runs.states[lastRun.state] : null}>
        {lastRun ? <Ago at={lastRun.finishedAt ?? lastRun.startedAt} /> : text.never}
      </Figure>
      <Figure
        name={text.token}
        tone={token?.expired ? 'bad' : token ? 'ok' : 'neutral'}
        note={
          dead ? null : (
            <>
              {text.tokenEnds} <Ago at={token.expiresAt} />
            </>
          )
        }
      >
        {token ? token.expired ? text.tokenExpired : <Ago at={token.issuedAt} /> : text.tokenNone}
      </Figure>
    </dl>
  );
}

/** Since when the app's token is too old to read with, and why no newer one has come. */
function StaleToken({ token }: Readonly<{ token: SetupStatus['systemToken'] }>) {
  if (!token?.cause) return null;
  return (
    <div className="mb-6">
      <Notice
        tone="bad"
        title={
          token.cause.code === 'dated-ahead' ? (
            text.tokenUnusable
          ) : (
            <>
              {text.tokenStale} <Ago at={token.expiresAt} />
            </>
          )
        }
      >
        {token.cause.message} {token.cause.hint}
      </Notice>
    </div>
  );
}

/** How a connection is, at a glance. */
export function HealthPage() {
  const { org, connectionId } = route.useParams();
  const openable = useOpenable();
  const { data: status } = useQuery(statusQuery(org, connectionId));
  const { data: runs } = useQuery(runsQuery(org, connectionId));
  if (!status) return <Loading label={text.reading} />;
  return (
    <>
      <StaleToken token={status.systemToken} />
      <Figures status={status} />
      {status.lastRun?.state === 'running' ? (
        <Panel title={text.runs.states.running} className="mb-6">
          <RunProgress run={status.lastRun} />
        </Panel>
      ) : null}
      <div className="grid grid-cols-1 gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <section>
          <div className="mb-2 flex items-baseline justify-between">
            <h2 className="text-sm font-semibold">{text.runs.title}</h2>
            <Link
              to="/o/$org/connections/$connectionId/runs"
              params={{ org, connectionId }}
              className="text-sm text-accent hover:underline"
            >
              {text.runs.back}
            </Link>
          </div>
          <RunTable org={org} connectionId={connectionId} runs={(runs ?? []).slice(0, 8)} />
        </section>
        <Panel title={text.target} className="self-start">
          <Facts
            items={[
              [
                text.site,
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
                  text.none
                ),
              ],
              [text.target, status.target?.fullName ?? text.none],
              [
                t.setup.target.branch,
                <code key="branch" className="font-mono text-xs">
                  {status.target?.branch ?? ''}
                </code>,
              ],
              [
                text.account,
                status.account ? (
                  status.account.state === 'valid' ? (
                    status.account.name
                  ) : (
                    <Badge key="account" tone="warn">
                      {t.setup.link.expired}
                    </Badge>
                  )
                ) : (
                  text.none
                ),
              ],
            ]}
          />
        </Panel>
      </div>
    </>
  );
}
