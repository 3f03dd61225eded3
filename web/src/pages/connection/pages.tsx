import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { ExternalLink, RotateCw, Search } from 'lucide-react';
import { useState } from 'react';
import { useOpenable } from '../../api/demo-address.ts';
import { type MirroredPage, type PageState, pagesQuery, retryPage } from '../../api/runs.ts';
import { formatCount } from '../../format/format.ts';
import { useIsAdmin } from '../../shell/use-org.ts';
import { t } from '../../text/en.ts';
import { Ago } from '../../ui/ago.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { InlineSelect, SearchBox } from '../../ui/field.tsx';
import { Empty } from '../../ui/panel.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Loading } from '../../ui/spinner.tsx';
import { Cell, HeadCell, Row, Table } from '../../ui/table.tsx';
import { toast } from '../../ui/toast.tsx';
import { useSetupAction } from '../setup/use-setup-action.ts';
import { PageBadge, reasonOf } from './page-badge.tsx';

const route = getRouteApi('/o/$org/connections/$connectionId/pages');
const text = t.connection.pages;
const states = Object.keys(text.states) as PageState[];
interface PageRowProps {
  readonly org: string;
  readonly connectionId: string;
  readonly page: MirroredPage;
  readonly onRetry: (() => void) | null;
}

function PageRow({ org, connectionId, page, onRetry }: PageRowProps) {
  const openable = useOpenable();
  return (
    <Row>
      <Cell className="min-w-52">
        <span className="flex items-center gap-1.5">
          <Link
            to="/o/$org/connections/$connectionId/pages/$pageId"
            params={{ org, connectionId, pageId: page.pageId }}
            className="rounded-sm font-medium hover:underline"
          >
            {page.title}
          </Link>
          {page.url ? (
            <a
              href={openable(page.url)}
              target="_blank"
              rel="noreferrer"
              aria-label={`${text.openPage}: ${page.title}`}
              className="text-ink-3 hover:text-ink"
            >
              <ExternalLink aria-hidden className="size-3.5" />
            </a>
          ) : null}
        </span>
        <span className="block max-w-72 truncate max-sm:max-w-full font-mono text-xs text-ink-2">
          {page.path ?? page.spaceKey}
        </span>
      </Cell>
      <Cell>
        <PageBadge state={page.state} />
      </Cell>
      <Cell className="min-w-44 text-ink-2">{reasonOf(page)}</Cell>
      <Cell numeric label={text.version} className="text-ink-2">
        {formatCount(page.version)}
      </Cell>
      <Cell className="text-ink-2">{page.modifiedAt ? <Ago at={page.modifiedAt} /> : ''}</Cell>
      <Cell className="w-8 py-1">
        {onRetry && page.state !== 'mirrored' ? (
          <IconButton
            label={`${text.retry}: ${page.title}`}
            icon={<RotateCw aria-hidden className="size-3.5" />}
            size="sm"
            onClick={onRetry}
          />
        ) : null}
      </Cell>
    </Row>
  );
}

/** Why each page is, or is not, in the mirror. */
export function PagesPage() {
  const { org, connectionId } = route.useParams();
  const search = route.useSearch();
  const navigate = useNavigate();
  const isAdmin = useIsAdmin();
  const [after, setAfter] = useState<string | null>(null);
  const state = states.find((known) => known === search.state) ?? null;
  const typed = search.text ?? '';
  const { data, error, refetch, isPlaceholderData } = useQuery(
    pagesQuery(org, connectionId, { state, text: typed, after }),
  );
  const retry = useSetupAction(org, (pageId: string) =>
    retryPage(org, connectionId, pageId).then(() => toast('ok', text.retried)),
  );
  const filter = (change: { state?: string; text?: string }) => {
    setAfter(null);
    const next = { ...search, ...change };
    const filled = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== ''));
    void navigate({ to: '.', search: filled, replace: true });
  };
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center gap-2">
        <SearchBox
          className="w-full sm:w-72"
          label={text.filter}
          placeholder={text.filter}
          icon={<Search className="size-3.5" />}
          value={typed}
          onChange={(event) => filter({ text: event.target.value })}
        />
        <InlineSelect
          label={text.state}
          value={state ?? ''}
          onChange={(event) => filter({ state: event.target.value })}
        >
          <option value="">{text.all}</option>
          {states.map((value) => (
            <option key={value} value={value}>
              {text.states[value]}
            </option>
          ))}
        </InlineSelect>
        {data ? (
          <p role="status" className="ml-auto text-sm text-ink-2 tabular-nums">
            {text.count(data.total, formatCount(data.total))}
          </p>
        ) : null}
      </div>
      {error && !data ? <ProblemView error={error} onRetry={() => void refetch()} /> : null}
      {retry.error ? <ProblemView error={retry.error} /> : null}
      {!data && !error ? <Loading label={text.reading} /> : null}
      {data?.items.length === 0 ? <Empty title={text.empty}>{text.emptyText}</Empty> : null}
      {data && data.items.length > 0 ? (
        <div className={isPlaceholderData ? 'opacity-70' : ''}>
          <Table label={t.connection.tabs.pages}>
            <thead>
              <tr>
                <HeadCell>{text.page}</HeadCell>
                <HeadCell>{text.state}</HeadCell>
                <HeadCell>{text.reason}</HeadCell>
                <HeadCell className="text-right">{text.version}</HeadCell>
                <HeadCell>{text.changed}</HeadCell>
                <HeadCell>
                  <span className="sr-only">{text.retry}</span>
                </HeadCell>
              </tr>
            </thead>
            <tbody>
              {data.items.map((page) => (
                <PageRow
                  key={page.pageId}
                  {...{ org, connectionId, page }}
                  onRetry={isAdmin ? () => retry.mutate(page.pageId) : null}
                />
              ))}
            </tbody>
          </Table>
          <div className="mt-3 flex justify-end gap-2">
            {after !== null ? (
              <Button size="sm" onClick={() => setAfter(null)}>
                {text.first}
              </Button>
            ) : null}
            {data.next !== null ? (
              <Button size="sm" onClick={() => setAfter(data.next)}>
                {text.nextPage}
              </Button>
            ) : null}
          </div>
        </div>
      ) : null}
    </>
  );
}
