import type { Converted, LinkResolver, LossNote } from '../../core/mirror-file.ts';
import type { Body, Page, PageMeta } from '../../core/page.ts';

/** What a body's targets are in the mirror. Each answers undefined for what it does not know. */
export interface RenderLookups {
  /** Path in the repository of a mirrored page. */
  pathOf(pageId: string): string | undefined;
  /** Page id by space key and title. */
  pageByTitle(spaceKey: string, title: string): string | undefined;
  titleOf(pageId: string): string | undefined;
  /** Absolute address of a page that is not mirrored. */
  urlOf(pageId: string): string | undefined;
  spaceUrl(key: string): string | undefined;
  /** Path in the repository of a mirrored attachment. `pageId` is the page that holds it. */
  attachmentPath(target: {
    readonly pageId: string;
    readonly fileName?: string;
    readonly fileId?: string;
  }): string | undefined;
  personName(id: string): string | undefined;
}

export interface RenderRequest {
  readonly page: Page;
  readonly labels: readonly string[];
  /** Path of the file in the repository. */
  readonly path: string;
  readonly sourceHash: string;
  readonly lookups: RenderLookups;
  readonly toMarkdown: (body: Body, context: { readonly page: PageMeta; readonly resolve: LinkResolver }) => Converted;
}

export interface RenderedFile {
  readonly path: string;
  readonly content: Uint8Array;
  /** Ids of the pages that the body links to, mirrored or not. */
  readonly links: readonly string[];
  readonly losses: readonly LossNote[];
  readonly sourceHash: string;
}

/** The file of one page. Throws Problem `page-body-missing` for a page whose body was not read. */
export function renderFile(_request: RenderRequest): RenderedFile {
  throw new Error('Not written yet.');
}
