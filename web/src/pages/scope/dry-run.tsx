import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { previewQuery } from '../../api/scope.ts';
import type { Preview, Scope } from '../../api/types.ts';
import { formatBytes, formatCount, formatDuration } from '../../format/format.ts';
import { t } from '../../text/en.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { Spinner } from '../../ui/spinner.tsx';

function Figures({ preview }: Readonly<{ preview: Preview }>) {
  const skipped = Object.values(preview.skippedByReason).reduce((sum, count) => sum + count, 0);
  const figures = [
    [t.scope.pages, formatCount(preview.pages)],
    [t.scope.skipped, formatCount(skipped)],
    ...(preview.attachments ? [[t.scope.attachmentFiles, formatCount(preview.attachments.files)] as const] : []),
    ...(preview.bytes === undefined ? [] : [[t.scope.bytes, formatBytes(preview.bytes)] as const]),
    ...(preview.seconds === undefined ? [] : [[t.scope.seconds, formatDuration(preview.seconds * 1000)] as const]),
    ...(preview.removals ? [[t.scope.removals, formatCount(preview.removals)] as const] : []),
    [t.scope.requests, formatCount(preview.requests)],
    [t.scope.points, formatCount(preview.points)],
  ] as const;
  return (
    <dl className="grid grid-cols-2 gap-3">
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt className="text-xs text-ink-2">{name}</dt>
          <dd className="text-lg font-semibold tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Result({ preview }: Readonly<{ preview: Preview }>) {
  const { skippedByReason, files, moreFiles, missing } = preview;
  return (
    <div className="flex flex-col gap-4">
      <Figures preview={preview} />
      {Object.keys(skippedByReason).length > 0 ? (
        <ul className="text-sm text-ink-2">
          {Object.entries(skippedByReason).map(([reason, count]) => (
            <li key={reason}>
              <span className="font-medium text-ink tabular-nums">{formatCount(count)}</span>{' '}
              {t.scope.reasons[reason] ?? reason}
            </li>
          ))}
        </ul>
      ) : null}
      {missing ? (
        <p className="text-sm font-medium text-warn">
          {t.scope.missing([...missing.spaces, ...missing.pageIds].join(', '))}
        </p>
      ) : null}
      <div>
        <h3 className="mb-1 text-xs font-medium text-ink-2">{t.scope.files}</h3>
        <section
          aria-label={t.scope.files}
          tabIndex={0}
          className="max-h-56 overflow-auto rounded-md border border-line bg-sunken p-2 font-mono text-xs leading-5"
        >
          {files.map(({ path, pageId, bytes }) => (
            <p key={pageId} className="whitespace-nowrap">
              {path}
              {bytes === undefined ? null : <span className="text-ink-2"> {formatBytes(bytes)}</span>}
            </p>
          ))}
          {moreFiles > 0 ? <p className="text-ink-2">{t.scope.moreFiles(formatCount(moreFiles))}</p> : null}
        </section>
      </div>
    </div>
  );
}

/** What the choice would bring, counted by the server when asked. */
export function DryRun({
  org,
  connectionId,
  scope,
  repository,
}: Readonly<{ org: string; connectionId: string; scope: Scope; repository: string | null }>) {
  const [asked, setAsked] = useState<Scope | null>(null);
  const { data, error, isFetching } = useQuery({
    ...previewQuery(org, connectionId, asked ?? scope),
    enabled: asked !== null,
  });
  const old = asked !== null && JSON.stringify(asked) !== JSON.stringify(scope);
  return (
    <div className="flex flex-col gap-4">
      {asked === null ? <p className="text-sm text-ink-2">{t.scope.dryRunText}</p> : null}
      {error ? <ProblemView error={error} /> : null}
      {isFetching ? <Spinner label={t.scope.dryRunWorking} /> : null}
      {data && !isFetching ? <Result preview={data} /> : null}
      {old && data ? <p className="text-xs text-warn">{t.scope.dryRunOld}</p> : null}
      {asked === null || old || error ? (
        <div>
          <Button size="sm" disabled={scope.spaces.length === 0 || isFetching} onClick={() => setAsked(scope)}>
            {asked === null ? t.scope.dryRunStart : t.scope.dryRunAgain}
          </Button>
        </div>
      ) : null}
      {repository && data?.repositoryVisibility === 'public' ? (
        <p className="text-sm font-medium text-warn">{t.scope.publicReaders(repository)}</p>
      ) : null}
      {repository && data?.repositoryVisibility !== 'public' ? (
        <p className="text-xs text-ink-2">{t.scope.readers(repository)}</p>
      ) : null}
    </div>
  );
}
