import { useQuery } from '@tanstack/react-query';
import { Download, Search } from 'lucide-react';
import { useState } from 'react';
import { type AuditEntry, auditAddress, auditQuery } from '../../api/organization.ts';
import { formatDateTime } from '../../format/format.ts';
import { useTitle } from '../../shell/title.ts';
import { useOrg } from '../../shell/use-org.ts';
import { t } from '../../text/en.ts';
import { buttonClass } from '../../ui/button.tsx';
import { SearchBox } from '../../ui/field.tsx';
import { Empty, Page, PageHeader } from '../../ui/panel.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Loading } from '../../ui/spinner.tsx';
import { Cell, HeadCell, Row, Table } from '../../ui/table.tsx';

const text = t.organization.audit;

const auditExports = [
  ['csv', text.asTable],
  ['jsonl', text.asLines],
] as const;

function actorOf({ actorId, actorName }: AuditEntry): string {
  if (actorName) return actorName;
  if (actorId === null) return text.system;
  return actorId.startsWith('key:') ? text.key : actorId;
}

function detailOf({ detail }: AuditEntry): string {
  return Object.entries(detail)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${name}: ${value}`)
    .join(' · ');
}

function matches(entry: AuditEntry, filter: string): boolean {
  return `${actorOf(entry)} ${entry.action} ${detailOf(entry)} ${entry.ip ?? ''}`
    .toLowerCase()
    .includes(filter.toLowerCase());
}

/** Who changed what, newest first. */
export function AuditPage() {
  useTitle(text.title);
  const org = useOrg();
  const [filter, setFilter] = useState('');
  const { data, error, refetch } = useQuery(auditQuery(org));
  const shown = data?.filter((entry) => matches(entry, filter)) ?? [];
  return (
    <Page>
      <PageHeader
        title={text.title}
        lead={text.lead}
        actions={auditExports.map(([format, label]) => (
          <a key={format} href={auditAddress(org, format)} download className={buttonClass('plain')}>
            <Download aria-hidden className="size-3.5" />
            {label}
          </a>
        ))}
      />
      <SearchBox
        className="mb-4 w-full sm:w-72"
        label={text.filter}
        placeholder={text.filter}
        icon={<Search className="size-3.5" />}
        value={filter}
        onChange={(event) => setFilter(event.target.value)}
      />
      {error && !data ? <ProblemView error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Loading label={text.reading} /> : null}
      {data && shown.length === 0 ? <Empty title={data.length === 0 ? text.empty : t.common.commandsNone} /> : null}
      {shown.length > 0 ? (
        <Table label={text.title}>
          <thead>
            <tr>
              <HeadCell>{text.when}</HeadCell>
              <HeadCell>{text.who}</HeadCell>
              <HeadCell>{text.what}</HeadCell>
              <HeadCell>{text.detail}</HeadCell>
              <HeadCell>{text.from}</HeadCell>
            </tr>
          </thead>
          <tbody>
            {shown.map((entry) => (
              <Row key={`${entry.at}${entry.requestId}${entry.action}`}>
                <Cell className="whitespace-nowrap text-ink-2">{formatDateTime(entry.at)}</Cell>
                <Cell className="whitespace-nowrap">{actorOf(entry)}</Cell>
                <Cell className="font-mono text-xs whitespace-nowrap">{entry.action}</Cell>
                <Cell className="min-w-52 text-xs break-words text-ink-2">{detailOf(entry)}</Cell>
                <Cell className="font-mono text-xs whitespace-nowrap text-ink-2">{entry.ip}</Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      ) : null}
    </Page>
  );
}
