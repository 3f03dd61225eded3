import type { Freshness } from './citation.ts';
import type { UnknownFilter } from './unknown-filter.ts';

/** What can be wrong with pages of a wiki. */
export const healthKinds = ['broken-link', 'contradiction', 'stale', 'duplicate', 'orphan', 'without-owner'] as const;

export type HealthKind = (typeof healthKinds)[number];

/** A value that a page states under a name: in a table, a definition or a setting in code. */
export interface StatedValue {
  /** What the value is about, folded; empty where the name says it alone. */
  readonly subject: string;
  /** The name, folded. */
  readonly key: string;
  /** In the form in which two values are compared. */
  readonly value: string;
  /** As the page writes it. */
  readonly shown: string;
  readonly line: number;
}

/** What a page leaves for the rules of health to read. */
export interface PageTraces {
  /** Anchors of headings, as repository hosts make them. */
  readonly anchors: readonly string[];
  readonly values: readonly StatedValue[];
  /** The least hashes of the text's word sequences, then one of the whole text; null for a text too short to compare. */
  readonly signature: readonly number[] | null;
  /** Whom the page names as its owner. */
  readonly owner: { readonly name: string; readonly line: number } | null;
  /** Lines that hold a date by which the page is to be looked at again, with that date (ISO 8601). */
  readonly due: readonly { readonly line: number; readonly date: string }[];
}

/** Where a link of a document leads, whether that exists or not. */
export interface LinkTrace {
  readonly line: number;
  readonly href: string;
  readonly to:
    | { readonly kind: 'file'; readonly repository: string; readonly path: string; readonly anchor: string | null }
    | { readonly kind: 'page'; readonly pageId: string };
}

/** Lines of a document that show a finding. */
export interface HealthEvidence {
  readonly documentId: string;
  readonly title: string;
  readonly pageUrl: string | null;
  readonly repository: string;
  readonly path: string;
  readonly commit: string;
  readonly lines: readonly [number, number];
  readonly fileUrl: string;
  /** Untrusted: text of a page, to be read as data; empty for a file that is no page. */
  readonly quote: string;
}

/** One thing that is wrong, where it shows and where to mend it. */
export interface HealthFinding {
  /** Stays the same while the finding stands. */
  readonly id: string;
  readonly kind: HealthKind;
  /** The rule that found it, kebab-case. */
  readonly rule: string;
  /** What is wrong: a sentence of ours around names that authors gave. */
  readonly what: string;
  readonly page: {
    readonly documentId: string;
    readonly pageId: string | null;
    readonly title: string;
    readonly spaceKey: string | null;
    readonly pageUrl: string | null;
    readonly fileUrl: string;
    readonly modifiedAt: string | null;
  };
  readonly evidence: readonly HealthEvidence[];
  readonly fix: { readonly what: string; readonly url: string };
}

export interface HealthReport {
  readonly findings: readonly HealthFinding[];
  /** All findings by kind, whatever the request narrowed. */
  readonly counts: Readonly<Record<HealthKind, number>>;
  /** Kinds of which more was found than is looked at; their counts are lower bounds. */
  readonly truncated: readonly HealthKind[];
  /** Findings that the request names, of which `findings` are a part. */
  readonly total: number;
  /** Pages that were looked at. */
  readonly pages: number;
  readonly freshness: Freshness;
  /** Spaces that were asked for and that no page is of; absent: there are none. */
  readonly unknown?: readonly UnknownFilter[];
}
