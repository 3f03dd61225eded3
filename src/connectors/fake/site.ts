import type { Attachment, Page, PageComment, PageMeta, Person, Space } from '../../core/page.ts';

/** A page of the in-memory site, with everything that a source tells about it. */
export interface FakePage extends Omit<PageMeta, 'state' | 'spaceKey' | 'url'> {
  readonly state: PageMeta['state'] | 'hidden';
  readonly markdown: string;
  readonly labels: readonly string[];
  readonly restricted: boolean;
}

/** An in-memory product: change its maps, and every source opened on it sees the change. */
export interface FakeSite {
  readonly id: string;
  readonly url: string;
  readonly spaces: Map<string, Space>;
  readonly pages: Map<string, FakePage>;
  readonly attachments: Map<string, Attachment & { readonly content: Uint8Array }>;
  readonly people: Map<string, Person>;
  readonly comments: Map<string, PageComment>;
}

export function createFakeSite(): FakeSite {
  const url = 'https://wiki.example';
  return {
    id: 'fake-site',
    url,
    spaces: new Map([
      ['s1', { id: 's1', key: 'DOC', name: 'Docs', url: `${url}/DOC`, personal: false, homepageId: null }],
    ]),
    pages: new Map(),
    attachments: new Map(),
    people: new Map([['p1', { id: 'p1', name: 'Ada' }]]),
    comments: new Map(),
  };
}

/** Adds a page, or replaces the given fields of one. */
export function putPage(site: FakeSite, id: string, fields: Partial<FakePage> = {}): FakePage {
  const page: FakePage = {
    id,
    kind: 'page',
    spaceId: 's1',
    parentId: null,
    title: `Page ${id}`,
    version: 1,
    state: 'current',
    position: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    modifiedAt: '2026-01-01T00:00:00.000Z',
    authorId: 'p1',
    editorId: 'p1',
    markdown: `Text of page ${id}.\n`,
    labels: [],
    restricted: false,
    ...site.pages.get(id),
    ...fields,
  };
  site.pages.set(id, page);
  return page;
}

/** Adds a comment on a page, or replaces the given fields of one. */
export function putComment(site: FakeSite, id: string, pageId: string, fields: Partial<PageComment> = {}): void {
  site.comments.set(id, {
    ...{ id, pageId, parentId: null, kind: 'footer', authorId: 'p1', createdAt: '2026-01-02T00:00:00.000Z' },
    ...{ version: 1, resolved: false, anchorText: null, body: { format: 'view', value: `Comment ${id}.\n` } },
    ...site.comments.get(id),
    ...fields,
  });
}

export function putFile(site: FakeSite, id: string, pageId: string, fileName: string, content: Uint8Array): void {
  site.attachments.set(id, {
    id,
    pageId,
    fileName,
    mediaType: 'application/octet-stream',
    size: content.byteLength,
    version: 1,
    fileId: null,
    downloadPath: `/files/${id}`,
    content,
  });
}

/** The page as a source shows it. */
export function showPage(site: FakeSite, page: FakePage, bodies: boolean): Page {
  const { markdown, labels: _labels, restricted: _restricted, state, ...meta } = page;
  return {
    ...meta,
    state: state === 'hidden' ? 'current' : state,
    spaceKey: site.spaces.get(page.spaceId)?.key ?? '',
    url: `${site.url}/${page.id}`,
    body: bodies ? { format: 'view', value: markdown } : null,
  };
}
