import type { SkipReason } from './plan.ts';

/** What applying a scope would do, computed without changing anything. */
export interface Preview {
  readonly pages: number;
  readonly files: readonly { readonly path: string; readonly title: string; readonly pageId: string }[];
  /** Files that `files` leaves out. */
  readonly moreFiles: number;
  readonly skipped: readonly { readonly pageId: string; readonly title: string; readonly reason: SkipReason }[];
  readonly skippedByReason: Readonly<Partial<Record<SkipReason, number>>>;
  /** Requests and points a first run is expected to cost. */
  readonly requests: number;
  readonly points: number;
}
