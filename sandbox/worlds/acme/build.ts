import { createHash } from 'node:crypto';
import { parseMarkup } from '../markup/blocks.ts';
import type { MarkupNames } from '../markup/context.ts';
import type { WorldAttachment, WorldBody, WorldComment, WorldItem, WorldSpace } from '../world.ts';
import { personByShort } from './people.ts';
import type { CommentSource, FileSource, PageSource, SpaceSource } from './source.ts';

export const siteUrl = 'https://acme.atlassian.net';

/** An id that looks random and follows from a text. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function accountOf(short: string): string {
  const person = personByShort(short);
  if (!person) throw new Error(`acme: nobody is called ${short}`);
  return person.accountId;
}

const instant = (day: string) => new Date(day.length > 10 ? day : `${day}T09:30:00.000Z`).toISOString();

function addressOf(space: SpaceSource, page: PageSource): string {
  if (page === space.pages[0]) return `${siteUrl}/wiki/spaces/${space.key}/overview`;
  const slug = encodeURIComponent(page.title).replaceAll('%20', '+');
  if (page.kind === 'blogpost')
    return `${siteUrl}/wiki/spaces/${space.key}/blog/${page.on.slice(0, 10).replaceAll('-', '/')}/${page.id}/${slug}`;
  return `${siteUrl}/wiki/spaces/${space.key}/pages/${page.id}/${slug}`;
}

function namesFor(spaces: readonly SpaceSource[], space: SpaceSource, page: PageSource): MarkupNames {
  let counter = 0;
  return {
    person: personByShort,
    pageUrl(reference) {
      const [, key, title] = /^([A-Z]+)\/(.*)$/.exec(reference) ?? [];
      const home = key === undefined ? space : spaces.find((candidate) => candidate.key === key);
      const target = home?.pages.find((candidate) => candidate.title === (title ?? reference));
      return home && target ? addressOf(home, target) : undefined;
    },
    file(fileName) {
      const file = page.files?.find((candidate) => candidate.name === fileName);
      return file
        ? { fileId: fileIdOf(page, file), pageId: page.id, width: file.width ?? 160, height: file.height ?? 80 }
        : undefined;
    },
    localId() {
      counter += 1;
      return uuidOf(`${page.id} ${counter}`);
    },
  };
}

function fileIdOf(page: PageSource, file: FileSource): string {
  return uuidOf(`${page.id} ${file.name}`);
}

function buildAttachment(page: PageSource, file: FileSource): WorldAttachment {
  return {
    id: `att${file.id}`,
    fileName: file.name,
    mediaType: file.mediaType,
    fileId: fileIdOf(page, file),
    content: file.content(),
  };
}

function buildComment(source: CommentSource, names: MarkupNames): WorldComment {
  return {
    id: source.id,
    kind: source.kind,
    authorId: accountOf(source.by),
    createdAt: instant(source.on),
    body: { adf: JSON.stringify(parseMarkup(source.text, names)) },
    resolution: source.resolution,
    selection: source.selection,
    markerRef: source.marker,
    replies: (source.replies ?? []).map((reply) => buildComment(reply, names)),
  };
}

function parentIdOf(space: SpaceSource, page: PageSource): string | null {
  if (page === space.pages[0] || page.parent === null || page.kind === 'blogpost') return null;
  if (page.parent === undefined) return space.pages[0]!.id;
  const parent = space.pages.find((candidate) => candidate.title === page.parent);
  if (!parent) throw new Error(`acme: ${page.title} has no parent ${page.parent}`);
  return parent.id;
}

function buildItem(spaces: readonly SpaceSource[], space: SpaceSource, page: PageSource): WorldItem {
  const names = namesFor(spaces, space, page);
  const body: WorldBody =
    page.storage === undefined
      ? { adf: JSON.stringify(parseMarkup(page.text ?? '', names)) }
      : { storage: page.storage.trim() };
  return {
    id: page.id,
    kind: page.kind ?? 'page',
    title: page.title,
    parentId: parentIdOf(space, page),
    body,
    status: page.status,
    live: page.live,
    version: page.version,
    createdAt: instant(page.on),
    modifiedAt: page.changed ? instant(page.changed) : undefined,
    authorId: accountOf(page.by),
    editorId: page.editor ? accountOf(page.editor) : undefined,
    labels: page.labels,
    readers: page.readers ? { users: page.readers.map(accountOf) } : undefined,
    attachments: page.files?.map((file) => buildAttachment(page, file)),
    comments: page.comments?.map((comment) => buildComment(comment, names)),
  };
}

/** Turns what the authors wrote into spaces of a world. Throws where a link, a person or a parent is unknown. */
export function buildSpaces(spaces: readonly SpaceSource[]): WorldSpace[] {
  return spaces.map((space) => ({
    id: space.id,
    key: space.key,
    name: space.name,
    type: space.type,
    ownerId: accountOf(space.owner),
    homepageId: space.pages[0]?.id ?? null,
    description: space.description,
    createdAt: instant(space.on),
    items: space.pages.map((page) => buildItem(spaces, space, page)),
  }));
}
