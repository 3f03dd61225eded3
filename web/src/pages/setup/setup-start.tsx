import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Navigate } from '@tanstack/react-router';
import { statusQuery } from '../../api/setup.ts';
import { FailedPage } from '../../shell/failed-page.tsx';
import { t } from '../../text/en.ts';
import { Loading } from '../../ui/spinner.tsx';

const route = getRouteApi('/o/$org/setup/$connectionId');

/** Takes the set-up up where it stands. */
export function SetupStartPage() {
  const { org, connectionId } = route.useParams();
  const { data, error, refetch } = useQuery(statusQuery(org, connectionId));
  if (error) {
    return <FailedPage error={error} onRetry={() => void refetch()} />;
  }
  if (!data) return <Loading label={t.setup.reading} />;
  return <Navigate to="/o/$org/setup/$connectionId/$step" params={{ org, connectionId, step: data.current }} replace />;
}
