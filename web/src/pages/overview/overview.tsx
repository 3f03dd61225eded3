import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { BookOpenText } from 'lucide-react';
import { capabilitiesQuery, connectorsQuery, createConnector } from '../../api/setup.ts';
import type { Connector } from '../../api/types.ts';
import { useTitle } from '../../shell/title.ts';
import { useIsAdmin, useOrg } from '../../shell/use-org.ts';
import { t } from '../../text/en.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Empty, Page, PageHeader } from '../../ui/panel.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Loading } from '../../ui/spinner.tsx';
import { ConnectionCard } from './connection-card.tsx';

function ConnectButtons({ kind = 'primary' }: Readonly<{ kind?: 'primary' | 'plain' }>) {
  const org = useOrg();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { data } = useQuery(capabilitiesQuery(org));
  const create = useMutation({
    mutationFn: (connector: string) => createConnector(org, connector),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: ['org', org, 'connection'] });
      await navigate({ to: '/o/$org/setup/$connectionId', params: { org, connectionId: id } });
    },
  });
  return (
    <div className="flex flex-col items-center gap-3">
      <div className="flex flex-wrap justify-center gap-2">
        {(data?.connectors ?? [])
          .filter(({ role }) => role === 'source')
          .map(({ id, name }) => (
            <Button key={id} kind={kind} busy={create.isPending} onClick={() => create.mutate(id)}>
              {t.start.connect(name)}
            </Button>
          ))}
      </div>
      {create.error ? <ProblemView error={create.error} /> : null}
    </div>
  );
}

function Steps() {
  const steps = [
    [t.start.emptyStep1, t.start.emptyStep1Text],
    [t.start.emptyStep2, t.start.emptyStep2Text],
    [t.start.emptyStep3, t.start.emptyStep3Text],
  ] as const;
  return (
    <ol className="mt-6 grid gap-4 sm:grid-cols-3">
      {steps.map(([title, text], index) => (
        <li key={title} className="rounded-lg border border-line p-4">
          <p className="text-sm font-semibold">
            <span className="mr-2 font-mono text-ink-3">{index + 1}</span>
            {title}
          </p>
          <p className="mt-1 text-sm text-ink-2">{text}</p>
        </li>
      ))}
    </ol>
  );
}

function NothingYet({ isAdmin }: Readonly<{ isAdmin: boolean }>) {
  return (
    <>
      <Empty
        icon={<BookOpenText aria-hidden className="size-7" />}
        title={isAdmin ? t.start.emptyTitle : t.start.memberEmpty}
        action={isAdmin ? <ConnectButtons /> : undefined}
      >
        {isAdmin ? t.start.emptyText : t.start.memberEmptyText}
      </Empty>
      {isAdmin ? <Steps /> : null}
    </>
  );
}

function AskFirst({ org }: Readonly<{ org: string }>) {
  return (
    <section className="mt-6 flex flex-wrap items-center justify-between gap-4 rounded-lg border border-line bg-sunken px-5 py-4">
      <div>
        <h2 className="text-sm font-semibold">{t.start.askFirst}</h2>
        <p className="text-sm text-ink-2">{t.start.askFirstText}</p>
      </div>
      <div className="flex flex-wrap gap-2">
        <Link to="/o/$org/search" params={{ org }} className={buttonClass('primary')}>
          {t.start.search}
        </Link>
        <Link to="/o/$org/agents" params={{ org }} className={buttonClass()}>
          {t.start.setUpAgent}
        </Link>
      </div>
    </section>
  );
}

function Connections({ connectors }: Readonly<{ connectors: readonly Connector[] }>) {
  const org = useOrg();
  const sources = connectors.filter(({ role }) => role === 'source');
  return (
    <>
      <ul className="grid grid-cols-1 gap-4 lg:grid-cols-2">
        {sources.map((connector) => (
          <ConnectionCard key={connector.id} connector={connector} />
        ))}
      </ul>
      {sources.some(({ status }) => status === 'live' || status === 'paused') ? <AskFirst org={org} /> : null}
    </>
  );
}

export function OverviewPage() {
  const org = useOrg();
  const isAdmin = useIsAdmin();
  const { data, error, refetch } = useQuery(connectorsQuery(org));
  useTitle(t.start.overviewTitle);
  const any = data?.some(({ role }) => role === 'source') ?? false;
  return (
    <Page>
      <PageHeader title={t.start.overviewTitle} actions={isAdmin && any ? <ConnectButtons kind="plain" /> : null} />
      {error ? <ProblemView error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Loading label={t.connection.reading} /> : null}
      {data && !any ? <NothingYet isAdmin={isAdmin} /> : null}
      {data && any ? <Connections connectors={data} /> : null}
    </Page>
  );
}
