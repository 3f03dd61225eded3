import { useQuery } from '@tanstack/react-query';
import { ExternalLink, FolderGit2 } from 'lucide-react';
import { useState } from 'react';
import { sourcesQuery, type TrackedRepository, trackedQuery, untrackRepository } from '../../api/repositories.ts';
import { connectorsQuery } from '../../api/setup.ts';
import { shortCommit } from '../../format/format.ts';
import { useTitle } from '../../shell/title.ts';
import { useIsAdmin, useOrg } from '../../shell/use-org.ts';
import { t } from '../../text/en.ts';
import { Ago } from '../../ui/ago.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Empty, Page, PageHeader } from '../../ui/panel.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { RemovalDialog } from '../../ui/removal-dialog.tsx';
import { Loading } from '../../ui/spinner.tsx';
import { Cell, HeadCell, Row, Table } from '../../ui/table.tsx';
import { toast } from '../../ui/toast.tsx';
import { useSetupAction } from '../setup/use-setup-action.ts';
import { AddRepository } from './add-repository.tsx';

const text = t.organization.repositories;

function Freshness({ one }: Readonly<{ one: TrackedRepository }>) {
  if (one.indexedCommit === null) return <Badge tone="accent">{text.never}</Badge>;
  return one.indexedCommit === one.headCommit ? (
    <Badge tone="ok">{text.upToDate}</Badge>
  ) : (
    <Badge tone="accent">{text.behind}</Badge>
  );
}

interface RepositoryRowProps {
  readonly one: TrackedRepository;
  readonly holdsMirror: boolean;
  /** null: nobody may take it out here. */
  readonly onRemove: (() => void) | null;
}

function RepositoryRow({ one, holdsMirror, onRemove }: RepositoryRowProps) {
  return (
    <Row>
      <Cell className="min-w-48">
        <span className="flex flex-wrap items-center gap-1.5">
          <span className="font-medium">{one.fullName}</span>
          <a
            href={one.url}
            target="_blank"
            rel="noreferrer"
            aria-label={text.open(one.fullName)}
            className="text-ink-3 hover:text-ink"
          >
            <ExternalLink aria-hidden className="size-3.5" />
          </a>
          {holdsMirror ? <Badge>{text.mirror}</Badge> : null}
        </span>
      </Cell>
      <Cell>
        <code className="font-mono text-xs">{one.branch}</code>
      </Cell>
      <Cell>
        <Freshness one={one} />
      </Cell>
      <Cell className="whitespace-nowrap text-ink-2">
        {one.indexedAt ? <Ago at={one.indexedAt} /> : null}
        {one.indexedCommit ? <code className="ml-2 font-mono text-xs">{shortCommit(one.indexedCommit)}</code> : null}
      </Cell>
      <Cell className="py-1 text-right">
        {onRemove ? (
          <Button size="sm" kind="ghost" aria-label={`${text.remove}: ${one.fullName}`} onClick={onRemove}>
            {text.remove}
          </Button>
        ) : null}
      </Cell>
    </Row>
  );
}

function StopIndexing({ org, one, onClose }: Readonly<{ org: string; one: TrackedRepository; onClose: () => void }>) {
  const removal = useSetupAction(
    org,
    () => untrackRepository(org, one.id),
    () => {
      toast('ok', text.removed);
      onClose();
    },
  );
  return (
    <RemovalDialog
      title={text.removeTitle(one.fullName)}
      explanation={text.removeText}
      action={text.remove}
      removal={removal}
      onClose={onClose}
    />
  );
}

/** What is searched beside the pages. */
export function RepositoriesPage() {
  useTitle(text.title);
  const org = useOrg();
  const isAdmin = useIsAdmin();
  const { data, error, refetch } = useQuery(trackedQuery(org));
  const { data: sources = [] } = useQuery(sourcesQuery(org));
  const { data: connectors = [] } = useQuery(connectorsQuery(org));
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<TrackedRepository | null>(null);
  const hosts = connectors.filter(({ role }) => role === 'repositories');
  const mirrors = new Set(sources.filter((one) => one.mirrors.length > 0).map(({ repository }) => repository));
  const add = isAdmin && hosts.length > 0 ? <Button onClick={() => setAdding(true)}>{text.add}</Button> : null;
  return (
    <Page>
      <PageHeader title={text.title} lead={text.lead} actions={data && data.length > 0 ? add : null} />
      {error && !data ? <ProblemView error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Loading label={text.reading} /> : null}
      {data?.length === 0 ? (
        <Empty icon={<FolderGit2 aria-hidden className="size-6" />} title={text.none} action={add}>
          {hosts.length > 0 ? text.noneText : text.noHost}
        </Empty>
      ) : null}
      {data && data.length > 0 ? (
        <Table label={text.title}>
          <thead>
            <tr>
              <HeadCell>{text.name}</HeadCell>
              <HeadCell>{text.branch}</HeadCell>
              <HeadCell>{text.indexed}</HeadCell>
              <HeadCell>{text.asOf}</HeadCell>
              <HeadCell>
                <span className="sr-only">{text.remove}</span>
              </HeadCell>
            </tr>
          </thead>
          <tbody>
            {data.map((one) => {
              const holdsMirror = mirrors.has(one.fullName);
              const onRemove = isAdmin && !holdsMirror ? () => setRemoving(one) : null;
              return <RepositoryRow key={one.id} {...{ one, holdsMirror, onRemove }} />;
            })}
          </tbody>
        </Table>
      ) : null}
      {adding ? (
        <AddRepository
          org={org}
          hosts={hosts}
          known={new Set(data?.map(({ remoteId }) => remoteId))}
          onClose={() => setAdding(false)}
        />
      ) : null}
      {removing ? <StopIndexing org={org} one={removing} onClose={() => setRemoving(null)} /> : null}
    </Page>
  );
}
