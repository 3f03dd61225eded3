import type { Attachment, Page } from '../../core/page.ts';
import type { StagedPage } from '../../core/ports/page-ledger.ts';
import type { Scope } from '../../core/scope.ts';
import type { Confirmation } from '../../pipeline/sync/index.ts';
import { groupBy, withMarks } from './marks.ts';
import type { SyncSession } from './session.ts';

/** What reading pages one by one showed. */
export interface PageReadings {
  readonly confirmed: Map<string, Confirmation>;
  readonly failed: Set<string>;
  readonly problems: string[];
  /** Attachments of pages as they were after their bodies were read; a page that is missing here was not asked for. */
  readonly attachments: Map<string, readonly Attachment[]>;
}

const PAGES_A_BATCH = 250;
/** Their bodies are in memory together. */
const BATCHES_AT_A_TIME = 3;

export function noReadings(): PageReadings {
  return { confirmed: new Map(), failed: new Set(), problems: [], attachments: new Map() };
}

/** Attachments of pages by page. A failure leaves them to be asked for when they are needed. */
async function listInto(into: PageReadings['attachments'], { source }: SyncSession, pages: readonly Page[]) {
  if (pages.length === 0) return;
  const listed = await source.listAttachments(pages.map(({ id }) => id)).catch(() => null);
  if (listed === null) return;
  const byPage = groupBy(listed, ({ pageId }) => pageId);
  for (const { id } of pages) into.set(id, byPage.get(id) ?? []);
}

/**
 * Reads pages by id with their bodies into the run's stage, and notes what became of the others. Of a page
 * that stands in no chosen space nothing more is asked.
 */
export async function readPages(
  session: SyncSession,
  ids: readonly string[],
  scope: Pick<Scope, 'spaces' | 'archivedPages'>,
  into: PageReadings,
  options: { readonly attachments: boolean } = { attachments: false },
): Promise<void> {
  const { context, input, source } = session;
  const { ledger } = context.ports;
  const chosen = new Set(scope.spaces.map((space) => space.key));
  const known = await ledger.spaces(input.orgId, input.connectionId);
  const batches = Array.from({ length: Math.ceil(ids.length / PAGES_A_BATCH) }, (_, at) =>
    ids.slice(at * PAGES_A_BATCH, (at + 1) * PAGES_A_BATCH),
  );
  const read = async (batch: readonly string[]): Promise<void> => {
    await session.goOn();
    const listed = await ledger.stagedPages(input.orgId, input.runId, batch);
    const marks = new Map(listed.map((one) => [one.page.id, one]));
    const staged: StagedPage[] = [];
    const fresh: Page[] = [];
    const take = (page: Page) => {
      const known = marks.get(page.id);
      if (known) staged.push({ ...known, page });
      else if (chosen.has(page.spaceKey)) fresh.push(page);
      else staged.push({ page: { ...page, body: null }, labels: [], restricted: false });
    };
    for (const reading of await source.readPages(batch, known)) {
      if (reading.state === 'present') {
        into.confirmed.set(reading.page.id, 'present');
        take(reading.page);
      } else if (reading.state === 'gone') {
        into.confirmed.set(reading.id, reading.how);
        // Where an archived page stands decides too: it may have left the chosen spaces before.
        if (reading.page && (scope.archivedPages === true || !chosen.has(reading.page.spaceKey))) take(reading.page);
      } else if (reading.state === 'hidden') into.confirmed.set(reading.id, 'hidden');
      else {
        into.confirmed.set(reading.id, 'failed');
        into.failed.add(reading.id);
        if (into.problems.length < 20) into.problems.push(`Page ${reading.id}: ${reading.problem.message}`);
      }
    }
    const held = fresh.filter(({ kind }) => options.attachments && (kind === 'page' || kind === 'blog'));
    // An attachment stands before the body that shows it, so it is asked for after the body.
    const [marked] = await Promise.all([withMarks(session, fresh), listInto(into.attachments, session, held)]);
    staged.push(...marked);
    await ledger.stage(input.orgId, input.runId, 'pages by id', { pages: staged, cursor: null, complete: true });
    context.reach('sync:bodies-read');
  };
  const lane = async () => {
    try {
      for (let batch = batches.shift(); batch; batch = batches.shift()) await read(batch);
    } catch (error) {
      batches.length = 0;
      throw error;
    }
  };
  // What failed is thrown once nothing is under way any more: whoever tries again would find it at work.
  const ended = await Promise.allSettled(Array.from({ length: BATCHES_AT_A_TIME }, lane));
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
}
