/** What names in markup stand for. */
export interface MarkupNames {
  /** Account by short name (`priya`). */
  person(short: string): { readonly accountId: string; readonly name: string } | undefined;
  /** Address of a page by `Title` (same space) or `KEY/Title`; undefined where there is none. */
  pageUrl(reference: string): string | undefined;
  file(
    fileName: string,
  ): { readonly fileId: string; readonly pageId: string; readonly width: number; readonly height: number } | undefined;
  /** A fresh id for tasks and the like, the same on every run. */
  localId(): string;
}
