import type { z } from 'zod';
import type { Body, BodyFormat, ContentKind, Page, PageMeta, Space } from '../../core/page.ts';
import { shapeProblem } from './problems.ts';
import type { Content, space as spaceSchema } from './schema.ts';

/** Names of body formats in the API. */
export const bodyParameter = { adf: 'atlas_doc_format', storage: 'storage', view: 'view' } as const;

/** Kinds as the API names them in `type` and `parentType`. */
const kinds: Readonly<Record<string, ContentKind>> = {
  page: 'page',
  blogpost: 'blog',
  folder: 'folder',
  whiteboard: 'whiteboard',
  database: 'database',
  embed: 'embed',
};

/** Null for a type that no tree of pages holds. */
export function kindOf(type: string | null): ContentKind | null {
  return type === null ? null : (kinds[type] ?? null);
}

/** Address for people: the site's own, with a path from the answer only where it can only be a path. */
export function webAddress(siteUrl: string, webui: string | null, fallback: string): string {
  const path = webui !== null && /^\/(?![/\\])/.test(webui) ? webui : fallback;
  return `${siteUrl}/wiki${path}`;
}

export function toSpace(raw: z.output<typeof spaceSchema>, siteUrl: string): Space {
  return {
    id: raw.id,
    key: raw.key,
    name: raw.name ?? raw.key,
    url: webAddress(siteUrl, raw._links.webui, `/spaces/${encodeURIComponent(raw.key)}`),
    personal: raw.type === 'personal',
    // Spaces without a home page say "0" (CONFCLOUD-78159).
    homepageId: raw.homepageId === '0' ? null : raw.homepageId,
  };
}

function stateOf(status: string): PageMeta['state'] {
  if (status === 'archived') return 'archived';
  return status === 'trashed' || status === 'deleted' ? 'trashed' : 'current';
}

/** The first of the times that is one, in UTC; the beginning of time where none is. */
export function utc(...times: readonly (string | null | undefined)[]): string {
  for (const time of times)
    if (typeof time === 'string' && !Number.isNaN(Date.parse(time))) return new Date(time).toISOString();
  return new Date(0).toISOString();
}

const folders: Readonly<Record<ContentKind, string>> = {
  page: 'pages',
  blog: 'blog',
  folder: 'folder',
  whiteboard: 'whiteboard',
  database: 'database',
  embed: 'embed',
};

export function toMeta(
  raw: Content,
  kind: ContentKind,
  place: { readonly siteUrl: string; readonly spaceKey: string },
): PageMeta {
  if (raw.spaceId === null) throw shapeProblem(`${kind} ${raw.id}`, 'spaceId: missing');
  if (raw.version === null) throw shapeProblem(`${kind} ${raw.id}`, 'version: missing');
  return {
    id: raw.id,
    kind,
    spaceId: raw.spaceId,
    spaceKey: place.spaceKey,
    parentId: raw.parentId === '0' ? null : raw.parentId,
    title: raw.title ?? '',
    version: raw.version.number,
    state: stateOf(raw.status),
    position: raw.position,
    createdAt: utc(raw.createdAt, raw.version.createdAt),
    modifiedAt: utc(raw.version.createdAt, raw.createdAt),
    authorId: raw.authorId,
    editorId: raw.version.authorId ?? raw.authorId,
    url: webAddress(
      place.siteUrl,
      raw._links.webui,
      `/spaces/${encodeURIComponent(place.spaceKey)}/${folders[kind]}/${encodeURIComponent(raw.id)}`,
    ),
  };
}

/** The body in a format, or null where the answer brought none. */
export function toBody(raw: Pick<Content, 'body'>, format: BodyFormat): Body | null {
  const value = raw.body[bodyParameter[format]]?.value;
  return value === undefined ? null : { format, value };
}

export function toPage(raw: Content, kind: ContentKind, place: Parameters<typeof toMeta>[2]): Page {
  return { ...toMeta(raw, kind, place), body: toBody(raw, 'adf') };
}
