import { Link } from '@tanstack/react-router';
import { ExternalLink } from 'lucide-react';
import type { SetupStatus } from '../../api/types.ts';
import { t } from '../../text/en.ts';
import { Ago } from '../../ui/ago.tsx';
import { buttonClass } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';

const text = t.connection;

interface NoticesProps {
  readonly org: string;
  readonly status: SetupStatus;
}

function StepLink({ org, status, step, label }: NoticesProps & { readonly step: string; readonly label: string }) {
  return (
    <Link
      to="/o/$org/setup/$connectionId/$step"
      params={{ org, connectionId: status.connectionId, step }}
      className={buttonClass('primary', 'sm')}
    >
      {label}
    </Link>
  );
}

function Unfinished({ org, status }: NoticesProps) {
  const step = status.steps.find(({ id }) => id === status.current);
  if (!step || status.current === 'live') return null;
  return (
    <Notice title={text.unfinished} actions={<StepLink {...{ org, status }} step={step.id} label={text.goOn} />}>
      {text.unfinishedText(step.title)}
    </Notice>
  );
}

function ScopeProblem({ problem }: Readonly<{ problem: NonNullable<SetupStatus['scopeProblem']> }>) {
  return (
    <Notice tone="warn" title={text.scopeProblem}>
      <p>
        {problem.message}
        {problem.line ? ` (${text.scopeLine(String(problem.line))})` : ''}
      </p>
      <p>{text.scopeProblemText}</p>
    </Notice>
  );
}

function MirrorPullRequest({ pull }: Readonly<{ pull: NonNullable<SetupStatus['mirrorPullRequest']> }>) {
  return (
    <Notice
      title={text.mirrorPull(String(pull.number))}
      actions={
        <a href={pull.url} target="_blank" rel="noreferrer" className={buttonClass('plain', 'sm')}>
          {t.setup.review.view}
          <ExternalLink aria-hidden className="size-3.5" />
        </a>
      }
    >
      {text.mirrorPullText}
    </Notice>
  );
}

/** Everything about a connection that a person should know before the figures. */
export function ConnectionNotices({ org, status }: NoticesProps) {
  return (
    <div className="mb-6 flex flex-col gap-3 empty:hidden">
      {status.disconnecting ? <Notice title={text.disconnecting}>{text.disconnectingText}</Notice> : null}
      {status.alert ? (
        <Notice
          tone="bad"
          alert
          title={status.alert.message}
          actions={<StepLink {...{ org, status }} step="target" label={text.alertAct} />}
        >
          {status.alert.hint}
        </Notice>
      ) : null}
      {status.movingTo ? <Notice title={text.movingTo(status.movingTo.fullName)}>{text.movingToText}</Notice> : null}
      {status.upgrade ? (
        <Notice
          tone="warn"
          title={text.upgrade}
          actions={<StepLink {...{ org, status }} step="provision" label={text.upgradeAct} />}
        >
          {status.upgrade.changed.includes('origin') ? (
            <p>{text.upgradeOrigin(status.upgrade.from, status.upgrade.to)}</p>
          ) : null}
          {status.upgrade.changed.includes('scopes') ? <p>{text.upgradeScopes}</p> : null}
        </Notice>
      ) : null}
      {status.appGoneAt ? (
        <Notice
          tone="bad"
          title={text.appGone}
          actions={<StepLink {...{ org, status }} step="provision" label={text.appGoneAct} />}
        >
          <Ago at={status.appGoneAt} />
        </Notice>
      ) : null}
      <Unfinished org={org} status={status} />
      {status.scopeProblem ? <ScopeProblem problem={status.scopeProblem} /> : null}
      {status.mirrorPullRequest ? <MirrorPullRequest pull={status.mirrorPullRequest} /> : null}
      {status.paused ? <Notice title={text.paused}>{text.pausedText}</Notice> : null}
    </div>
  );
}
