import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { ArrowLeft, ExternalLink, RotateCw } from 'lucide-react';
import { useOpenable } from '../../api/demo-address.ts';
import { type MirroredPage, pagesQuery, retryPage } from '../../api/runs.ts';
import { formatCount, formatDateTime } from '../../format/format.ts';
import { useIsAdmin } from '../../shell/use-org.ts';
import { t } from '../../text/en.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy.tsx';
import { Empty, Facts, Panel } from '../../ui/panel.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Loading } from '../../ui/spinner.tsx';
import { toast } from '../../ui/toast.tsx';
import { useSetupAction } from '../setup/use-setup-action.ts';
import { PageBadge, reasonOf } from './page-badge.tsx';
import { PageHistory } from './page-history.tsx';

const route = getRouteApi('/o/$org/connections/$connectionId/pages/$pageId');
const text = t.connection.pages;

function Mono({ children }: Readonly<{ children: string }>) {
  return (
    <span className="inline-flex max-w-full items-center gap-1">
      <code className="font-mono text-xs break-all">{children}</code>
      <CopyButton text={children} />
    </span>
  );
}

function About({ page }: Readonly<{ page: MirroredPage }>) {
  const why = reasonOf(page) || (page.state === 'mirrored' ? text.inMirror : text.states[page.state]);
  return (
    <Panel className="mb-6">
      <div className="grid grid-cols-1 gap-x-8 gap-y-2 lg:grid-cols-[minmax(0,1fr)_18rem]">
        <Facts
          items={[
            [
              page.path ? text.why : text.whyNot,
              <span key="why" className="flex flex-wrap items-center gap-2">
                <PageBadge state={page.state} />
                {why}
              </span>,
            ],
            ...(page.path ? [[text.file, <Mono key="file">{page.path}</Mono>] as const] : []),
            ...(page.losses > 0 ? [[text.lossesName, formatCount(page.losses)] as const] : []),
            [text.pageId, <Mono key="id">{page.pageId}</Mono>],
          ]}
        />
        <Facts
          items={[
            [text.space, page.spaceKey],
            [text.kind, text.kinds[page.kind]],
            [text.version, formatCount(page.version)],
            ...(page.modifiedAt ? [[text.changed, formatDateTime(page.modifiedAt)] as const] : []),
          ]}
        />
      </div>
    </Panel>
  );
}

/** One page: whether and why it is in the mirror, and every version of its file. */
export function PageDetailPage() {
  const { org, connectionId, pageId } = route.useParams();
  const openable = useOpenable();
  const isAdmin = useIsAdmin();
  const { data, error, refetch } = useQuery(pagesQuery(org, connectionId, { state: null, text: pageId, after: null }));
  const retry = useSetupAction(org, () => retryPage(org, connectionId, pageId).then(() => toast('ok', text.retried)));
  const page = data?.items.find((one) => one.pageId === pageId);
  return (
    <>
      <p className="mb-4">
        <Link
          to="/o/$org/connections/$connectionId/pages"
          params={{ org, connectionId }}
          className="inline-flex items-center gap-1.5 text-sm text-ink-2 hover:text-ink"
        >
          <ArrowLeft aria-hidden className="size-3.5" />
          {text.back}
        </Link>
      </p>
      {error && !data ? <ProblemView error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Loading label={text.reading} /> : null}
      {data && !page ? <Empty title={text.noSuch}>{text.noSuchText}</Empty> : null}
      {page ? (
        <>
          <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
            <h2 className="min-w-0 text-lg font-semibold break-words">{page.title}</h2>
            <div className="flex flex-wrap gap-2">
              {isAdmin ? (
                <Button
                  busy={retry.isPending}
                  icon={<RotateCw aria-hidden className="size-3.5" />}
                  onClick={() => retry.mutate()}
                >
                  {text.retry}
                </Button>
              ) : null}
              {page.url ? (
                <a href={openable(page.url)} target="_blank" rel="noreferrer" className={buttonClass()}>
                  {text.openPage}
                  <ExternalLink aria-hidden className="size-3.5" />
                </a>
              ) : null}
            </div>
          </div>
          {retry.error ? <ProblemView error={retry.error} /> : null}
          <About page={page} />
          <PageHistory {...{ org, connectionId, pageId }} />
        </>
      ) : null}
    </>
  );
}
