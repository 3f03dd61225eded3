import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, Outlet } from '@tanstack/react-router';
import { Pause, Play, RefreshCw } from 'lucide-react';
import { type SyncAction, steerSync } from '../../api/runs.ts';
import { connectorsQuery, statusQuery } from '../../api/setup.ts';
import type { SetupStatus } from '../../api/types.ts';
import { FailedPage } from '../../shell/failed-page.tsx';
import { useTitle } from '../../shell/title.ts';
import { useIsAdmin } from '../../shell/use-org.ts';
import { t } from '../../text/en.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page, PageHeader } from '../../ui/panel.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Loading } from '../../ui/spinner.tsx';
import { TabLinks } from '../../ui/tabs.tsx';
import { toast } from '../../ui/toast.tsx';
import { useSetupAction } from '../setup/use-setup-action.ts';
import { GuardNotice } from './guard-notice.tsx';

const route = getRouteApi('/o/$org/connections/$connectionId');

const said: Readonly<Record<SyncAction, string>> = {
  start: t.connection.started,
  pause: t.connection.paused,
  resume: t.connection.resumed,
  cancel: t.connection.cancelled,
};

function Steering({ org, status }: Readonly<{ org: string; status: SetupStatus }>) {
  const steer = useSetupAction(org, (action: SyncAction) =>
    steerSync(org, status.connectionId, action).then(() => toast('ok', said[action])),
  );
  const running = status.lastRun?.state === 'running';
  const busy = steer.isPending ? steer.variables : null;
  return (
    <>
      {status.paused ? (
        <Button
          kind="primary"
          busy={busy === 'resume'}
          icon={<Play aria-hidden className="size-3.5" />}
          onClick={() => steer.mutate('resume')}
        >
          {t.connection.resume}
        </Button>
      ) : (
        <Button
          busy={busy === 'pause'}
          icon={<Pause aria-hidden className="size-3.5" />}
          onClick={() => steer.mutate('pause')}
        >
          {t.connection.pause}
        </Button>
      )}
      {running ? (
        <Button busy={busy === 'cancel'} onClick={() => steer.mutate('cancel')}>
          {t.connection.cancelRun}
        </Button>
      ) : (
        <Button
          busy={busy === 'start'}
          disabled={status.paused}
          icon={<RefreshCw aria-hidden className="size-3.5" />}
          onClick={() => steer.mutate('start')}
        >
          {t.connection.syncNow}
        </Button>
      )}
      {steer.error ? (
        <div className="w-full">
          <ProblemView error={steer.error} />
        </div>
      ) : null}
    </>
  );
}

function Unfinished({ org, status }: Readonly<{ org: string; status: SetupStatus }>) {
  const step = status.steps.find(({ id }) => id === status.current);
  if (!step || status.current === 'live') return null;
  return (
    <div className="mb-6">
      <Notice
        title={t.connection.unfinished}
        actions={
          <Link
            to="/o/$org/setup/$connectionId/$step"
            params={{ org, connectionId: status.connectionId, step: step.id }}
            className={buttonClass('primary', 'sm')}
          >
            {t.connection.goOn}
          </Link>
        }
      >
        {t.connection.unfinishedText(step.title)}
      </Notice>
    </div>
  );
}

/** Frame of the pages of one connection. */
export function ConnectionLayout() {
  const { org, connectionId } = route.useParams();
  const isAdmin = useIsAdmin();
  const { data: status, error, refetch } = useQuery(statusQuery(org, connectionId));
  const { data: connectors } = useQuery(connectorsQuery(org));
  const name = connectors?.find(({ id }) => id === connectionId)?.name ?? status?.product;
  useTitle(name);
  if (error && !status) {
    return <FailedPage error={error} onRetry={() => void refetch()} />;
  }
  if (!status) return <Loading label={t.connection.reading} />;
  const params = { org, connectionId };
  const live = status.current === 'live';
  return (
    <Page>
      <PageHeader
        title={name ?? ''}
        lead={[status.site?.name, status.target?.fullName].filter(Boolean).join(' → ')}
        actions={isAdmin && live ? <Steering org={org} status={status} /> : null}
      />
      <Unfinished org={org} status={status} />
      {status.scopeProblem ? (
        <div className="mb-6">
          <Notice tone="warn" title={t.connection.scopeProblem}>
            <p>
              {status.scopeProblem.message}
              {status.scopeProblem.line ? ` (${t.connection.scopeLine(String(status.scopeProblem.line))})` : ''}
            </p>
            <p>{t.connection.scopeProblemText}</p>
          </Notice>
        </div>
      ) : null}
      {status.paused ? (
        <div className="mb-6">
          <Notice title={t.connection.paused}>{t.connection.pausedText}</Notice>
        </div>
      ) : null}
      <GuardNotice org={org} connectionId={connectionId} />
      <TabLinks
        label={t.connection.sections}
        items={[
          { label: t.connection.tabs.overview, to: '/o/$org/connections/$connectionId', params, exact: true },
          { label: t.connection.tabs.runs, to: '/o/$org/connections/$connectionId/runs', params },
          { label: t.connection.tabs.pages, to: '/o/$org/connections/$connectionId/pages', params },
          ...(isAdmin
            ? [{ label: t.connection.tabs.settings, to: '/o/$org/connections/$connectionId/settings', params } as const]
            : []),
        ]}
      />
      <Outlet />
    </Page>
  );
}
