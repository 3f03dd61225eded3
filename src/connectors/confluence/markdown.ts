import { convert, needsStorage } from '@ctxpipe/confluence-markdown';
import type { Converted, LinkResolver } from '../../core/mirror-file.ts';
import type { Body, PageMeta } from '../../core/page.ts';

/**
 * `storage` where the first format lost a body that storage still carries. Some pages answer with
 * no text at all in the first format although they have content.
 */
export function needsOtherBody(body: Body): Body['format'] | null {
  if (body.format !== 'adf') return null;
  return body.value === '' || needsStorage(body.value) ? 'storage' : null;
}

/** Body -> Markdown through the converter. */
export function toMarkdown(
  body: Body,
  context: { readonly page: PageMeta; readonly resolve: LinkResolver; readonly siteUrl: string },
): Converted {
  const { resolve, siteUrl, page } = context;
  const { markdown, report, links } = convert(
    { from: body.format, body: body.value },
    { resolve, baseUrl: `${siteUrl}/wiki`, spaceKey: page.spaceKey },
  );
  return { markdown, report, links };
}
