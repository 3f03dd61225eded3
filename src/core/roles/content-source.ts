import type { Converted, LinkResolver } from '../mirror-file.ts';
import type { Attachment, Body, Page, PageComment, PageMeta, Person, Space } from '../page.ts';
import type { Problem } from '../problem.ts';

/** One answer of a listing. `next: null` is the end; a listing is complete only when it was reached. */
export interface Listing<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** What reading one page by id showed. Only `gone` is grounds for removal. */
export type PageReading =
  | { readonly state: 'present'; readonly page: Page }
  | {
      readonly state: 'gone';
      readonly id: string;
      readonly how: 'trashed' | 'deleted' | 'archived';
      /** Of an archived page, for mirrors that keep those. Absent: it was not shown. */
      readonly page?: Page;
    }
  | { readonly state: 'hidden'; readonly id: string }
  | { readonly state: 'failed'; readonly id: string; readonly problem: Problem };

export interface PageQuery {
  readonly spaceId: string;
  /** Further spaces, where one listing shows several: of blog posts alone. A space that is not visible shows none. */
  readonly alsoSpaceIds?: readonly string[];
  readonly kind: 'page' | 'blog';
  /** null starts; afterwards the `next` of the answer before. */
  readonly cursor: string | null;
  readonly bodies: boolean;
}

/** What stands beside a page and raises no version. */
export interface PageMarks {
  /** Sorted, each once. */
  readonly labels: readonly string[];
  /** A read restriction of its own, not an inherited one. null: the source shows the page and does not say. */
  readonly restricted: boolean | null;
}

/** One version of a page as it was then. */
export interface PageVersion {
  readonly number: number;
  readonly title: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly authorId: string | null;
  /** What its author said of it; empty where nothing. */
  readonly note: string;
  /** null: the source does not give it any more. */
  readonly body: Body | null;
}

/** Pages of one space. */
export interface SpacePages {
  readonly space: Pick<Space, 'id' | 'key'>;
  readonly pageIds: readonly string[];
}

/** Child of a tree level, for the scope picker. */
export interface TreeItem {
  readonly page: Pick<PageMeta, 'id' | 'kind' | 'title' | 'parentId' | 'spaceKey'>;
  readonly hasChildren: boolean;
}

/**
 * A product whose pages are mirrored, read as the app and bound to one site.
 * Every method throws `Problem`; a failure never looks like emptiness.
 */
export interface ContentSource {
  listSpaces(cursor: string | null): Promise<Listing<Space>>;
  listPages(query: PageQuery): Promise<Listing<Page>>;
  /** Folders and other bodyless parents that pages name, by id. Unknown ids are left out. */
  readContainers(ids: readonly string[]): Promise<readonly PageMeta[]>;
  /**
   * Reads pages by id in bulk; every id is answered. Absence is confirmed one by one. Spaces that are `known` already
   * need not be asked for.
   */
  readPages(ids: readonly string[], known?: readonly Pick<Space, 'id' | 'key'>[]): Promise<readonly PageReading[]>;
  /**
   * Ids of pages of the space with a read restriction of their own (not inherited). Without `pageIds`
   * it may stand on a search index that lags behind; with them each of them is answered for exactly.
   */
  listRestricted(space: Pick<Space, 'id' | 'key'>, pageIds?: readonly string[]): Promise<ReadonlySet<string>>;
  /** Labels by page id, for the pages of one space or for the given pages. */
  listLabels(
    query: { readonly spaceId: string } | { readonly pageIds: readonly string[] },
  ): Promise<ReadonlyMap<string, readonly string[]>>;
  /** Labels and restrictions of pages, each of them answered for. Absent: the two above say it. */
  listMarks?(wanted: readonly SpacePages[]): Promise<ReadonlyMap<string, PageMarks>>;
  /** The newest versions of a page, newest first, in one call: at most 50. Absent: the source keeps none. */
  listVersions?(page: Pick<PageMeta, 'id' | 'kind'>, limit: number): Promise<readonly PageVersion[]>;
  listAttachments(pageIds: readonly string[]): Promise<readonly Attachment[]>;
  /**
   * Attachments of all pages of the spaces, out of few calls. It may stand on a search index that lags behind: what
   * differs is a hint to ask `listAttachments`, and no more. Absent: there is no cheap way.
   */
  findAttachments?(spaces: readonly Pick<Space, 'id' | 'key'>[]): Promise<readonly Attachment[]>;
  /** Comments and replies of the given pages, resolved ones too. Absent: the source has none to give. */
  listComments?(pageIds: readonly string[]): Promise<readonly PageComment[]>;
  /** Content of an attachment; a Problem `attachment-too-large` past `maxBytes`. */
  readAttachment(attachment: Attachment, maxBytes: number): Promise<Uint8Array>;
  /** Names of people; ids that are unknown are left out. */
  readPeople(ids: readonly string[]): Promise<readonly Person[]>;
  listChildren(
    parent: { readonly spaceId: string; readonly parentId: string | null },
    cursor: string | null,
  ): Promise<Listing<TreeItem>>;
  searchPages(query: { readonly spaceKey: string; readonly text: string }): Promise<readonly TreeItem[]>;
  /** Same-version bodies in another format, for pages whose first format lost something. */
  readBodies(
    ids: readonly string[],
    format: Body['format'],
  ): Promise<ReadonlyMap<string, { readonly version: number; readonly body: Body }>>;
  /** True where the body refers to content that only another format carries. */
  needsOtherBody(body: Body): Body['format'] | null;
  /** Pure: body -> Markdown without front matter. Never throws for a body that the product can hold. */
  toMarkdown(body: Body, context: { readonly page: PageMeta; readonly resolve: LinkResolver }): Converted;
  /** Requests and points spent since the source was opened. */
  usage(): { readonly requests: number; readonly points: number };
}
