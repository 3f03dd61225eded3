import type { SkipReason } from './plan.ts';

/** What applying a scope would do, computed without changing anything. */
export interface Preview {
  readonly pages: number;
  readonly files: readonly {
    readonly path: string;
    readonly title: string;
    readonly pageId: string;
    /** About so many bytes. Absent: the file stands already, or there are too many to look into each. */
    readonly bytes?: number;
  }[];
  /** Files that `files` leaves out. */
  readonly moreFiles: number;
  readonly skipped: readonly { readonly pageId: string; readonly title: string; readonly reason: SkipReason }[];
  readonly skippedByReason: Readonly<Partial<Record<SkipReason, number>>>;
  /** Requests and points a first run is expected to cost. */
  readonly requests: number;
  readonly points: number;
  /** Seconds that a first run is expected to take. Absent: not estimated. */
  readonly seconds?: number;
  /** Bytes by which the repository is expected to grow. Absent: not estimated. */
  readonly bytes?: number;
  /** Files in the mirror now that would leave it. */
  readonly removals?: number;
  /** Attachments to be copied, their bytes, and how many are left out. Absent: not looked at. */
  readonly attachments?: { readonly files: number; readonly bytes: number; readonly leftOut: number };
  /** What the scope names and the source does not show: keys of spaces, ids of pages. Absent: it shows all of it. */
  readonly missing?: { readonly spaces: readonly string[]; readonly pageIds: readonly string[] };
  /** Who can read the repository. Absent: not asked. */
  readonly repositoryVisibility?: 'public' | 'private';
}
