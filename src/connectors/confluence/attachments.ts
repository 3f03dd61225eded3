import type { z } from 'zod';
import type { Attachment } from '../../core/page.ts';
import { Problem, toProblem } from '../../core/problem.ts';
import { mapWide } from './batch.ts';
import { type Client, segment } from './client.ts';
import { collect, PAGE_SIZE, walk } from './paging.ts';
import { isNotVisible, refusalProblem } from './problems.ts';
import { attachment as attachmentSchema } from './schema.ts';
import { findAll, inSpaces } from './search.ts';

const WIDTH = 6;
/** For so few pages the site's whole list is never asked for. */
const FEW = 40;
/** Of so many calls that single pages would need, one is risked on the site's whole list. */
const SHARE = 20;

type Raw = z.output<typeof attachmentSchema>;

/** Built from ids alone: the answer's own link is an address that somebody else wrote. */
function downloadPathOf(pageId: string, id: string): string {
  return `/wiki/rest/api/content/${segment(pageId)}/child/attachment/${segment(id)}/download`;
}

function toAttachment(raw: Raw): Attachment | null {
  const pageId = raw.pageId ?? raw.blogPostId;
  if (pageId === null || (raw.status !== null && raw.status !== 'current')) return null;
  return {
    id: raw.id,
    pageId,
    fileName: raw.title,
    mediaType: raw.mediaType ?? 'application/octet-stream',
    size: raw.fileSize,
    version: raw.version?.number ?? 1,
    fileId: raw.fileId,
    downloadPath: downloadPathOf(pageId, raw.id),
  };
}

/** The site's whole list, given up (null) where it is longer than `calls` answers. */
async function listWholeSite(client: Client, calls: number): Promise<Raw[] | null> {
  const all: Raw[] = [];
  let used = 0;
  for await (const results of walk(
    client,
    attachmentSchema,
    '/wiki/api/v2/attachments',
    { status: 'current', limit: PAGE_SIZE },
    'the attachments of the site',
  )) {
    all.push(...results);
    used += 1;
    if (used >= calls && results.length === PAGE_SIZE) return null;
  }
  return all;
}

async function listOfPage(client: Client, pageId: string): Promise<Raw[]> {
  const what = `the attachments of page ${pageId}`;
  for (const shelf of ['pages', 'blogposts'])
    try {
      const path = `/wiki/api/v2/${shelf}/${segment(pageId)}/attachments`;
      return await collect(client, attachmentSchema, path, { status: 'current', limit: PAGE_SIZE }, what);
    } catch (error) {
      if (!isNotVisible(error)) throw error;
    }
  return [];
}

/**
 * Attachments of the given pages: page by page, or out of the site's whole list where that
 * is short. A page that is gone meanwhile has none.
 */
export async function listAttachments(client: Client, pageIds: readonly string[]): Promise<readonly Attachment[]> {
  const wanted = new Set(pageIds);
  const site = wanted.size > FEW ? await listWholeSite(client, Math.ceil(wanted.size / SHARE)) : null;
  const raw = site ?? (await mapWide([...wanted], WIDTH, (id) => listOfPage(client, id))).flat();
  const found = new Map<string, Attachment>();
  for (const one of raw) {
    const attachment = toAttachment(one);
    if (attachment !== null && wanted.has(attachment.pageId)) found.set(attachment.id, attachment);
  }
  return [...found.values()];
}

/** Attachments of all pages of the spaces as the search knows them: a call for thousands, and it lags behind. */
export async function findAttachments(
  client: Client,
  spaces: readonly { readonly key: string }[],
): Promise<readonly Attachment[]> {
  const found = new Map<string, Attachment>();
  for (const where of inSpaces(spaces))
    await findAll(
      client,
      {
        cql: `${where} and type = attachment`,
        expand: ['container', 'version'],
        what: 'the attachments of the spaces',
      },
      ({ id, title, container, version, extensions }) => {
        const pageId = container?.id;
        if (pageId == null || version == null) return;
        found.set(id, {
          id,
          pageId,
          fileName: title ?? '',
          mediaType: extensions?.mediaType ?? 'application/octet-stream',
          size: extensions?.fileSize ?? 0,
          version: version.number,
          fileId: extensions?.fileId ?? null,
          downloadPath: downloadPathOf(pageId, id),
        });
      },
    );
  return [...found.values()];
}

function tooLarge(attachment: Attachment, maxBytes: number, cause?: unknown): Problem {
  return new Problem({
    code: 'attachment-too-large',
    message: `The attachment ${attachment.fileName} is larger than ${maxBytes} bytes.`,
    status: 413,
    actor: 'operator',
    hint: 'Raise the limit for attachments in the scope file, or leave the file at its source.',
    cause,
  });
}

const downloadPath = /^\/wiki\/rest\/api\/content\/[^/?#]+\/child\/attachment\/[^/?#]+\/download$/;

/** The file behind the redirect to the media host, which never sees our credential. */
export async function readAttachment(client: Client, attachment: Attachment, maxBytes: number): Promise<Uint8Array> {
  const what = `attachment ${attachment.id} of page ${attachment.pageId}`;
  if (attachment.size > maxBytes) throw tooLarge(attachment, maxBytes);
  if (!downloadPath.test(attachment.downloadPath)) throw refusalProblem(404, null, what);
  let content: Uint8Array | null;
  try {
    content = await client.download(attachment.downloadPath, what, maxBytes);
  } catch (error) {
    if (toProblem(error).code === 'answer-too-large') throw tooLarge(attachment, maxBytes, error);
    throw error;
  }
  if (content === null) throw refusalProblem(404, null, what);
  return content;
}
