import type { Attachment, ContentKind, Page, PageMeta, Space } from '../page.ts';

/** What the mirror knows of one page. */
export interface LedgerPage {
  readonly pageId: string;
  readonly spaceId: string;
  readonly spaceKey: string;
  readonly kind: ContentKind;
  readonly parentId: string | null;
  readonly title: string;
  readonly version: number;
  /** Path in the repository; null while no file stands. */
  readonly path: string | null;
  /** Hash over everything that the file shows; unlike `version` it follows labels, moves and names. */
  readonly sourceHash: string | null;
  /**
   * Ids of pages that the body links to, keys of titles that it names them by, and keys of other pages' attachments: it
   * is rendered again when one of those changes.
   */
  readonly linksTo: readonly string[];
  readonly attachmentPaths: readonly string[];
  readonly state: 'mirrored' | 'skipped' | 'failed' | 'held' | 'pending' | 'removed';
  /** Reason code of skipped, failed and held. */
  readonly reason: string | null;
  /** Complete listings of its space, one after another, that did not show it. */
  readonly absences: number;
  /** What the conversion lost. */
  readonly losses: number;
  readonly modifiedAt: string | null;
  readonly url: string | null;
}

/** A page as read in a run and not yet published. */
export interface StagedPage {
  readonly page: Page;
  readonly labels: readonly string[];
  /** null: the source does not say. */
  readonly restricted: boolean | null;
}

/**
 * The memory of a mirror, per connection. Reading is checkpointed: staged pages and the cursor that
 * follows them are saved in one transaction, so that a stopped run goes on where it was.
 */
export interface PageLedger {
  pages(orgId: string, connectionId: string): Promise<readonly LedgerPage[]>;
  /** Keys of the spaces of which at least one file stands. */
  mirroredSpaces(orgId: string, connectionId: string): Promise<ReadonlySet<string>>;
  page(orgId: string, connectionId: string, pageId: string): Promise<LedgerPage | null>;
  /** For the list of pages: filter, page by page. */
  list(
    orgId: string,
    connectionId: string,
    query: {
      readonly state?: LedgerPage['state'];
      readonly text?: string;
      readonly limit: number;
      readonly after?: string;
    },
  ): Promise<{ readonly items: readonly LedgerPage[]; readonly next: string | null; readonly total: number }>;
  /** Inserts or replaces rows. */
  save(orgId: string, connectionId: string, pages: readonly LedgerPage[]): Promise<void>;
  forget(orgId: string, connectionId: string, pageIds: readonly string[]): Promise<void>;
  clear(orgId: string, connectionId: string): Promise<void>;

  checkpoint(
    orgId: string,
    runId: string,
    part: string,
  ): Promise<{ readonly cursor: string | null; readonly complete: boolean } | null>;
  stage(
    orgId: string,
    runId: string,
    part: string,
    batch: { readonly pages: readonly StagedPage[]; readonly cursor: string | null; readonly complete: boolean },
  ): Promise<void>;
  /** Meta of everything staged in a run, or of one space's part of it; bodies stay in the database. */
  stagedMeta(
    orgId: string,
    runId: string,
    spaceId?: string,
  ): Promise<
    readonly {
      readonly meta: PageMeta;
      readonly labels: readonly string[];
      readonly restricted: boolean | null;
      readonly hasBody: boolean;
    }[]
  >;
  /** Parents that staged pages name and that are not staged; with `connectionId`, of these the ones not in its ledger. */
  unknownParents(orgId: string, runId: string, connectionId?: string): Promise<readonly string[]>;
  /** Staged pages with bodies, in the order asked for; ids that are not staged are left out. */
  stagedPages(orgId: string, runId: string, ids: readonly string[]): Promise<readonly StagedPage[]>;
  updateStaged(
    orgId: string,
    runId: string,
    changes: readonly {
      readonly pageId: string;
      readonly labels?: readonly string[];
      readonly restricted?: boolean | null;
    }[],
  ): Promise<void>;
  dropStaged(orgId: string, runId: string): Promise<void>;

  saveSpaces(orgId: string, connectionId: string, spaces: readonly Space[]): Promise<void>;
  spaces(orgId: string, connectionId: string): Promise<readonly Space[]>;
  savePeople(
    orgId: string,
    connectionId: string,
    people: readonly { readonly id: string; readonly name: string }[],
  ): Promise<void>;
  people(orgId: string, connectionId: string, ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Attachments as last seen, with the Git blob that holds each. */
  saveAttachments(
    orgId: string,
    connectionId: string,
    attachments: readonly (Attachment & { readonly blob: string | null; readonly path: string | null })[],
  ): Promise<void>;
  attachments(
    orgId: string,
    connectionId: string,
    pageIds: readonly string[],
  ): Promise<readonly (Attachment & { readonly blob: string | null; readonly path: string | null })[]>;
}
