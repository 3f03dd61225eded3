import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CircleAlert, CircleCheck, RefreshCw, TriangleAlert } from 'lucide-react';
import { doctorQuery, type Examination, type Finding } from '../../api/doctor.ts';
import { useTitle } from '../../shell/title.ts';
import { useOrg } from '../../shell/use-org.ts';
import { t } from '../../text/en.ts';
import { Ago } from '../../ui/ago.tsx';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page, PageHeader, Panel } from '../../ui/panel.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Loading } from '../../ui/spinner.tsx';

const text = t.doctor;
const tones: Readonly<Record<Finding['state'], Exclude<Tone, 'accent'>>> = { ok: 'ok', warn: 'warn', fail: 'bad' };
const icons = { ok: CircleCheck, warn: TriangleAlert, fail: CircleAlert } as const;
const colors = { ok: 'text-ok', warn: 'text-warn', fail: 'text-bad' } as const;
const gravity: Readonly<Record<Finding['state'], number>> = { fail: 0, warn: 1, ok: 2 };

function Where({ org, finding }: Readonly<{ org: string; finding: Finding }>) {
  const { connection, name } = finding;
  return (
    <p className="mt-1 flex flex-wrap items-center gap-x-2 text-xs text-ink-2">
      {connection ? (
        <Link
          to="/o/$org/connections/$connectionId"
          params={{ org, connectionId: connection.id }}
          className="text-accent hover:underline"
        >
          {connection.name}
        </Link>
      ) : null}
      <code className="font-mono">{name}</code>
    </p>
  );
}

function TroubleItem({ org, finding }: Readonly<{ org: string; finding: Finding }>) {
  const Icon = icons[finding.state];
  return (
    <li className="flex gap-3 border-b border-line px-4 py-3 last:border-b-0">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${colors[finding.state]}`} />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-start justify-between gap-2">
          <h3 className="min-w-0 text-sm font-medium break-words">{finding.what}</h3>
          <Badge tone={tones[finding.state]}>{text.states[finding.state]}</Badge>
        </div>
        <dl className="mt-2 grid grid-cols-1 gap-x-4 gap-y-1 text-sm sm:grid-cols-[8rem_minmax(0,1fr)]">
          {finding.why ? (
            <>
              <dt className="text-ink-2">{text.why}</dt>
              <dd>{finding.why}</dd>
            </>
          ) : null}
          {finding.next ? (
            <>
              <dt className="text-ink-2">{text.next}</dt>
              <dd className="font-medium">{finding.next}</dd>
            </>
          ) : null}
        </dl>
        <Where org={org} finding={finding} />
      </div>
    </li>
  );
}

function Group({ org, title, findings }: Readonly<{ org: string; title: string; findings: readonly Finding[] }>) {
  const troubles = findings.filter(({ state }) => state !== 'ok').sort((a, b) => gravity[a.state] - gravity[b.state]);
  const fine = findings.filter(({ state }) => state === 'ok');
  if (findings.length === 0) return null;
  return (
    <Panel title={title} flush>
      {troubles.length > 0 ? (
        <ul>
          {troubles.map((finding) => (
            <TroubleItem key={`${finding.name}${finding.connection?.id}${finding.what}`} org={org} finding={finding} />
          ))}
        </ul>
      ) : null}
      {fine.length > 0 ? (
        <details open={troubles.length === 0} className={troubles.length > 0 ? 'border-t border-line' : ''}>
          <summary className="px-4 py-2.5 text-sm text-ink-2 hover:bg-hover/60">{text.fine(fine.length)}</summary>
          <ul className="pb-2">
            {fine.map((finding) => (
              <li
                key={`${finding.name}${finding.connection?.id}${finding.what}`}
                className="flex gap-3 px-4 py-1.5 text-sm"
              >
                <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-ok" />
                <span className="min-w-0 break-words">
                  {finding.connection ? <span className="text-ink-2">{finding.connection.name}: </span> : null}
                  {finding.what}
                </span>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </Panel>
  );
}

function Verdict({ found }: Readonly<{ found: Examination }>) {
  const { state, findings, lookedAt } = found;
  const count = findings.filter((one) => one.state === state).length;
  const title = state === 'ok' ? text.verdicts.ok : text.verdicts[state](count);
  return (
    <Notice tone={tones[state]} title={title}>
      <p>
        {text.lookedAt} <Ago at={lookedAt} />
      </p>
    </Notice>
  );
}

/** What is wrong, why it matters, what to do: the same that the command finds. */
export function DoctorPage() {
  useTitle(text.title);
  const org = useOrg();
  const { data, error, refetch, isFetching } = useQuery(doctorQuery(org));
  return (
    <Page width="narrow">
      <PageHeader
        title={text.title}
        lead={text.lead}
        actions={
          data ? (
            <Button
              busy={isFetching}
              icon={<RefreshCw aria-hidden className="size-3.5" />}
              onClick={() => void refetch()}
            >
              {text.again}
            </Button>
          ) : null
        }
      />
      {error && !data ? <ProblemView error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Loading label={text.reading} /> : null}
      {data ? (
        <div className="flex flex-col gap-6">
          <Verdict found={data} />
          {(['organization', 'deployment'] as const).map((about) => (
            <Group
              key={about}
              org={org}
              title={text.groups[about]}
              findings={data.findings.filter((one) => one.about === about)}
            />
          ))}
          {data.deployment ? null : <p className="text-xs text-ink-2">{text.onlyOrganization}</p>}
        </div>
      ) : null}
    </Page>
  );
}
