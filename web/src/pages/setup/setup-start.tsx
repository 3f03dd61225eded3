import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Navigate } from '@tanstack/react-router';
import { statusQuery } from '../../api/setup.ts';
import { t } from '../../text/en.ts';
import { Page } from '../../ui/panel.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Loading } from '../../ui/spinner.tsx';

const route = getRouteApi('/o/$org/setup/$connectionId');

/** Takes the set-up up where it stands. */
export function SetupStartPage() {
  const { org, connectionId } = route.useParams();
  const { data, error, refetch } = useQuery(statusQuery(org, connectionId));
  if (error) {
    return (
      <Page width="narrow">
        <ProblemView error={error} onRetry={() => void refetch()} />
      </Page>
    );
  }
  if (!data) return <Loading label={t.setup.reading} />;
  return <Navigate to="/o/$org/setup/$connectionId/$step" params={{ org, connectionId, step: data.current }} replace />;
}
