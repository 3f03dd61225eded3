import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { HeartPulse } from 'lucide-react';
import { type HealthKind, type HealthReport, healthKinds, healthQuery } from '../../api/wiki-health.ts';
import { formatCount } from '../../format/format.ts';
import { useTitle } from '../../shell/title.ts';
import { t } from '../../text/en.ts';
import { Ago } from '../../ui/ago.tsx';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { SearchBox } from '../../ui/field.tsx';
import { Empty, Page, PageHeader } from '../../ui/panel.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Loading } from '../../ui/spinner.tsx';
import { FindingItem } from './finding-item.tsx';

const route = getRouteApi('/o/$org/wiki-health');
const text = t.wikiHealth;

interface KindsProps {
  readonly report: HealthReport;
  readonly chosen: HealthKind | null;
  readonly onChoose: (kind: HealthKind | null) => void;
}

function Kinds({ report, chosen, onChoose }: KindsProps) {
  const all = healthKinds.reduce((sum, kind) => sum + report.counts[kind], 0);
  const countOf = (kind: HealthKind | null): string => {
    const count = formatCount(kind === null ? all : report.counts[kind]);
    const open = kind === null ? report.truncated.length > 0 : report.truncated.includes(kind);
    return open ? text.atLeast(count) : count;
  };
  return (
    <fieldset className="flex flex-wrap gap-1.5">
      <legend className="sr-only">{text.kind}</legend>
      {[null, ...healthKinds].map((kind) => (
        <button
          key={kind}
          type="button"
          aria-pressed={kind === chosen}
          onClick={() => onChoose(kind)}
          className={classes(
            'inline-flex h-8 items-center gap-2 rounded-md border px-2.5 text-sm',
            kind === chosen ? 'border-ink bg-active font-medium' : 'border-line bg-raised text-ink-2 hover:bg-hover',
          )}
        >
          {kind === null ? text.all : text.kinds[kind]}
          <span className="text-xs text-ink-2 tabular-nums">{countOf(kind)}</span>
        </button>
      ))}
    </fieldset>
  );
}

/** What is wrong with the pages of the wiki. */
export function WikiHealthPage() {
  useTitle(text.title);
  const { org } = route.useParams();
  const search = route.useSearch();
  const navigate = useNavigate();
  const kind = healthKinds.find((known) => known === search.kind) ?? null;
  const space = search.space ?? '';
  const query = useInfiniteQuery(healthQuery(org, { kind, space }));
  const { data, error, refetch, isPlaceholderData } = query;
  const report = data?.pages[0];
  const findings = data?.pages.flatMap((part) => part.findings) ?? [];
  const filter = (change: { kind?: string; space?: string }) => {
    const next = { ...search, ...change };
    const filled = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== ''));
    void navigate({ to: '.', search: filled, replace: true });
  };
  return (
    <Page>
      <PageHeader title={text.title} lead={text.lead} />
      {error && !data ? <ProblemView error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Loading label={text.reading} /> : null}
      {report && report.pages === 0 ? (
        <Empty icon={<HeartPulse aria-hidden className="size-6" />} title={text.noPages}>
          {text.noPagesText}
        </Empty>
      ) : null}
      {report && report.pages > 0 ? (
        <>
          <div className="mb-4 flex flex-wrap items-center gap-3">
            <Kinds report={report} chosen={kind} onChoose={(chosen) => filter({ kind: chosen ?? '' })} />
            <SearchBox
              className="w-full sm:w-40"
              label={text.space}
              placeholder={text.space}
              value={space}
              onChange={(event) => filter({ space: event.target.value })}
            />
          </div>
          <p role="status" className="mb-3 flex flex-wrap gap-x-3 text-sm text-ink-2 tabular-nums">
            <span>{text.found(report.total, formatCount(report.total))}</span>
            <span>{text.looked(report.pages, formatCount(report.pages))}</span>
            {report.freshness.indexedAt ? (
              <span>
                {t.find.indexed} <Ago at={report.freshness.indexedAt} />
              </span>
            ) : null}
          </p>
          {findings.length === 0 ? <Empty title={text.none}>{text.noneText}</Empty> : null}
          <ul className={classes('flex flex-col gap-3', isPlaceholderData && 'opacity-70')}>
            {findings.map((finding) => (
              <FindingItem key={finding.id} org={org} finding={finding} />
            ))}
          </ul>
          {query.hasNextPage ? (
            <p className="mt-4 text-center">
              <Button size="sm" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                {t.common.loadMore}
              </Button>
            </p>
          ) : null}
        </>
      ) : null}
    </Page>
  );
}
