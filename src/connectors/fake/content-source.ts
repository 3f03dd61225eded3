import { Problem } from '../../core/problem.ts';
import type { ContentSource, Listing, PageReading, TreeItem } from '../../core/roles/content-source.ts';
import { type FakePage, type FakeSite, showPage } from './site.ts';

const PAGE_SIZE = 2;

function slice<Item>(items: readonly Item[], cursor: string | null): Listing<Item> {
  const at = Number(cursor ?? 0);
  return {
    items: items.slice(at, at + PAGE_SIZE),
    next: at + PAGE_SIZE < items.length ? String(at + PAGE_SIZE) : null,
  };
}

function missing(what: string): Problem {
  return new Problem({ code: 'not-visible', message: `${what} is not visible.`, status: 404 });
}

/** A content source over an in-memory site. Bodies are Markdown and stay as they are. */
export function createFakeContentSource(site: FakeSite): ContentSource {
  let requests = 0;
  const visible = (): FakePage[] => {
    requests += 1;
    return [...site.pages.values()].filter(({ state }) => state === 'current' || state === 'archived');
  };
  const toTreeItem = (page: FakePage): TreeItem => ({
    page: showPage(site, page, false),
    hasChildren: visible().some(({ parentId }) => parentId === page.id),
  });
  const read = (id: string): PageReading => {
    const page = site.pages.get(id);
    if (page === undefined || page.state === 'hidden') return { state: 'hidden', id };
    if (page.state === 'archived') return { state: 'gone', id, how: page.state, page: showPage(site, page, true) };
    if (page.state !== 'current') return { state: 'gone', id, how: page.state };
    return { state: 'present', page: showPage(site, page, true) };
  };
  return {
    async listSpaces(cursor) {
      requests += 1;
      return slice([...site.spaces.values()], cursor);
    },
    async listPages({ spaceId, alsoSpaceIds = [], kind, cursor, bodies }) {
      if (!site.spaces.has(spaceId)) throw missing(`Space ${spaceId}`);
      const pages = visible().filter((page) => page.kind === kind && [spaceId, ...alsoSpaceIds].includes(page.spaceId));
      const { items, next } = slice(pages, cursor);
      return { items: items.map((page) => showPage(site, page, bodies)), next };
    },
    async readContainers(ids) {
      const containers = visible().filter(({ id, kind }) => ids.includes(id) && kind !== 'page' && kind !== 'blog');
      return containers.map((page) => {
        const { body: _body, ...meta } = showPage(site, page, false);
        return meta;
      });
    },
    async readPages(ids) {
      requests += 1;
      return [...new Set(ids)].map(read);
    },
    async listRestricted(space, pageIds) {
      const pages = visible().filter(
        ({ id, spaceId, restricted }) => restricted && spaceId === space.id && (pageIds?.includes(id) ?? true),
      );
      return new Set(pages.map(({ id }) => id));
    },
    async listLabels(query) {
      const asked = (page: FakePage): boolean =>
        'spaceId' in query ? page.spaceId === query.spaceId : query.pageIds.includes(page.id);
      const labelled = visible().filter((page) => page.labels.length > 0 && asked(page));
      return new Map(labelled.map(({ id, labels }) => [id, [...labels].sort()]));
    },
    async listAttachments(pageIds) {
      requests += 1;
      return [...site.attachments.values()]
        .filter(({ pageId }) => pageIds.includes(pageId))
        .map(({ content: _content, ...attachment }) => attachment);
    },
    async findAttachments(spaces) {
      requests += 1;
      const held = new Set(
        visible().flatMap(({ id, spaceId }) => (spaces.some((one) => one.id === spaceId) ? [id] : [])),
      );
      return [...site.attachments.values()]
        .filter(({ pageId }) => held.has(pageId))
        .map(({ content: _content, ...attachment }) => attachment);
    },
    async listComments(pageIds) {
      requests += 1;
      return [...site.comments.values()].filter(({ pageId }) => pageIds.includes(pageId));
    },
    async readAttachment({ id }, maxBytes) {
      requests += 1;
      const file = site.attachments.get(id);
      if (file === undefined) throw missing(`Attachment ${id}`);
      if (file.content.byteLength > maxBytes)
        throw new Problem({ code: 'attachment-too-large', message: `${file.fileName} is too large.`, status: 413 });
      return file.content;
    },
    async readPeople(ids) {
      requests += 1;
      return ids.flatMap((id) => site.people.get(id) ?? []);
    },
    async listChildren({ spaceId, parentId }, cursor) {
      const level = visible().filter((page) => page.spaceId === spaceId && page.parentId === parentId);
      const { items, next } = slice(level, cursor);
      return { items: items.map(toTreeItem), next };
    },
    async searchPages({ spaceKey, text }) {
      const words = text.toLowerCase().trim();
      const spaceIds = [...site.spaces.values()].filter(({ key }) => key === spaceKey).map(({ id }) => id);
      const found = visible().filter(
        ({ spaceId, title }) => spaceIds.includes(spaceId) && title.toLowerCase().includes(words),
      );
      return words === '' ? [] : found.map(toTreeItem);
    },
    async readBodies() {
      return new Map();
    },
    needsOtherBody: () => null,
    toMarkdown: ({ value }) => ({ markdown: value, report: [], links: [] }),
    usage: () => ({ requests, points: requests }),
  };
}
