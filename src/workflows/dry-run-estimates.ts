import type { LedgerPage } from '../core/ports/page-ledger.ts';
import type { Preview } from '../core/preview.ts';
import type { ContentSource } from '../core/roles/content-source.ts';
import type { SyncOutcome } from '../pipeline/sync/index.ts';

/** Pages that one call gives with bodies. */
const PAGES_A_CALL = 250;
/** Pages whose bodies are converted to learn how large files are. */
const SAMPLE = 20;
/** Front matter and title of a file, in bytes. */
const HEAD_BYTES = 500;

type Writes = SyncOutcome['plan']['writes'];

/** Pages whose bodies a run reads beside its listing: those of spaces that are mirrored already. */
function readById(writes: Writes, ledger: readonly LedgerPage[]): number {
  const mirrored = new Set(ledger.filter(({ path }) => path !== null).map(({ spaceKey }) => spaceKey));
  return writes.filter(({ page, render }) => render && mirrored.has(page.spaceKey)).length;
}

/** What the run costs: the same listings with bodies, bodies by id where only some are needed, attachments. */
export function costOf(
  outcome: SyncOutcome,
  ledger: readonly LedgerPage[],
  listing: { readonly requests: number; readonly points: number },
  attachments: Preview['attachments'],
): { readonly requests: number; readonly points: number } {
  const apart = readById(outcome.plan.writes, ledger);
  const files = attachments?.files ?? 0;
  const calls = Math.ceil(apart / PAGES_A_CALL) + files;
  return { requests: listing.requests + calls, points: listing.points + apart + calls + files };
}

/**
 * Bytes by which the repository grows before Git packs them: converted bodies of some pages, spread over all that
 * are written, and the attachments that are new. A body's links are left as they are for that.
 */
export async function growthOf(
  source: ContentSource,
  writes: Writes,
  attachmentBytes: number,
): Promise<number | undefined> {
  const wanted = writes.filter(({ page, render }) => render && (page.kind === 'page' || page.kind === 'blog'));
  const step = Math.max(1, Math.ceil(wanted.length / SAMPLE));
  const sample = wanted.filter((_, at) => at % step === 0).map(({ page }) => page.id);
  const readings = sample.length === 0 ? [] : await source.readPages(sample);
  const sizes = readings.flatMap((reading) => {
    if (reading.state !== 'present' || reading.page.body === null) return [];
    const { markdown } = source.toMarkdown(reading.page.body, { page: reading.page, resolve: () => undefined });
    return [Buffer.byteLength(markdown) + HEAD_BYTES];
  });
  if (sample.length > 0 && sizes.length === 0) return undefined;
  const mean = sizes.reduce((sum, size) => sum + size, 0) / Math.max(1, sizes.length);
  return Math.round(mean * wanted.length) + attachmentBytes;
}
