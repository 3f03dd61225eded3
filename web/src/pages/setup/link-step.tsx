import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { chooseSite, linkAddress, settleClaim, sitesQuery } from '../../api/setup.ts';
import { t } from '../../text/en.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button, buttonClass } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { Notice } from '../../ui/notice.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Loading } from '../../ui/spinner.tsx';
import { NextLink } from './next-link.tsx';
import type { StepProps } from './step-props.ts';
import { useSetupAction } from './use-setup-action.ts';

const route = getRouteApi('/o/$org/setup/$connectionId/$step');

function Claim({ org, status }: StepProps) {
  const navigate = useNavigate();
  const { claim } = route.useSearch();
  const claimId = status.pendingClaim?.id ?? claim;
  const settle = useSetupAction(
    org,
    (how: 'confirm' | 'cancel') => settleClaim(org, claimId ?? '', how),
    () => void navigate({ to: '.', search: {} }),
  );
  if (!claimId) return null;
  return (
    <Notice
      tone="warn"
      title={t.setup.link.claimTitle}
      actions={
        <>
          <Button size="sm" kind="primary" busy={settle.isPending} onClick={() => settle.mutate('confirm')}>
            {t.setup.link.claim}
          </Button>
          <Button size="sm" disabled={settle.isPending} onClick={() => settle.mutate('cancel')}>
            {t.setup.link.claimCancel}
          </Button>
        </>
      }
    >
      {t.setup.link.claimText}
      {settle.error ? <ProblemView error={settle.error} /> : null}
    </Notice>
  );
}

function Sites({ org, status }: StepProps) {
  const { data, error, refetch } = useQuery(sitesQuery(org, status.connectionId));
  const choose = useSetupAction(org, (siteId: string) => chooseSite(org, status.connectionId, siteId));
  if (error) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading label={t.setup.link.siteReading} />;
  if (data.sites.length === 0) {
    return (
      <Notice tone="warn" title={t.setup.link.noSites}>
        {t.setup.link.noSitesText}
      </Notice>
    );
  }
  const chosen = status.site?.id ?? data.chosen?.id;
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-2 text-sm font-medium">{t.setup.link.chooseSite}</legend>
      {data.sites.map((site) => (
        <label
          key={site.id}
          className={classes(
            'flex cursor-pointer items-center gap-3 rounded-lg border px-3.5 py-2.5 hover:bg-hover',
            site.id === chosen ? 'border-accent bg-accent-soft' : 'border-line',
          )}
        >
          <input
            type="radio"
            name="site"
            className="size-4 accent-accent-solid"
            checked={site.id === chosen}
            disabled={choose.isPending}
            onChange={() => choose.mutate(site.id)}
          />
          <span className="min-w-0">
            <span className="block text-sm font-medium">{site.name}</span>
            <span className="block truncate text-xs text-ink-2">{site.url}</span>
          </span>
        </label>
      ))}
      {choose.error ? <ProblemView error={choose.error} /> : null}
    </fieldset>
  );
}

/** Linking the account of the person who sets up, and choosing the site. */
export function LinkStep(props: StepProps) {
  const { org, status } = props;
  const { linkError, missing } = route.useSearch();
  const { account } = status;
  const returnTo = `/o/${org}/setup/${status.connectionId}/link`;
  const href = linkAddress(org, status.connectionId, returnTo);
  return (
    <div className="flex flex-col gap-5">
      {linkError ? (
        <Notice tone="bad" alert title={t.setup.link.errorTitle}>
          {t.setup.link.errors[linkError] ?? t.setup.link.errors.not_accepted} {missing ?? ''}
        </Notice>
      ) : null}
      <Claim {...props} />
      {account?.state === 'reauth-required' ? (
        <Notice tone="warn" title={t.setup.link.expired}>
          {t.setup.link.expiredText}
        </Notice>
      ) : null}
      <div className="flex flex-wrap items-center gap-3">
        <a href={href} className={buttonClass(account?.state === 'valid' ? 'plain' : 'primary')}>
          {account ? t.setup.link.again : t.setup.link.button}
        </a>
        {account?.state === 'valid' ? <Badge tone="ok">{t.setup.link.linked(account.name)}</Badge> : null}
      </div>
      {account?.state === 'valid' ? <Sites {...props} /> : null}
      <div>
        <NextLink org={org} status={status} from="link" />
      </div>
    </div>
  );
}
