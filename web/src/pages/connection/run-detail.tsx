import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { useState } from 'react';
import { type RunDetail, runQuery } from '../../api/runs.ts';
import type { LogLine, RunCounts } from '../../api/types.ts';
import { formatCount, formatDateTime, shortCommit } from '../../format/format.ts';
import { t } from '../../text/en.ts';
import { CopyButton } from '../../ui/copy.tsx';
import { InlineSelect } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Facts, Panel } from '../../ui/panel.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Loading } from '../../ui/spinner.tsx';
import { LogView } from './log-view.tsx';
import { RunBadge } from './run-badge.tsx';
import { RunChanges } from './run-changes.tsx';
import { RunProgress } from './run-progress.tsx';

const route = getRouteApi('/o/$org/connections/$connectionId/runs/$runId');
const text = t.connection.runs;
const rank: Readonly<Record<LogLine['level'], number>> = { info: 0, warn: 1, error: 2 };

const counted = ['written', 'moved', 'removed', 'unchanged', 'skipped', 'held', 'failed', 'attachments'] as const;

function Counts({ counts }: Readonly<{ counts: RunCounts }>) {
  return (
    <ul className="grid grid-cols-2 gap-y-1 text-sm tabular-nums">
      {counted.map((name) => (
        <li key={name} className={counts[name] === 0 ? 'text-ink-3' : name === 'failed' ? 'text-bad' : 'font-medium'}>
          {text[name](formatCount(counts[name]))}
        </li>
      ))}
    </ul>
  );
}

function Log({ log }: Readonly<{ log: readonly LogLine[] }>) {
  const [level, setLevel] = useState<LogLine['level']>('info');
  const shown = log.filter((line) => rank[line.level] >= rank[level]);
  return (
    <div>
      <div className="mb-2 flex items-center justify-between">
        <h2 className="text-sm font-semibold">{text.log}</h2>
        <InlineSelect
          label={text.logFilter}
          value={level}
          onChange={(event) => setLevel(event.target.value as LogLine['level'])}
        >
          {(['info', 'warn', 'error'] as const).map((value) => (
            <option key={value} value={value}>
              {text.levels[value]}
            </option>
          ))}
        </InlineSelect>
      </div>
      <LogView label={text.log} empty={text.logEmpty} lines={shown} />
    </div>
  );
}

function Detail({ org, run }: Readonly<{ org: string; run: RunDetail }>) {
  return (
    <div className="flex flex-col gap-6">
      {run.state === 'running' ? (
        <Panel>
          <RunProgress run={run} />
        </Panel>
      ) : null}
      {run.problem ? (
        <Notice tone={run.state === 'failed' ? 'bad' : 'warn'} title={run.problem.message}>
          {run.problem.hint ? <p className="text-ink">{run.problem.hint}</p> : null}
          <p className="mt-1 flex items-center gap-1 font-mono text-xs">
            {run.problem.code}
            <CopyButton text={`${run.problem.code} ${run.id}`} label={t.problem.copyId} />
          </p>
        </Notice>
      ) : null}
      <div className="grid grid-cols-1 gap-4 lg:grid-cols-2">
        <Panel title={text.counts}>
          <Counts counts={run.counts} />
        </Panel>
        <Panel title={text.kinds[run.kind]}>
          <Facts
            items={[
              [text.state, <RunBadge key="state" state={run.state} />],
              [text.started, formatDateTime(run.startedAt)],
              [
                text.commit,
                run.commit ? (
                  <span key="commit" className="inline-flex items-center gap-1 font-mono text-xs">
                    {run.commitUrl ? (
                      <a href={run.commitUrl} target="_blank" rel="noreferrer" className="text-accent hover:underline">
                        {shortCommit(run.commit)}
                      </a>
                    ) : (
                      shortCommit(run.commit)
                    )}
                    <CopyButton text={run.commit} />
                  </span>
                ) : run.state === 'failed' ? (
                  t.connection.none
                ) : (
                  text.noChange
                ),
              ],
              [
                text.runId,
                <span key="id" className="inline-flex max-w-full items-center gap-1 font-mono text-xs">
                  <span className="truncate">{run.id}</span>
                  <CopyButton text={run.id} />
                </span>,
              ],
            ]}
          />
        </Panel>
      </div>
      {run.state === 'running' ? null : <RunChanges org={org} connectionId={run.connectionId} run={run} />}
      <Log log={run.log} />
    </div>
  );
}

/** One run: what it did, how it ended, its log. */
export function RunPage() {
  const { org, connectionId, runId } = route.useParams();
  const { data, error, refetch } = useQuery(runQuery(org, connectionId, runId));
  return (
    <>
      <p className="mb-4">
        <Link
          to="/o/$org/connections/$connectionId/runs"
          params={{ org, connectionId }}
          className="inline-flex items-center gap-1.5 text-sm text-ink-2 hover:text-ink"
        >
          <ArrowLeft aria-hidden className="size-3.5" />
          {text.back}
        </Link>
      </p>
      {error && !data ? <ProblemView error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Loading label={text.reading} /> : null}
      {data ? <Detail org={org} run={data} /> : null}
    </>
  );
}
