import { attachmentChoice } from '../../config/index.ts';
import type { Attachment } from '../../core/page.ts';
import { toProblem } from '../../core/problem.ts';
import { blobHash } from '../../pipeline/publish/index.ts';
import { attachmentPaths } from '../../pipeline/render/index.ts';
import type { RunPlan, SourceReading } from './run-facts.ts';
import type { SyncSession } from './session.ts';

/** An attachment with its place in the mirror. */
export interface PlacedAttachment {
  readonly attachment: Attachment;
  readonly path: string;
  /** Blob that holds it already; null: it has to be read from the source. */
  readonly blob: string | null;
}

export interface PageAttachments {
  readonly placed: readonly PlacedAttachment[];
  /** Listed and not copied: too large, or of a kind that is not chosen. */
  readonly others: readonly Attachment[];
  /** Rows of the ledger whose attachment is gone or no longer copied. */
  readonly dropped: readonly Attachment[];
}

/** Read at a time; as many may be held in memory. */
const READ_AHEAD = 6;

/** Attachments of pages: as they were read with their pages, where they were. */
export async function attachmentsOf(
  { source }: SyncSession,
  { readings }: SourceReading,
  ids: readonly string[],
): Promise<readonly Attachment[]> {
  const others = ids.filter((id) => !readings.attachments.has(id));
  return [
    ...ids.flatMap((id) => readings.attachments.get(id) ?? []),
    ...(others.length === 0 ? [] : await source.listAttachments(others)),
  ];
}

/** Lists and places the attachments of the pages that are rendered; bytes are read later, one after another. */
export async function placeAttachments(
  session: SyncSession,
  reading: SourceReading,
  plan: RunPlan,
  knownBlobs: ReadonlySet<string>,
): Promise<ReadonlyMap<string, PageAttachments>> {
  const { context, input } = session;
  const { scope } = reading;
  const pages = plan.outcome.plan.writes.filter(
    ({ render, page }) => render && (page.kind === 'page' || page.kind === 'blog'),
  );
  const ids = pages.map(({ page }) => page.id);
  if (ids.length === 0) return new Map();
  const listed = scope.attachments.include ? await attachmentsOf(session, reading, ids) : [];
  const before = await context.ports.ledger.attachments(input.orgId, input.connectionId, ids);
  const byPage = new Map<string, { now: Attachment[]; others: Attachment[]; before: (typeof before)[number][] }>(
    ids.map((id) => [id, { now: [], others: [], before: [] }]),
  );
  for (const one of listed) {
    const page = byPage.get(one.pageId);
    if (attachmentChoice(scope.attachments, one) === 'copy') page?.now.push(one);
    else page?.others.push(one);
  }
  for (const one of before) byPage.get(one.pageId)?.before.push(one);

  return new Map(
    pages.map(({ page, path }) => {
      const some = byPage.get(page.id)!;
      const paths = attachmentPaths(path, some.now, { pageId: page.id });
      const placed = some.now.map((attachment): PlacedAttachment => {
        const last = some.before.find((one) => one.id === attachment.id && one.version === attachment.version);
        const blob = last?.blob && knownBlobs.has(last.blob) ? last.blob : null;
        return { attachment, path: paths.get(attachment.id)!, blob };
      });
      const kept = new Set(some.now.map((one) => one.id));
      const dropped = some.before.filter((one) => !kept.has(one.id) && one.path !== null);
      return [page.id, { placed, others: some.others, dropped }];
    }),
  );
}

/** What reading an attachment gave. Without a blob it was not read, for the reason in `problem`. */
export interface AttachmentResult {
  readonly placed: PlacedAttachment;
  readonly blob: string | null;
  readonly problem: string | null;
  /** Reading it later may succeed. */
  readonly retry: boolean;
}

export interface ReadAttachment extends AttachmentResult {
  readonly content: Uint8Array | null;
}

/** One attachment's bytes. Only a wait that the other side asked for ends the whole commit. */
async function readOne(session: SyncSession, placed: PlacedAttachment, maxBytes: number): Promise<ReadAttachment> {
  try {
    const content =
      placed.blob === null
        ? await session.source.readAttachment(placed.attachment, maxBytes)
        : await readBlob(session, placed.blob);
    return { placed, content, blob: blobHash(content), problem: null, retry: false };
  } catch (error) {
    const problem = toProblem(error);
    if (problem.retry.kind === 'after' || problem.code === 'run-cancelled') throw problem;
    return { placed, content: null, blob: null, problem: problem.message, retry: problem.retry.kind === 'soon' };
  }
}

async function readBlob(session: SyncSession, blob: string): Promise<Uint8Array> {
  for await (const { content } of session.mirror.readBlobs([blob])) return content;
  throw new Error(`the blob ${blob} is not there`);
}

/** Reads attachments in order, a few ahead of the one that is written. */
export async function* readAttachments(
  session: SyncSession,
  wanted: readonly PlacedAttachment[],
  maxBytes: number,
): AsyncGenerator<ReadAttachment> {
  const ahead: Promise<ReadAttachment>[] = [];
  const begin = (placed: PlacedAttachment | undefined) => {
    if (placed === undefined) return;
    const reading = readOne(session, placed, maxBytes);
    reading.catch(() => undefined);
    ahead.push(reading);
  };
  for (const placed of wanted.slice(0, READ_AHEAD)) begin(placed);
  for (let at = 0; at < wanted.length; at += 1) {
    const reading = ahead.shift();
    if (reading === undefined) return;
    const result = await reading;
    begin(wanted[at + READ_AHEAD]);
    yield result;
  }
}
