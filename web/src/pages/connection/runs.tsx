import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { runsQuery } from '../../api/runs.ts';
import { t } from '../../text/en.ts';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Loading } from '../../ui/spinner.tsx';
import { RunTable } from './run-table.tsx';

const route = getRouteApi('/o/$org/connections/$connectionId');

/** Every run of a connection, newest first. */
export function RunsPage() {
  const { org, connectionId } = route.useParams();
  const { data, error, refetch } = useQuery(runsQuery(org, connectionId));
  if (error && !data) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading label={t.connection.runs.reading} />;
  return <RunTable org={org} connectionId={connectionId} runs={data} />;
}
