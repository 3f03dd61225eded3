import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Outlet } from '@tanstack/react-router';
import { Pause, Play, RefreshCw } from 'lucide-react';
import { type SyncAction, steerSync } from '../../api/runs.ts';
import { connectorsQuery, statusQuery } from '../../api/setup.ts';
import type { SetupStatus } from '../../api/types.ts';
import { FailedPage } from '../../shell/failed-page.tsx';
import { useTitle } from '../../shell/title.ts';
import { useIsAdmin } from '../../shell/use-org.ts';
import { t } from '../../text/en.ts';
import { Button } from '../../ui/button.tsx';
import { Page, PageHeader } from '../../ui/panel.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Loading } from '../../ui/spinner.tsx';
import { TabLinks } from '../../ui/tabs.tsx';
import { toast } from '../../ui/toast.tsx';
import { useSetupAction } from '../setup/use-setup-action.ts';
import { ConnectionNotices } from './connection-notices.tsx';
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
        actions={isAdmin && live && !status.disconnecting ? <Steering org={org} status={status} /> : null}
      />
      <ConnectionNotices org={org} status={status} />
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
