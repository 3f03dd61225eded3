import type { Attachment } from '../../core/page.ts';

/** Path in the repository by attachment id: beside the page, safe and unique on every file system. */
export function attachmentPaths(
  _pagePath: string,
  _attachments: readonly Pick<Attachment, 'id' | 'fileName'>[],
  _options: { readonly pageId: string },
): ReadonlyMap<string, string> {
  throw new Error('Not written yet.');
}
