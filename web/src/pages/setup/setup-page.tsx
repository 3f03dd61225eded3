import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { type ComponentType, lazy, Suspense } from 'react';
import { statusQuery } from '../../api/setup.ts';
import { arriving } from '../../live/reachability.ts';
import { FailedPage } from '../../shell/failed-page.tsx';
import { useTitle } from '../../shell/title.ts';
import { useIsAdmin } from '../../shell/use-org.ts';
import { t } from '../../text/en.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page, PageHeader } from '../../ui/panel.tsx';
import { Loading } from '../../ui/spinner.tsx';
import { AppStep } from './app-step.tsx';
import { LinkStep } from './link-step.tsx';
import { LiveStep } from './live-step.tsx';
import { ProvisionStep } from './provision-step.tsx';
import { RepositoryStep } from './repository-step.tsx';
import { ReviewStep } from './review-step.tsx';
import { StepList } from './step-list.tsx';
import type { StepProps } from './step-props.ts';
import { type ShownState, shownState } from './step-state.ts';
import { SyncStep } from './sync-step.tsx';
import { TargetStep } from './target-step.tsx';

const route = getRouteApi('/o/$org/setup/$connectionId/$step');

const bodies: Readonly<Record<string, ComponentType<StepProps>>> = {
  app: AppStep,
  link: LinkStep,
  provision: ProvisionStep,
  repository: RepositoryStep,
  target: TargetStep,
  scope: lazy(() => arriving(() => import('../scope/scope-step.tsx'))),
  review: ReviewStep,
  sync: SyncStep,
  live: LiveStep,
};

const tones: Readonly<Record<ShownState, Tone>> = {
  ready: 'accent',
  done: 'ok',
  current: 'accent',
  blocked: 'neutral',
  waiting: 'warn',
  skipped: 'neutral',
};

const layouts = {
  plain: 'grid grid-cols-1 gap-6 lg:grid-cols-[14rem_minmax(0,1fr)] lg:gap-10',
  wide: 'grid grid-cols-1 gap-6 2xl:grid-cols-[14rem_minmax(0,1fr)] 2xl:gap-10',
};

function Blocked({ org, status, step }: StepProps) {
  const first = status.steps.filter(({ id }) => step.blockedBy.includes(id));
  return (
    <Notice title={t.setup.blockedTitle}>
      {t.setup.blocked('')}
      {first.map(({ id, title }, index) => (
        <span key={id}>
          {index > 0 ? ', ' : ''}
          <Link
            to="/o/$org/setup/$connectionId/$step"
            params={{ org, connectionId: status.connectionId, step: id }}
            className="font-medium text-accent underline"
          >
            {title}
          </Link>
        </span>
      ))}
    </Notice>
  );
}

function StepBody(props: StepProps) {
  const isAdmin = useIsAdmin();
  const { step } = props;
  const Body = bodies[step.id];
  if (step.state === 'blocked') return <Blocked {...props} />;
  if (step.state === 'skipped') return <Notice title={t.setup.skippedTitle}>{t.setup.skippedText}</Notice>;
  if (!isAdmin && !['sync', 'live', 'review'].includes(step.id)) {
    return <Notice title={t.setup.memberOnly}>{t.setup.memberOnlyText}</Notice>;
  }
  return Body ? (
    <Suspense fallback={<Loading label={t.common.loading} />}>
      <Body {...props} />
    </Suspense>
  ) : null;
}

/** One step of the set-up beside the list of all of them. Everything that it shows comes from the server. */
export function SetupPage() {
  const { org, connectionId, step: stepId } = route.useParams();
  const { data: status, error, refetch } = useQuery(statusQuery(org, connectionId));
  const step = status?.steps.find(({ id }) => id === stepId) ?? status?.steps.find(({ id }) => id === status.current);
  useTitle(step?.title, status && t.setup.title(status.product));
  if (error && !status) {
    return <FailedPage error={error} onRetry={() => void refetch()} />;
  }
  if (!status || !step) return <Loading label={t.setup.reading} />;
  // Choosing needs the width for itself; the list of steps folds up earlier.
  const wide = step.id === 'scope';
  return (
    <Page width={wide ? 'full' : 'wide'}>
      <div className={wide ? layouts.wide : layouts.plain}>
        <div className={wide ? '2xl:sticky 2xl:top-8 2xl:self-start' : 'lg:sticky lg:top-8 lg:self-start'}>
          <p className="mb-2 px-2 text-xs font-medium text-ink-2">{t.setup.title(status.product)}</p>
          <StepList org={org} status={status} chosen={step.id} fold={wide ? '2xl' : 'lg'} />
        </div>
        <div className={wide ? 'min-w-0' : 'max-w-2xl min-w-0'}>
          <PageHeader
            title={step.title}
            lead={step.help}
            above={
              <p className="mb-2 flex flex-wrap items-center gap-2">
                <Badge tone={tones[shownState(step)]}>{t.setup.state[shownState(step)]}</Badge>
                {step.who && step.state !== 'done' ? (
                  <span className="text-xs text-ink-2">{t.setup.who[step.who]}</span>
                ) : null}
              </p>
            }
          />
          <StepBody org={org} status={status} step={step} />
          {step.id !== 'live' ? <p className="mt-8 text-xs text-ink-2">{t.setup.leave}</p> : null}
        </div>
      </div>
    </Page>
  );
}
