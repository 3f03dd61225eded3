import { attachmentChoice, filesKey } from '../../config/index.ts';
import type { Attachment } from '../../core/page.ts';
import { toProblem } from '../../core/problem.ts';
import { isLasting } from '../attempt.ts';
import { attachmentsOf } from './attachments.ts';
import { groupBy } from './marks.ts';
import type { RunPlan, SourceReading } from './run-facts.ts';
import type { SyncSession } from './session.ts';

/** What tells two states of a page's attachments apart. */
function stateOf(attachments: readonly Attachment[]): string {
  return attachments
    .map(({ id, version, fileName }) => `${id} ${version} ${fileName}`)
    .sort()
    .join();
}

/** Pages among the given ones whose attachments, as `listed`, are not those that stand. */
async function differing(
  session: SyncSession,
  { scope }: SourceReading,
  ids: readonly string[],
  listed: readonly Attachment[],
): Promise<readonly string[]> {
  const { context, input } = session;
  const rows = await context.ports.ledger.attachments(input.orgId, input.connectionId, ids);
  const before = groupBy(
    rows.filter(({ path }) => path !== null),
    (one) => one.pageId,
  );
  const now = groupBy(
    listed.filter((one) => attachmentChoice(scope.attachments, one) === 'copy'),
    (one) => one.pageId,
  );
  return ids.filter((id) => stateOf(now.get(id) ?? []) !== stateOf(before.get(id) ?? []));
}

/** Pages of listed spaces whose attachments seem to be others, out of a few calls for all of them. */
async function suspects(
  session: SyncSession,
  reading: SourceReading,
  plan: RunPlan,
  ids: readonly string[],
): Promise<readonly string[]> {
  const { source } = session;
  const spaces = new Map(
    [...plan.remote.values()].flatMap(({ meta }) =>
      reading.listings.get(meta.spaceKey) === 'complete'
        ? [[meta.spaceId, { id: meta.spaceId, key: meta.spaceKey }]]
        : [],
    ),
  );
  if (!source.findAttachments || spaces.size === 0 || ids.length === 0) return [];
  try {
    const found = await source.findAttachments([...spaces.values()]);
    const holding = new Set(found.map(({ pageId }) => pageId));
    const some = ids.filter((id) => holding.has(id) || (plan.ledger.get(id)?.attachmentPaths.length ?? 0) > 0);
    return differing(session, reading, some, found);
  } catch (error) {
    const problem = toProblem(error);
    if (problem.retry.kind === 'after' || isLasting(problem) || problem.code === 'run-cancelled') throw problem;
    const text = `Whether attachments changed was not found out: ${problem.message}`;
    if (!reading.readings.problems.includes(text)) reading.readings.problems.push(text);
    return [];
  }
}

/**
 * Pages whose file is as it should be but whose attachments are others now. An attachment changes nothing of its page
 * that a listing shows, so events name such pages; for events that were lost a sweep asks the source's index. What the
 * index says is looked at page by page before anything is decided by it.
 */
export async function withOtherAttachments(
  session: SyncSession,
  reading: SourceReading,
  plan: RunPlan,
): Promise<readonly string[]> {
  if (!reading.scope.attachments.include) return [];
  const { paths, plan: planned } = plan.outcome;
  const rendered = new Set(planned.writes.filter((write) => write.render).map((write) => write.page.id));
  const isOpen = (id: string) => {
    const kind = plan.remote.get(id)?.meta.kind;
    return (kind === 'page' || kind === 'blog') && paths.has(id) && !rendered.has(id);
  };
  const seeming =
    reading.shown === null ? [] : await suspects(session, reading, plan, [...plan.remote.keys()].filter(isOpen));
  const ids = [...new Set([...reading.named.filter(isOpen), ...seeming])];
  if (ids.length === 0) return [];
  return differing(session, reading, ids, await attachmentsOf(session, reading, ids));
}

/**
 * Pages that are to be rendered whose attachments are others now and stand in files of other pages too. `looked`: pages
 * that were looked at before; those of now are added.
 */
export async function withSharedAttachments(
  session: SyncSession,
  reading: SourceReading,
  plan: RunPlan,
  looked: Set<string>,
): Promise<readonly string[]> {
  if (!reading.scope.attachments.include) return [];
  const rendered = plan.outcome.plan.writes.filter(({ render, page }) => render && !looked.has(page.id));
  const keys = new Map(rendered.map(({ page }) => [filesKey(page.id), page.id]));
  if (keys.size === 0) return [];
  for (const id of keys.values()) looked.add(id);
  const shared = new Set<string>();
  for (const { path, linksTo } of plan.ledger.values())
    if (path !== null) for (const key of linksTo) if (keys.has(key)) shared.add(keys.get(key)!);
  if (shared.size === 0) return [];
  const ids = [...shared];
  const listed = await attachmentsOf(session, reading, ids);
  const byPage = groupBy(listed, ({ pageId }) => pageId);
  for (const id of ids) reading.readings.attachments.set(id, byPage.get(id) ?? []);
  return differing(session, reading, ids, listed);
}
