import type { LedgerPage } from '../core/ports/page-ledger.ts';
import type { Preview } from '../core/preview.ts';
import type { ContentSource } from '../core/roles/content-source.ts';
import type { SyncOutcome } from '../pipeline/sync/index.ts';

/** Pages that one call gives with bodies. */
const PAGES_A_CALL = 250;
/** Pages whose bodies are converted to learn how large files are: what one call gives. */
const SAMPLE = PAGES_A_CALL;
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
 * are written, and the attachments that are new. A body's links are left as they are for that. `sizes`: of the files
 * that were looked at, by page; of a small scope these are all that are written.
 */
export async function growthOf(
  source: ContentSource,
  writes: Writes,
  attachmentBytes: number,
): Promise<{ readonly bytes: number | undefined; readonly sizes: ReadonlyMap<string, number> }> {
  const wanted = writes.filter(({ page, render }) => render && (page.kind === 'page' || page.kind === 'blog'));
  const step = Math.max(1, Math.ceil(wanted.length / SAMPLE));
  const sample = wanted.filter((_, at) => at % step === 0).map(({ page }) => page.id);
  const readings = sample.length === 0 ? [] : await source.readPages(sample);
  const sizes = new Map<string, number>();
  for (const reading of readings) {
    if (reading.state !== 'present' || reading.page.body === null) continue;
    const { markdown } = source.toMarkdown(reading.page.body, { page: reading.page, resolve: () => undefined });
    sizes.set(reading.page.id, Buffer.byteLength(markdown) + HEAD_BYTES);
  }
  if (sample.length > 0 && sizes.size === 0) return { bytes: undefined, sizes };
  const mean = [...sizes.values()].reduce((sum, size) => sum + size, 0) / Math.max(1, sizes.size);
  return { bytes: Math.round(mean * wanted.length) + attachmentBytes, sizes };
}
