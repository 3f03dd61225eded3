import { useQuery } from '@tanstack/react-query';
import { provisionStatusQuery } from '../../api/setup.ts';
import { t } from '../../text/en.ts';
import { Notice } from '../../ui/notice.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Loading, Spinner } from '../../ui/spinner.tsx';
import { InstallLink } from './install-link.tsx';
import { NextLink } from './next-link.tsx';
import { ProvisionForm } from './provision-form.tsx';
import { ProvisionJob } from './provision-job.tsx';
import type { StepProps } from './step-props.ts';

function Registering(props: StepProps) {
  const { org, status, step } = props;
  const { data, error, refetch } = useQuery({
    ...provisionStatusQuery(org, status.connectionId),
    refetchInterval: ({ state }) => (state.data?.provisionStatus === 'running' ? 3000 : false),
  });
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading label={t.setup.reading} />;
  const { provisionStatus } = data;
  return (
    <div className="flex flex-col gap-6">
      {provisionStatus !== 'idle' ? <ProvisionJob job={data} /> : null}
      {provisionStatus === 'succeeded' && step.state !== 'done' ? (
        <Spinner label={t.setup.provision.tokenWait} />
      ) : null}
      {provisionStatus === 'idle' || provisionStatus === 'failed' ? (
        <ProvisionForm {...props} again={provisionStatus === 'failed'} />
      ) : null}
    </div>
  );
}

/** Installing the app: by a link where one is given, otherwise registered with the operator's token. */
export function ProvisionStep(props: StepProps) {
  const { org, status, step } = props;
  return (
    <div className="flex flex-col gap-6">
      {step.state === 'done' ? <Notice tone="ok" title={t.setup.provision.succeeded} /> : null}
      {status.installUrl ? <InstallLink {...props} installUrl={status.installUrl} /> : <Registering {...props} />}
      {status.installUrl ? null : <InstallLink {...props} installUrl={null} />}
      <div>
        <NextLink org={org} status={status} from="provision" />
      </div>
    </div>
  );
}
