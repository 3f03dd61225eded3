import type { LedgerPage } from '../../core/ports/page-ledger.ts';

/** What tells one state of a ledger's rows from any other: how many, and the sum and the newest of their transactions. */
export interface LedgerMark {
  readonly count: number;
  readonly sum: bigint;
  readonly newest: bigint;
}

interface Kept {
  readonly key: string;
  readonly mark: LedgerMark;
  readonly rows: ReadonlyMap<string, { readonly page: LedgerPage; readonly written: bigint }>;
}

/** A larger ledger is read anew each time: memory matters more then. */
const MOST_ROWS = 20_000;
const KEPT_MS = 60_000;

export interface LedgerRow {
  readonly page: LedgerPage;
  /** Transaction that wrote it. */
  readonly written: bigint;
}

/** Reads of one ledger, as its table stands. */
export interface LedgerReads {
  mark(): Promise<LedgerMark>;
  all(): Promise<readonly LedgerRow[]>;
  /** Rows that later transactions than the given one wrote. */
  since(newest: bigint): Promise<readonly LedgerRow[]>;
}

function markOf(rows: ReadonlyMap<string, LedgerRow>): LedgerMark {
  let sum = 0n;
  let newest = 0n;
  for (const { written } of rows.values()) {
    sum += written;
    if (written > newest) newest = written;
  }
  return { count: rows.size, sum, newest };
}

const isSame = (a: LedgerMark, b: LedgerMark) => a.count === b.count && a.sum === b.sum && a.newest === b.newest;

/**
 * Keeps the rows of the ledger that was read last, for runs that follow each other closely, and reads only what was
 * written since. Whoever wrote it: a row that is written again carries a later transaction, so that no two states have
 * the same mark; where the mark is not what the rows add up to, all of them are read.
 */
export class RecentLedger {
  #kept: Kept | null = null;
  #timer: NodeJS.Timeout | null = null;

  async read(key: string, reads: LedgerReads): Promise<readonly LedgerPage[]> {
    const kept = this.#kept?.key === key ? this.#kept : null;
    const caughtUp = kept && (await this.#catchUp(kept, reads));
    const rows = caughtUp ?? (await this.#readAll(key, reads));
    return [...rows.values()].map(({ page }) => page);
  }

  async #catchUp(kept: Kept, reads: LedgerReads): Promise<Kept['rows'] | null> {
    const mark = await reads.mark();
    if (isSame(mark, kept.mark)) {
      this.#keep(kept);
      return kept.rows;
    }
    if (mark.count < kept.mark.count) return null;
    const rows = new Map(kept.rows);
    for (const row of await reads.since(kept.mark.newest)) rows.set(row.page.pageId, row);
    if (!isSame(markOf(rows), mark)) return null;
    const inOrder = rows.size === kept.rows.size ? rows : new Map([...rows].sort(([a], [b]) => (a < b ? -1 : 1)));
    this.#keep({ key: kept.key, mark, rows: inOrder });
    return inOrder;
  }

  async #readAll(key: string, reads: LedgerReads): Promise<Kept['rows']> {
    const rows = new Map((await reads.all()).map((row) => [row.page.pageId, row]));
    if (rows.size <= MOST_ROWS) this.#keep({ key, mark: markOf(rows), rows });
    else if (this.#kept?.key === key) this.#kept = null;
    return rows;
  }

  #keep(kept: Kept): void {
    this.#kept = kept;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#kept = null;
    }, KEPT_MS);
    this.#timer.unref();
  }
}
