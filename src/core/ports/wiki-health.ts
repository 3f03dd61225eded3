import type { DocumentSource } from '../chunk.ts';
import type { LinkTrace, PageTraces, StatedValue } from '../wiki-health.ts';

/** A document as the rules of health see it. */
export interface HealthPage {
  readonly documentId: string;
  readonly repositoryId: string;
  readonly path: string;
  readonly commit: string;
  readonly title: string;
  readonly source: DocumentSource | null;
}

export interface PagePlace {
  readonly page: HealthPage;
  readonly line: number;
}

/** A link that leads nowhere. */
export interface DeadLink extends PagePlace {
  readonly href: string;
  /** What is missing: the file, the heading in it, or the page. */
  readonly missing: 'file' | 'anchor' | 'page';
}

/** A file that a page names and that changed after the page did. */
export interface OutrunPage extends PagePlace {
  readonly rule: string;
  /** The name that the page writes. */
  readonly name: string;
  readonly file: { readonly repositoryId: string; readonly path: string; readonly commit: string };
  /** ISO 8601. */
  readonly changedAt: string;
}

/** A page that was not edited for long while those around it were. */
export interface LeftBehind {
  readonly page: HealthPage;
  /** The newest edit in its space, ISO 8601. */
  readonly spaceActiveAt: string;
}

export interface SignedPage {
  readonly page: HealthPage;
  readonly signature: readonly number[];
}

export interface StatedBy extends PagePlace {
  readonly stated: StatedValue;
}

/** A line of a document, 1-based. */
export interface PageLine {
  readonly line: number;
  readonly text: string;
}

/** Candidates of one rule, and whether there are more. */
export interface Candidates<Item> {
  readonly items: readonly Item[];
  readonly more: boolean;
}

/**
 * What the rules of health need to know of an organization's pages. Each list is made by the database, so that
 * only what may be wrong is read. Pages that are not indexed, such as restricted ones, are in none.
 */
export interface WikiHealth {
  /** Replaces what documents of a repository left; those that are not indexed are passed over. */
  apply(
    orgId: string,
    repositoryId: string,
    traces: ReadonlyMap<string, { readonly page: PageTraces | null; readonly links: readonly LinkTrace[] }>,
  ): Promise<void>;
  /** When files last changed (ISO 8601, null where not known), and which are gone. */
  saveFiles(
    orgId: string,
    repositoryId: string,
    files: readonly { readonly path: string; readonly changedAt: string | null }[],
    removed: readonly string[],
  ): Promise<void>;
  /** Forgets the files of a repository that is read anew. */
  dropFiles(orgId: string, repositoryId: string): Promise<void>;
  pages(orgId: string): Promise<number>;
  deadLinks(orgId: string, limit: number): Promise<Candidates<DeadLink>>;
  outrun(orgId: string, limit: number): Promise<Candidates<OutrunPage>>;
  leftBehind(orgId: string, limit: number): Promise<Candidates<LeftBehind>>;
  overdue(orgId: string, today: string, limit: number): Promise<Candidates<PagePlace & { readonly date: string }>>;
  orphans(orgId: string, limit: number): Promise<Candidates<HealthPage>>;
  ownerless(orgId: string, limit: number): Promise<Candidates<HealthPage>>;
  /** Pairs that may be alike. */
  alike(orgId: string, limit: number): Promise<Candidates<readonly [SignedPage, SignedPage]>>;
  /** Values of names that pages state differently, those of one name one after another. */
  disagreeing(orgId: string, limit: number): Promise<Candidates<StatedBy>>;
  /** Lines of documents as they are indexed, in the order asked for; empty where there is none. */
  quotes(
    orgId: string,
    places: readonly { readonly documentId: string; readonly line: number }[],
  ): Promise<readonly string[]>;
  /** The first lines of documents as they are indexed, by document. */
  openings(orgId: string, documentIds: readonly string[]): Promise<ReadonlyMap<string, readonly PageLine[]>>;
}
