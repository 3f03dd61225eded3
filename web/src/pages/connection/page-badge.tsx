import type { MirroredPage, PageState } from '../../api/runs.ts';
import { formatCount } from '../../format/format.ts';
import { t } from '../../text/en.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';

const text = t.connection.pages;
const tones: Readonly<Record<PageState, Tone>> = {
  mirrored: 'ok',
  skipped: 'neutral',
  failed: 'bad',
  held: 'warn',
  pending: 'accent',
  removed: 'neutral',
};

/** What became of a page. */
export function PageBadge({ state }: Readonly<{ state: PageState }>) {
  return <Badge tone={tones[state]}>{text.states[state]}</Badge>;
}

/** Why a page is as it is, in words; empty where there is nothing to say. */
export function reasonOf({ reason, losses }: Pick<MirroredPage, 'reason' | 'losses'>): string {
  if (reason) return text.reasons[reason] ?? reason;
  return losses > 0 ? text.losses(formatCount(losses)) : '';
}
