import { Check, Circle, LoaderCircle, X } from 'lucide-react';
import type { ProvisionStatus } from '../../api/types.ts';
import { formatDuration } from '../../format/format.ts';
import { useNow } from '../../format/now.ts';
import { t } from '../../text/en.ts';
import { classes } from '../../ui/classes.ts';
import { CopyLine } from '../../ui/copy.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { LogView } from '../connection/log-view.tsx';

const text = t.setup.provision;

type JobStep = ProvisionStatus['steps'][number];

const icons = { waiting: Circle, running: LoaderCircle, succeeded: Check, failed: X } as const;
const looks: Readonly<Record<JobStep['state'], string>> = {
  waiting: 'text-ink-3',
  running: 'text-accent animate-spin',
  succeeded: 'text-ok',
  failed: 'text-bad',
};

function StepRow({ step, now }: Readonly<{ step: JobStep; now: number }>) {
  const Icon = icons[step.state];
  const end = step.finishedAt ? Date.parse(step.finishedAt) : now;
  return (
    <li className="flex items-center gap-3 border-b border-line px-4 py-2 text-sm last:border-b-0">
      <Icon aria-hidden className={classes('size-4 shrink-0', looks[step.state])} />
      <span className={classes('flex-1', step.state === 'waiting' && 'text-ink-2')}>
        {text.stepNames[step.name] ?? step.name}
      </span>
      <span className="sr-only">{text.states[step.state]}</span>
      <span className="text-xs text-ink-2 tabular-nums">
        {step.startedAt ? formatDuration(end - Date.parse(step.startedAt)) : ''}
      </span>
    </li>
  );
}

/** The registering job: live steps with times, redacted log, code and cure, job id. */
export function ProvisionJob({ job }: Readonly<{ job: ProvisionStatus }>) {
  const now = useNow(1000);
  const failed = job.provisionStatus === 'failed';
  const title = { running: text.running, succeeded: text.succeeded, failed: text.failed, idle: '' }[
    job.provisionStatus
  ];
  return (
    <div className="flex flex-col gap-4">
      {failed ? (
        <Notice tone="bad" alert title={text.failed}>
          <p className="text-ink">{job.userMessage ?? text.cureUnknown}</p>
          <p className="mt-1 flex flex-wrap gap-x-2 font-mono text-xs">
            <span>{job.provisionErrorCode}</span>
            {job.detail ? <span>{job.detail}</span> : null}
          </p>
        </Notice>
      ) : null}
      <Panel title={title} flush>
        <ol aria-live="polite">
          {job.steps.map((step) => (
            <StepRow key={step.name} step={step} now={now} />
          ))}
        </ol>
      </Panel>
      <div className="flex flex-col gap-1.5">
        <p className="text-xs font-medium text-ink-2">{text.jobId}</p>
        <CopyLine text={job.jobId} label={text.jobId} />
      </div>
      <LogView label={text.log} empty={text.logEmpty} lines={job.log.map((message) => ({ message }))} />
    </div>
  );
}
