import { useQuery } from '@tanstack/react-query';
import { type AgentCall, agentCallsQuery } from '../../api/organization.ts';
import { formatCount, formatDuration } from '../../format/format.ts';
import { t } from '../../text/en.ts';
import { Ago } from '../../ui/ago.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Loading } from '../../ui/spinner.tsx';
import { Cell, HeadCell, Row, Table } from '../../ui/table.tsx';

const text = t.organization.agents;

function CallRow({ call }: Readonly<{ call: AgentCall }>) {
  return (
    <Row>
      <Cell className="whitespace-nowrap text-ink-2">
        <Ago at={call.at} />
      </Cell>
      <Cell className="min-w-32">{call.caller.name ?? text.gone[call.caller.kind]}</Cell>
      <Cell className="whitespace-nowrap">
        <code className="font-mono text-xs">{call.tool}</code>
        {call.outcome === 'failed' ? (
          <span className="ml-2">
            <Badge tone="bad">{text.failed}</Badge>
          </span>
        ) : null}
      </Cell>
      <Cell numeric className="text-ink-2">
        {call.passages === null ? '–' : formatCount(call.passages)}
      </Cell>
      <Cell numeric className="whitespace-nowrap text-ink-2">
        {formatDuration(call.took)}
      </Cell>
    </Row>
  );
}

/** What agents did lately: shows at once whether a client that was just set up arrives. */
export function CallsPanel({ org }: Readonly<{ org: string }>) {
  const { data, error, refetch } = useQuery(agentCallsQuery(org));
  return (
    <Panel title={text.calls}>
      <p className="mb-3 text-sm text-ink-2">{text.callsText}</p>
      {error && !data ? <ProblemView error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Loading label={text.callsReading} /> : null}
      {data?.length === 0 ? <p className="text-sm">{text.callsNone}</p> : null}
      {data && data.length > 0 ? (
        <Table label={text.calls}>
          <thead>
            <tr>
              <HeadCell>{text.when}</HeadCell>
              <HeadCell>{text.who}</HeadCell>
              <HeadCell>{text.tool}</HeadCell>
              <HeadCell className="text-right">{text.passages}</HeadCell>
              <HeadCell className="text-right">{text.took}</HeadCell>
            </tr>
          </thead>
          <tbody>
            {data.map((call, index) => (
              // Two calls may share a moment.
              <CallRow key={`${call.at}${index}`} call={call} />
            ))}
          </tbody>
        </Table>
      ) : null}
    </Panel>
  );
}
