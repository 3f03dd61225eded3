import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { decideGuard, type GuardReview, guardQuery } from '../../api/runs.ts';
import { formatCount } from '../../format/format.ts';
import { useIsAdmin } from '../../shell/use-org.ts';
import { t } from '../../text/en.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { toast } from '../../ui/toast.tsx';
import { useSetupAction } from '../setup/use-setup-action.ts';

const text = t.connection.guard;

function Review({
  org,
  connectionId,
  review,
  onClose,
}: Readonly<{ org: string; connectionId: string; review: GuardReview; onClose: () => void }>) {
  const decide = useSetupAction(org, async (decision: 'approve' | 'reject') => {
    await decideGuard(org, connectionId, decision);
    toast('ok', decision === 'approve' ? text.approved : text.rejected);
    onClose();
  });
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={text.title}
      footer={
        <>
          <Button busy={decide.isPending} onClick={() => decide.mutate('reject')}>
            {text.reject}
          </Button>
          <Button kind="danger" busy={decide.isPending} onClick={() => decide.mutate('approve')}>
            {text.approve}
          </Button>
        </>
      }
    >
      <p className="mb-3 text-sm text-ink-2">{text.text(formatCount(review.removals), formatCount(review.of))}</p>
      <ul tabIndex={0} className="max-h-80 overflow-y-auto rounded-md border border-line">
        {review.pages.map(({ pageId, title, path, proof }) => (
          <li key={pageId} className="border-b border-line px-3 py-1.5 text-sm last:border-b-0">
            <p className="flex flex-wrap justify-between gap-x-3 sm:flex-nowrap">
              <span className="min-w-0 truncate font-medium">{title}</span>
              <span className="shrink-0 text-ink-2">{text.proofs[proof] ?? proof}</span>
            </p>
            <p className="truncate font-mono text-xs text-ink-2">{path}</p>
          </li>
        ))}
      </ul>
      {review.removals > review.pages.length ? (
        <p className="mt-2 text-sm text-ink-2">{t.common.more(formatCount(review.removals - review.pages.length))}</p>
      ) : null}
      {decide.error ? (
        <div className="mt-3">
          <ProblemView error={decide.error} />
        </div>
      ) : null}
    </Dialog>
  );
}

/** A run that stopped before a mass deletion, and the decision about it. */
export function GuardNotice({ org, connectionId }: Readonly<{ org: string; connectionId: string }>) {
  const isAdmin = useIsAdmin();
  const { data } = useQuery(guardQuery(org, connectionId));
  const [open, setOpen] = useState(false);
  if (data?.state !== 'waiting') return null;
  return (
    <div className="mb-6">
      <Notice
        tone="warn"
        title={text.title}
        actions={
          isAdmin ? (
            <Button size="sm" kind="primary" onClick={() => setOpen(true)}>
              {text.review}
            </Button>
          ) : undefined
        }
      >
        {text.text(formatCount(data.removals), formatCount(data.of))}
      </Notice>
      {open ? <Review org={org} connectionId={connectionId} review={data} onClose={() => setOpen(false)} /> : null}
    </div>
  );
}
