/** What a body refers to by name or id, answered from the content of the site. */
export interface BodyLookup {
  readonly siteUrl: string;
  /** Key of the space that the body stands in. */
  readonly spaceKey: string;
  readonly itemId: string;
  /** Address of a page or post; undefined where there is none of that title. */
  urlOf(title: string, spaceKey: string): string | undefined;
  /** Title and space of the page at one of the site's own addresses. */
  titleAt(url: string): { readonly title: string; readonly spaceKey: string } | undefined;
  fileByName(fileName: string): { readonly fileId: string } | undefined;
  fileById(fileId: string): { readonly fileName: string } | undefined;
  nameOf(accountId: string): string;
}
