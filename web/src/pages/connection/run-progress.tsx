import type { Run } from '../../api/types.ts';
import { formatCount, formatDuration } from '../../format/format.ts';
import { useNow } from '../../format/now.ts';
import { t } from '../../text/en.ts';
import { ProgressBar } from '../../ui/progress.tsx';

/** How far a run is: n of N, pages a second, time left. */
export function RunProgress({ run }: Readonly<{ run: Run }>) {
  const now = useNow(1000);
  const { pages, written, unchanged, failed, skipped, held } = run.counts;
  const done = Math.min(pages, written + unchanged + failed + skipped + held);
  const elapsed = Math.max(1, now - Date.parse(run.startedAt));
  const rate = done / (elapsed / 1000);
  const words =
    pages === 0 ? t.connection.runs.counting : t.connection.runs.progress(formatCount(done), formatCount(pages));
  return (
    <div>
      <ProgressBar part={pages === 0 ? null : done / pages} label={words} />
      <p className="mt-1.5 flex flex-wrap gap-x-3 text-xs text-ink-2 tabular-nums">
        <span className="font-medium text-ink">{words}</span>
        <span>{run.step}</span>
        {done > 0 && done < pages ? (
          <>
            <span>{t.connection.runs.rate(formatCount(Math.max(1, Math.round(rate))))}</span>
            <span>{t.connection.runs.left(formatDuration(((pages - done) / rate) * 1000))}</span>
          </>
        ) : null}
        <span className="ml-auto">{formatDuration(elapsed)}</span>
      </p>
    </div>
  );
}
