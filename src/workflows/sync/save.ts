import { isDeepStrictEqual } from 'node:util';
import type { LedgerPage, PageLedger } from '../../core/ports/page-ledger.ts';
import type { RunCounts } from '../../core/run.ts';
import type { PageAttachments } from './attachments.ts';
import type { RunPlan } from './plan-run.ts';
import { type RenderedPage, UNCONVERTED } from './render-pages.ts';
import type { SyncSession } from './session.ts';

/** What a run that was carried out leaves in the ledger. */
export interface Leavings {
  readonly rows: readonly LedgerPage[];
  readonly counts: RunCounts;
  readonly problems: readonly string[];
}

const MOST_PROBLEMS = 50;

/** A page whose file could not be made keeps the one it had, and is tried again by the next run. */
function failedRow(planned: LedgerPage, before: LedgerPage | undefined, moved: boolean): LedgerPage {
  const stands = before?.path ?? null;
  return {
    ...planned,
    path: stands === null ? null : moved ? planned.path : stands,
    sourceHash: null,
    linksTo: before?.linksTo ?? [],
    attachmentPaths: before?.attachmentPaths ?? [],
    state: stands === null ? 'failed' : 'held',
    reason: 'render-failed',
  };
}

/** The rows and counts of a plan as rendering found it. */
export function leavingsOf(plan: RunPlan, rendered: ReadonlyMap<string, RenderedPage>): Leavings {
  const rows = new Map(plan.outcome.ledger.map((row) => [row.pageId, row]));
  const forgotten = new Set(plan.outcome.forget);
  const counts = { ...plan.outcome.counts, attachments: 0 };
  const problems: string[] = [];
  const tell = (text: string) => {
    if (problems.length < MOST_PROBLEMS) problems.push(text);
  };
  for (const write of plan.outcome.plan.writes) {
    const page = rendered.get(write.page.id);
    const before = plan.ledger.get(write.page.id);
    const planned = rows.get(write.page.id) ?? before;
    if (!page || !planned || forgotten.has(write.page.id)) continue;
    if (page.failure !== null) {
      counts.written -= 1;
      if (before?.path) counts.held += 1;
      else counts.failed += 1;
      tell(`"${write.page.title}" could not be rendered: ${page.failure}`);
      rows.set(write.page.id, failedRow(planned, before, write.from !== null));
      continue;
    }
    if (!page.written) {
      // Rendered again, and the same came out.
      counts.written -= 1;
      counts[write.from === null ? 'unchanged' : 'moved'] += 1;
    }
    const missing = page.attachments.filter((one) => one.problem !== null);
    for (const one of missing)
      tell(`The attachment "${one.placed.attachment.fileName}" of "${write.page.title}" was not read: ${one.problem}`);
    if (page.unconverted !== null)
      tell(`"${write.page.title}" stands as a link, for its body could not be converted: ${page.unconverted}`);
    const retry = missing.some((one) => one.retry);
    counts.attachments += page.attachments.length - missing.length;
    rows.set(write.page.id, {
      ...planned,
      linksTo: page.links,
      losses: page.losses,
      // A file that could not be read does not stand: its absence is nobody's doing.
      attachmentPaths: page.attachments.filter((one) => one.problem === null).map((one) => one.placed.path),
      // Without a hash the page counts as changed, so that its attachments are tried again.
      ...(retry ? { sourceHash: null, reason: 'attachment-failed' } : {}),
      ...(page.unconverted === null ? {} : { sourceHash: null, reason: UNCONVERTED }),
    });
  }
  for (const { meta, restricted } of plan.remote.values())
    if (restricted === null && (rows.get(meta.id) ?? plan.ledger.get(meta.id))?.reason === 'restriction-unknown')
      tell(`Whether "${meta.title}" is restricted was not said: its file stays as it is, and none is added.`);
  const changed = [...rows.values()].filter((row) => !isDeepStrictEqual(row, plan.ledger.get(row.pageId)));
  return { rows: changed, counts, problems };
}

type AttachmentRow = Parameters<PageLedger['saveAttachments']>[2][number];

/** Saves what the run did. Every part may be repeated. */
export async function saveLeavings(
  session: SyncSession,
  plan: RunPlan,
  leavings: Leavings,
  rendered: ReadonlyMap<string, RenderedPage>,
  attachments: ReadonlyMap<string, PageAttachments>,
): Promise<void> {
  const { context, input } = session;
  const { ledger } = context.ports;
  const held: AttachmentRow[] = [];
  for (const { attachments: some } of rendered.values())
    for (const { placed, blob } of some)
      held.push({ ...placed.attachment, blob, path: blob === null ? null : placed.path });
  for (const { dropped } of attachments.values())
    for (const attachment of dropped) held.push({ ...attachment, blob: null, path: null });
  await ledger.saveAttachments(input.orgId, input.connectionId, held);
  await ledger.save(input.orgId, input.connectionId, leavings.rows);
  await ledger.forget(input.orgId, input.connectionId, plan.outcome.forget);
  context.reach('sync:ledger-saved');
}
