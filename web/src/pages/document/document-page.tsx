import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ExternalLink } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useOpenable } from '../../api/demo-address.ts';
import { type DocumentView, documentQuery } from '../../api/find.ts';
import { formatCount, formatDateTime, shortCommit } from '../../format/format.ts';
import { arriving } from '../../live/reachability.ts';
import { FailedPage } from '../../shell/failed-page.tsx';
import { useTitle } from '../../shell/title.ts';
import { t } from '../../text/en.ts';
import { Badge } from '../../ui/badge.tsx';
import { buttonClass } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Facts, Page, PageHeader, Panel } from '../../ui/panel.tsx';
import { Segments } from '../../ui/segments.tsx';
import { Loading } from '../../ui/spinner.tsx';
import { RawLines } from './raw-lines.tsx';

const route = getRouteApi('/o/$org/documents/$documentId');
const MarkdownView = lazy(() => arriving(() => import('./markdown-view.tsx')));
const text = t.find.document;

function rangeOf(lines: string | undefined): readonly [number, number] | null {
  const match = /^(\d+)-(\d+)$/.exec(lines ?? '');
  return match ? [Number(match[1]), Number(match[2])] : null;
}

function Source({ document }: Readonly<{ document: DocumentView }>) {
  const { source } = document;
  return (
    <Panel title={text.source} className="self-start">
      <Facts
        items={[
          ...(source
            ? ([
                [text.space, source.spaceKey],
                [text.versionName, formatCount(source.version)],
                [text.modified, formatDateTime(source.modifiedAt)],
                ...(source.author ? [[text.author, source.author] as const] : []),
                ...(source.editor ? [[text.editor, source.editor] as const] : []),
                ...(source.labels.length > 0
                  ? [
                      [
                        text.labels,
                        <span key="labels" className="flex flex-wrap gap-1">
                          {source.labels.map((label) => (
                            <Badge key={label}>{label}</Badge>
                          ))}
                        </span>,
                      ] as const,
                    ]
                  : []),
              ] as const)
            : []),
          [text.repository, document.repository],
          [
            text.path,
            <code key="path" className="font-mono text-xs break-all">
              {document.path}
            </code>,
          ],
          [
            text.commit,
            <span key="commit" className="inline-flex items-center gap-1 font-mono text-xs">
              {shortCommit(document.commit)}
              <CopyButton text={document.commit} />
            </span>,
          ],
        ]}
      />
      <p className="mt-3 text-xs text-ink-2">{text.external}</p>
    </Panel>
  );
}

function View({ document, lines }: Readonly<{ document: DocumentView; lines: readonly [number, number] | null }>) {
  const openable = useOpenable();
  const [view, setView] = useState<'preview' | 'raw'>(lines ? 'raw' : 'preview');
  return (
    <Page>
      <PageHeader
        title={document.title}
        actions={
          <>
            {document.source ? (
              <a
                href={openable(document.source.url)}
                target="_blank"
                rel="noreferrer"
                className={buttonClass('primary')}
              >
                {text.page}
                <ExternalLink aria-hidden className="size-3.5" />
              </a>
            ) : null}
            <a href={document.fileUrl} target="_blank" rel="noreferrer" className={buttonClass()}>
              {text.file}
              <ExternalLink aria-hidden className="size-3.5" />
            </a>
          </>
        }
      />
      <div className="grid grid-cols-1 gap-6 lg:grid-cols-[minmax(0,1fr)_18rem]">
        <div className="min-w-0">
          <div className="mb-3 flex items-center justify-between gap-3">
            <Segments
              label={text.view}
              value={view}
              onChange={setView}
              options={[
                ['preview', text.preview],
                ['raw', text.raw],
              ]}
            />
            <CopyButton text={document.markdown} label={text.copy} />
          </div>
          {document.truncated ? (
            <div className="mb-3">
              <Notice title={text.cut}>{text.cutHint}</Notice>
            </div>
          ) : null}
          {view === 'preview' ? (
            <Suspense fallback={<Loading label={text.reading} />}>
              <MarkdownView markdown={document.markdown} base={document.fileUrl} />
            </Suspense>
          ) : (
            <RawLines text={document.markdown} marked={lines} />
          )}
        </div>
        <Source document={document} />
      </div>
    </Page>
  );
}

/** A mirrored page as an agent reads it, beside its two originals. */
export function DocumentPage() {
  const { org, documentId } = route.useParams();
  const { lines } = route.useSearch();
  const { data, error, refetch } = useQuery(documentQuery(org, documentId));
  useTitle(data?.title);
  if (error && !data) {
    return <FailedPage error={error} onRetry={() => void refetch()} />;
  }
  if (!data) return <Loading label={text.reading} />;
  return <View key={data.documentId} document={data} lines={rangeOf(lines)} />;
}
