import { convert } from '@ctxpipe/confluence-markdown';
import {
  ExportError,
  type ExportedFile,
  type ExportedPage,
  type ExportedSpace,
  openSpaceExport,
  type SpaceExport,
} from '@ctxpipe/confluence-markdown/space-export';
import type { Attachment, PageMeta, Space } from '../../core/page.ts';
import { Problem } from '../../core/problem.ts';
import type { ExportedSource } from '../../core/roles/exported-source.ts';
import { utc } from './content-meta.ts';

export interface ExportOptions {
  /** Zip of a space exported as XML, or the folder of one. */
  readonly path: string;
  /** Address of the site that the export is from, without a slash at its end; null: pages have no address. */
  readonly siteUrl: string | null;
}

const encode = (text: string) => encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd'));

/** A page's address as the site itself writes it. */
function addressOf(page: ExportedPage, space: ExportedSpace, siteUrl: string | null): string {
  if (siteUrl === null) return '';
  const root = `${siteUrl}/wiki/spaces/${encode(space.key)}`;
  if (page.id === space.homepageId) return `${root}/overview`;
  const title = encode(page.title).replaceAll('%20', '+');
  const day = page.created.slice(0, 10).replaceAll('-', '/');
  return page.kind === 'blog' ? `${root}/blog/${day}/${page.id}/${title}` : `${root}/pages/${page.id}/${title}`;
}

function metaOf(page: ExportedPage, space: ExportedSpace, siteUrl: string | null): PageMeta {
  return {
    id: page.id,
    kind: page.kind,
    spaceId: space.id,
    spaceKey: space.key,
    parentId: page.parentId,
    title: page.title,
    version: page.version,
    state: 'current',
    position: null,
    createdAt: utc(page.created, page.modified),
    modifiedAt: utc(page.modified, page.created),
    authorId: page.creator,
    editorId: page.modifier ?? page.creator,
    url: addressOf(page, space, siteUrl),
  };
}

function spaceOf({ id, key, name, homepageId }: ExportedSpace, siteUrl: string | null): Space {
  const url = siteUrl === null ? '' : `${siteUrl}/wiki/spaces/${encode(key)}`;
  return { id, key, name, url, personal: key.startsWith('~'), homepageId };
}

function attachmentOf({ id, pageId, name, version, mediaType }: ExportedFile): Attachment {
  return { id, pageId, fileName: name, mediaType, size: 0, version, fileId: null, downloadPath: '' };
}

const AGAIN = 'Export the space again as XML, and name the zip or the folder that it is unpacked in.';

/** The package says what is wrong and, behind a semicolon, what to do. */
function problemOf(error: unknown): unknown {
  if (!(error instanceof ExportError)) return error;
  const [, what = error.message, next = ''] = /^(.*?)(?:; (.*))?$/s.exec(error.message.replace(/\.$/, '')) ?? [];
  const hint = next === '' ? AGAIN : `${next[0]!.toUpperCase()}${next.slice(1)}.`;
  return new Problem({ code: 'export-unreadable', message: `${what}.`, hint, status: 400, cause: error });
}

async function told<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw problemOf(error);
  }
}

/** Opens a space export as the source of a mirror. Problem `export-unreadable`. */
export async function openExportedSource({ path, siteUrl }: ExportOptions): Promise<ExportedSource> {
  const opened = await told(() => openSpaceExport(path));
  const spaces = new Map(opened.spaces.map((space) => [space.id, space]));
  const pages = [...opened.pages.values()].flatMap((page) => {
    const space = spaces.get(page.spaceId);
    if (space === undefined) return [];
    const restricted = opened.restricted.has(page.id);
    return [{ meta: metaOf(page, space, siteUrl), labels: opened.labels.get(page.id) ?? [], restricted }];
  });
  const known = new Set(pages.map(({ meta }) => meta.id));
  const files = [...opened.files.values()].filter(({ pageId }) => known.has(pageId));
  return {
    spaces: opened.spaces.map((space) => spaceOf(space, siteUrl)),
    pages,
    attachments: files.map(attachmentOf),
    repeated: () => opened.repeated(),
    personName: (id) => nameOf(opened, id),
    async *bodies() {
      try {
        for await (const { pageId, body } of opened.bodies())
          yield { pageId, body: { format: 'storage', value: body } };
      } catch (error) {
        throw problemOf(error);
      }
    },
    readAttachment: ({ id }) => told(async () => (await opened.readFile(opened.files.get(id)!)) ?? null),
    toMarkdown: (body, { resolve }) =>
      convert(
        { from: body.format, body: body.value },
        { resolve, ...(siteUrl === null ? {} : { baseUrl: `${siteUrl}/wiki` }) },
      ),
    close: () => opened.close(),
  };
}

/** A person as readers may see one: no address, and no id in place of a name. */
function nameOf(opened: SpaceExport, id: string): string | undefined {
  const name = opened.personName(id);
  return name === null || name === id || name.includes('@') ? undefined : name;
}
