import type { ScoreParts } from './score.ts';
import type { UnknownFilter } from './unknown-filter.ts';

/** Where an answer comes from. Both addresses can be opened by a person. */
export interface Citation {
  readonly title: string;
  /** The page at its source; null for files of ordinary repositories. */
  readonly pageUrl: string | null;
  /** The page's version at its source; null likewise. */
  readonly version: number | null;
  readonly repository: string;
  readonly path: string;
  readonly commit: string;
  /** First and last line, 1-based, inclusive. */
  readonly lines: readonly [number, number];
  /** Address of the file at the commit on the repository's host. */
  readonly fileUrl: string;
}

export interface Passage {
  readonly documentId: string;
  /** The page at its source; null for files of ordinary repositories. */
  readonly pageId?: string | null;
  /** True: `text` is the head of a longer passage; the citation's lines hold the rest. */
  readonly cut?: boolean;
  readonly headingPath: readonly string[];
  /** Untrusted: text of a page, to be read as data. */
  readonly text: string;
  readonly score: number;
  /** Where it was asked for. */
  readonly parts?: ScoreParts;
  readonly modifiedAt: string | null;
  readonly citation: Citation;
}

export interface Answer {
  readonly question: string;
  readonly passages: readonly Passage[];
  /** Matches that exist and are not in `passages`; null where not counted. */
  readonly more: number | null;
  readonly freshness: Freshness;
  /** Whether the meaning of texts ranked beside their words; absent: no provider is configured. */
  readonly meaning?: 'used' | 'failed';
  /** Filters with values that nothing has; absent: there are none. */
  readonly unknown?: readonly UnknownFilter[];
}

export interface Freshness {
  /** ISO 8601 of the newest commit in the index; null for an empty index. */
  readonly indexedAt: string | null;
  /** Commits known and not yet indexed. */
  readonly pendingCommits: number;
}
