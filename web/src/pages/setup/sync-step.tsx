import { Link } from '@tanstack/react-router';
import { steerSync } from '../../api/runs.ts';
import type { Run } from '../../api/types.ts';
import { formatCount, shortCommit } from '../../format/format.ts';
import { useIsAdmin } from '../../shell/use-org.ts';
import { t } from '../../text/en.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { RunProgress } from '../connection/run-progress.tsx';
import { NextLink } from './next-link.tsx';
import type { StepProps } from './step-props.ts';
import { useSetupAction } from './use-setup-action.ts';

const text = t.setup.sync;

function Outcome({ org, connectionId, run }: Readonly<{ org: string; connectionId: string; run: Run }>) {
  const see = (
    <Link
      to="/o/$org/connections/$connectionId/runs/$runId"
      params={{ org, connectionId, runId: run.id }}
      className={buttonClass('plain', 'sm')}
    >
      {run.state === 'stopped-by-guard' ? text.guardReview : text.seeRun}
    </Link>
  );
  if (run.state === 'failed' || run.state === 'cancelled') {
    return (
      <Notice tone="bad" title={run.problem?.message ?? text.failed} actions={see}>
        {run.problem?.hint}
      </Notice>
    );
  }
  if (run.state === 'stopped-by-guard') return <Notice tone="warn" title={text.guard} actions={see} />;
  return (
    <Notice tone="ok" title={text.done} actions={see}>
      {run.commit ? text.doneText(formatCount(run.counts.pages), shortCommit(run.commit)) : null}
    </Notice>
  );
}

/** The first run: how far it is, how it ended. */
export function SyncStep({ org, status, step }: StepProps) {
  const isAdmin = useIsAdmin();
  const { lastRun, connectionId } = status;
  const start = useSetupAction(org, () => steerSync(org, connectionId, 'start'));
  const failed = lastRun?.state === 'failed' || lastRun?.state === 'cancelled';
  return (
    <div className="flex flex-col gap-4">
      {lastRun?.state === 'running' ? (
        <Panel>
          <RunProgress run={lastRun} />
          <p className="mt-3 text-xs text-ink-2">{text.background}</p>
        </Panel>
      ) : null}
      {lastRun && lastRun.state !== 'running' ? <Outcome org={org} connectionId={connectionId} run={lastRun} /> : null}
      {!lastRun && step.state !== 'current' ? <Spinner label={text.starting} /> : null}
      {start.error ? <ProblemView error={start.error} /> : null}
      <div className="flex flex-wrap gap-2">
        {isAdmin && (failed || !lastRun) && step.state !== 'done' ? (
          <Button kind="primary" busy={start.isPending} onClick={() => start.mutate()}>
            {failed ? text.retry : text.start}
          </Button>
        ) : null}
        <NextLink org={org} status={status} from="sync" />
      </div>
    </div>
  );
}
