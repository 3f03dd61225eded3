import { Link } from '@tanstack/react-router';
import type { Run, RunCounts } from '../../api/types.ts';
import { formatCount, formatDuration, shortCommit } from '../../format/format.ts';
import { useNow } from '../../format/now.ts';
import { t } from '../../text/en.ts';
import { Ago } from '../../ui/ago.tsx';
import { Empty } from '../../ui/panel.tsx';
import { Cell, HeadCell, Row, Table } from '../../ui/table.tsx';
import { RunBadge } from './run-badge.tsx';

const text = t.connection.runs;

/** The parts of a run's counts that a reader looks for, in words. */
export function changesOf(counts: RunCounts): string {
  const parts = [
    counts.written > 0 ? text.written(formatCount(counts.written)) : null,
    counts.moved > 0 ? text.moved(formatCount(counts.moved)) : null,
    counts.removed > 0 ? text.removed(formatCount(counts.removed)) : null,
    counts.failed > 0 ? text.failed(formatCount(counts.failed)) : null,
    counts.held > 0 ? text.held(formatCount(counts.held)) : null,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(', ') : text.noChange;
}

export function RunTable({
  org,
  connectionId,
  runs,
}: Readonly<{ org: string; connectionId: string; runs: readonly Run[] }>) {
  const now = useNow(5000);
  if (runs.length === 0) return <Empty title={text.empty}>{text.emptyText}</Empty>;
  return (
    <Table label={text.title}>
      <thead>
        <tr>
          <HeadCell>{text.state}</HeadCell>
          <HeadCell>{text.started}</HeadCell>
          <HeadCell>{text.kind}</HeadCell>
          <HeadCell>{text.changes}</HeadCell>
          <HeadCell className="text-right">{text.took}</HeadCell>
          <HeadCell>{text.commit}</HeadCell>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <Row key={run.id}>
            <Cell className="whitespace-nowrap max-sm:first:w-auto">
              <Link
                to="/o/$org/connections/$connectionId/runs/$runId"
                params={{ org, connectionId, runId: run.id }}
                className="rounded-sm hover:underline"
              >
                <RunBadge state={run.state} />
              </Link>
            </Cell>
            <Cell className="whitespace-nowrap">
              <Ago at={run.startedAt} />
            </Cell>
            <Cell className="whitespace-nowrap text-ink-2">{text.kinds[run.kind]}</Cell>
            <Cell className="min-w-40">
              {run.problem && run.state === 'failed' ? (
                <span className="text-bad">{run.problem.message}</span>
              ) : (
                changesOf(run.counts)
              )}
            </Cell>
            <Cell numeric className="whitespace-nowrap text-ink-2">
              {formatDuration((run.finishedAt ? Date.parse(run.finishedAt) : now) - Date.parse(run.startedAt))}
            </Cell>
            <Cell className="font-mono text-xs leading-5 text-ink-2">
              {run.commit ? shortCommit(run.commit) : <span className="max-sm:hidden">–</span>}
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}
