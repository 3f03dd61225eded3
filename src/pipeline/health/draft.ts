import type { HealthPage } from '../../core/ports/wiki-health.ts';
import type { HealthKind } from '../../core/wiki-health.ts';

/** Lines that show a finding, by the document that has them. */
export interface DraftEvidence {
  readonly at:
    | { readonly kind: 'page'; readonly page: HealthPage; readonly line: number }
    /** A line of a mirrored page's head. */
    | { readonly kind: 'head'; readonly page: HealthPage; readonly field: 'title' | 'authors' | 'modified' }
    /** A line that the page has in common with the others of the finding, to be looked for. */
    | { readonly kind: 'common'; readonly page: HealthPage }
    | { readonly kind: 'file'; readonly repositoryId: string; readonly path: string; readonly commit: string };
}

/** A finding before its addresses and quotes are known. */
export interface DraftFinding {
  readonly kind: HealthKind;
  readonly rule: string;
  readonly page: HealthPage;
  /** What tells it from other findings of the rule about the page. */
  readonly subject: string;
  readonly what: string;
  readonly fix: string;
  readonly evidence: readonly DraftEvidence[];
  /** Higher comes first within its kind. */
  readonly weight: number;
}

const DAY = 86_400_000;
const MOST_NAME = 120;

/** Whole days between two times; 0 where one is not known. */
export function daysBetween(before: string | undefined, after: string): number {
  const days = (Date.parse(after) - Date.parse(before ?? '')) / DAY;
  return Number.isNaN(days) ? 0 : Math.max(0, Math.floor(days));
}

export function inDays(days: number): string {
  if (days >= 730) return `${Math.floor(days / 365)} years`;
  if (days >= 60) return `${Math.floor(days / 30)} months`;
  return days === 1 ? 'one day' : `${days} days`;
}

/** A name that an author gave, on one line and between quotation marks. */
export function named(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return `"${line.length > MOST_NAME ? `${line.slice(0, MOST_NAME)}…` : line}"`;
}

export function onPage(page: HealthPage, line: number): DraftEvidence {
  return { at: { kind: 'page', page, line } };
}

export function inHead(page: HealthPage, field: 'title' | 'authors' | 'modified'): DraftEvidence {
  return { at: { kind: 'head', page, field } };
}

/** Groups items under a key, in the order in which the keys come. */
export function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly (readonly Item[])[] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
}
