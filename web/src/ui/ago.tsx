import { formatAgo, formatDateTime } from '../format/format.ts';
import { useNow } from '../format/now.ts';

/** A moment as its distance from now; the exact time on hover. */
export function Ago({ at }: Readonly<{ at: string }>) {
  const now = useNow();
  return (
    <time dateTime={at} title={formatDateTime(at)} className="whitespace-nowrap">
      {formatAgo(at, now)}
    </time>
  );
}
