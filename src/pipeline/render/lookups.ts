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
  /** File name of an attachment, copied or not, of which a body names only the file id. */
  attachmentName?(target: { readonly pageId: string; readonly fileId?: string }): string | undefined;
  personName(id: string): string | undefined;
}
