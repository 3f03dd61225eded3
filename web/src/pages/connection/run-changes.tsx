import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ExternalLink } from 'lucide-react';
import { type RunChange, runChangesQuery } from '../../api/history.ts';
import { formatCount } from '../../format/format.ts';
import { t } from '../../text/en.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Loading } from '../../ui/spinner.tsx';
import { Cell, HeadCell, Row, Table } from '../../ui/table.tsx';

const text = t.connection.runs;
const tones: Readonly<Record<RunChange['change'], Tone>> = {
  added: 'ok',
  modified: 'accent',
  renamed: 'neutral',
  removed: 'bad',
};

interface Place {
  readonly org: string;
  readonly connectionId: string;
}

function ChangeRow({ org, connectionId, change }: Place & { readonly change: RunChange }) {
  const { page, path, from, fileUrl } = change;
  return (
    <Row>
      <Cell>
        <Badge tone={tones[change.change]}>{text.fileChanges[change.change]}</Badge>
      </Cell>
      <Cell className="min-w-56">
        {page ? (
          <Link
            to="/o/$org/connections/$connectionId/pages/$pageId"
            params={{ org, connectionId, pageId: page.id }}
            className="rounded-sm font-medium hover:underline"
          >
            {page.title}
          </Link>
        ) : null}
        <span className="block font-mono text-xs break-all text-ink-2">{path}</span>
        {from ? <span className="block font-mono text-xs break-all text-ink-2">{text.fileFrom(from)}</span> : null}
      </Cell>
      <Cell numeric className="text-ink-2">
        {page ? formatCount(page.version) : ''}
      </Cell>
      <Cell className="w-8">
        {fileUrl ? (
          <a
            href={fileUrl}
            target="_blank"
            rel="noreferrer"
            aria-label={`${text.openFile}: ${path}`}
            className="text-ink-3 hover:text-ink"
          >
            <ExternalLink aria-hidden className="size-3.5" />
          </a>
        ) : null}
      </Cell>
    </Row>
  );
}

/** The files of a run's commit, each with its page. */
export function RunChanges({
  org,
  connectionId,
  run,
}: Place & { readonly run: { readonly id: string; readonly commit: string | null } }) {
  const { data, error, refetch } = useQuery(runChangesQuery(org, connectionId, run));
  return (
    <section>
      <h2 className="mb-2 text-sm font-semibold">{text.files}</h2>
      {run.commit === null ? <p className="text-sm text-ink-2">{text.filesNone}</p> : null}
      {error && !data ? <ProblemView error={error} onRetry={() => void refetch()} /> : null}
      {run.commit !== null && !data && !error ? <Loading label={text.readingFiles} /> : null}
      {data && data.items.length > 0 ? (
        <div className="max-h-[28rem] overflow-y-auto">
          <Table label={text.files}>
            <thead>
              <tr>
                <HeadCell>{text.change}</HeadCell>
                <HeadCell>{text.file}</HeadCell>
                <HeadCell className="text-right">{t.connection.pages.version}</HeadCell>
                <HeadCell>
                  <span className="sr-only">{text.openFile}</span>
                </HeadCell>
              </tr>
            </thead>
            <tbody>
              {data.items.map((change) => (
                <ChangeRow key={change.path} {...{ org, connectionId, change }} />
              ))}
            </tbody>
          </Table>
        </div>
      ) : null}
      {data && data.more > 0 ? (
        <p className="mt-2 text-sm text-ink-2">{text.filesMore(formatCount(data.more))}</p>
      ) : null}
    </section>
  );
}
