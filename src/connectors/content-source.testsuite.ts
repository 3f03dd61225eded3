import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from '../core/page.ts';
import { Problem } from '../core/problem.ts';
import type { ContentSource, Listing, TreeItem } from '../core/roles/content-source.ts';

/** A source over a site whose content is known. Ids are the source's own. */
export interface ContentSourceBed {
  /** Opens the source anew, as after a restart. */
  open(): ContentSource;
  readonly space: { readonly id: string; readonly key: string };
  /** Every current page of the space that the source may see. */
  readonly pageIds: readonly string[];
  readonly trashedId: string;
  /** Of the form of an id, and of no page. */
  readonly unknownId: string;
  /** A visible page with a read restriction of its own; null where such pages are never visible. */
  readonly restrictedId: string | null;
  readonly labelled: { readonly pageId: string; readonly labels: readonly string[] };
  readonly attached: { readonly pageId: string; readonly fileName: string; readonly content: Uint8Array };
  readonly person: { readonly id: string; readonly name: string };
  /** A page and words of its title. */
  readonly titled: { readonly pageId: string; readonly words: string };
  close(): Promise<void>;
}

async function readToEnd<Item>(ask: (cursor: string | null) => Promise<Listing<Item>>): Promise<Item[]> {
  const all: Item[] = [];
  for (let cursor: string | null = null, rounds = 0; rounds < 1_000; rounds += 1) {
    const listing: Listing<Item> = await ask(cursor);
    all.push(...listing.items);
    if (listing.next === null) return all;
    cursor = listing.next;
  }
  throw new Error('the listing has no end');
}

/** What every content source promises. */
export function describeContentSource(name: string, prepare: () => Promise<ContentSourceBed>): void {
  describe(`content source: ${name}`, () => {
    let bed: ContentSourceBed;
    let source: ContentSource;
    beforeAll(async () => {
      bed = await prepare();
      source = bed.open();
    });
    afterAll(() => bed?.close());

    const listAll = (bodies: boolean, of = source): Promise<Page[]> =>
      readToEnd((cursor) => of.listPages({ spaceId: bed.space.id, kind: 'page', cursor, bodies }));
    const current = (pages: readonly Page[]): string[] =>
      pages.filter(({ state }) => state === 'current').map(({ id }) => id);

    it('lists the space', async () => {
      const spaces = await readToEnd((cursor) => source.listSpaces(cursor));
      expect(spaces.filter(({ id }) => id === bed.space.id)).toMatchObject([{ key: bed.space.key }]);
      expect(new Set(spaces.map(({ id }) => id)).size).toBe(spaces.length);
    });

    it('lists every page once, with a body where bodies are asked for', async () => {
      const pages = await listAll(true);
      expect(current(pages).sort()).toEqual([...bed.pageIds].sort());
      for (const page of pages) {
        expect(page.body, page.title).not.toBeNull();
        expect(page).toMatchObject({ spaceId: bed.space.id, spaceKey: bed.space.key, kind: 'page' });
        expect(page.version).toBeGreaterThan(0);
        expect(new URL(page.url).protocol).toMatch(/^https?:$/);
        expect(new Date(page.modifiedAt).toISOString()).toBe(page.modifiedAt);
        expect(new Date(page.createdAt).toISOString()).toBe(page.createdAt);
      }
      const bare = await listAll(false);
      expect(current(bare).sort()).toEqual([...bed.pageIds].sort());
      expect(bare.every(({ body }) => body === null)).toBe(true);
    });

    it('goes on from a cursor after a restart', async () => {
      const query = { spaceId: bed.space.id, kind: 'page', bodies: false } as const;
      const first = await source.listPages({ ...query, cursor: null });
      if (first.next === null) return;
      const reopened = bed.open();
      const rest: Page[] = [];
      for (let cursor: string | null = first.next; cursor !== null; ) {
        const listing: Listing<Page> = await reopened.listPages({ ...query, cursor });
        rest.push(...listing.items);
        cursor = listing.next;
      }
      expect(current([...first.items, ...rest]).sort()).toEqual([...bed.pageIds].sort());
    });

    it('throws for a space that it cannot see, and never shows it empty', async () => {
      const listing = source.listPages({ spaceId: bed.unknownId, kind: 'page', cursor: null, bodies: false });
      await expect(listing).rejects.toBeInstanceOf(Problem);
    });

    it('answers every id that is read, in order: present, gone, hidden', async () => {
      const [known] = bed.pageIds;
      const readings = await source.readPages([bed.unknownId, known!, bed.trashedId]);
      expect(readings).toMatchObject([
        { state: 'hidden', id: bed.unknownId },
        { state: 'present', page: { id: known, spaceKey: bed.space.key } },
        { state: 'gone', id: bed.trashedId, how: 'trashed' },
      ]);
      expect(await source.readPages([])).toEqual([]);
    });

    it('reads by id what it lists', async () => {
      const listed = new Map((await listAll(true)).map((page) => [page.id, page]));
      for (const reading of await source.readPages(bed.pageIds)) {
        expect(reading.state).toBe('present');
        if (reading.state === 'present') expect(reading.page).toEqual(listed.get(reading.page.id));
      }
    });

    it('resolves every parent that pages name', async () => {
      const pages = await listAll(false);
      const known = new Set(pages.map(({ id }) => id));
      for (let rounds = 0, open = parentsOutside(pages, known); open.length > 0 && rounds < 50; rounds += 1) {
        const containers = await source.readContainers(open);
        expect(containers.map(({ id }) => id).sort()).toEqual([...open].sort());
        for (const { id } of containers) known.add(id);
        open = parentsOutside(containers, known);
      }
      expect(await source.readContainers([bed.unknownId])).toEqual([]);
    });

    it('knows which pages are restricted, by space and by page', async () => {
      const bySpace = await source.listRestricted(bed.space);
      const byPage = await source.listRestricted(bed.space, bed.pageIds);
      const expected = bed.restrictedId === null ? [] : [bed.restrictedId];
      expect([...bySpace]).toEqual(expected);
      expect([...byPage]).toEqual(expected);
    });

    it('gives the same labels by space and by page', async () => {
      const bySpace = await source.listLabels({ spaceId: bed.space.id });
      expect([...(bySpace.get(bed.labelled.pageId) ?? [])].sort()).toEqual([...bed.labelled.labels].sort());
      const byPage = await source.listLabels({ pageIds: [bed.labelled.pageId, bed.pageIds[0]!] });
      expect(byPage.get(bed.labelled.pageId)).toEqual(bySpace.get(bed.labelled.pageId));
    });

    it('answers for the marks of every page as labels and restrictions do', async () => {
      if (!source.listMarks) return;
      const marks = await source.listMarks([{ space: bed.space, pageIds: bed.pageIds }]);
      expect([...marks.keys()].sort()).toEqual([...bed.pageIds].sort());
      const restricted = [...marks].filter(([, mark]) => mark.restricted).map(([id]) => id);
      expect(restricted).toEqual([...(await source.listRestricted(bed.space, bed.pageIds))]);
      const labelled = [...marks].filter(([, mark]) => mark.labels.length > 0);
      const labels = await source.listLabels({ pageIds: labelled.map(([id]) => id) });
      expect(new Map(labelled.map(([id, mark]) => [id, mark.labels]))).toEqual(labels);
      expect(marks.get(bed.labelled.pageId)?.labels).toEqual([...bed.labelled.labels].sort());
    });

    it('lists and reads attachments, within a limit', async () => {
      const { pageId, fileName, content } = bed.attached;
      const attachments = await source.listAttachments([pageId]);
      const attachment = attachments.find((one) => one.fileName === fileName);
      expect(attachment).toMatchObject({ pageId, size: content.byteLength });
      expect(Buffer.from(await source.readAttachment(attachment!, 1_000_000))).toEqual(Buffer.from(content));
      await expect(source.readAttachment(attachment!, content.byteLength - 1)).rejects.toMatchObject({
        code: 'attachment-too-large',
      });
      const ofAll = await source.listAttachments(bed.pageIds);
      expect(ofAll.map(({ id }) => id)).toContain(attachment!.id);
      expect(new Set(ofAll.map(({ id }) => id)).size).toBe(ofAll.length);
    });

    it('finds the attachments of a space as they are listed page by page', async () => {
      if (!source.findAttachments) return;
      const bySpace = await source.findAttachments([bed.space]);
      const byPage = await source.listAttachments(bed.pageIds);
      const told = (some: typeof bySpace) =>
        some
          .map(({ id, pageId, fileName, version, size, mediaType }) => [id, pageId, fileName, version, size, mediaType])
          .sort();
      expect(told(bySpace.filter(({ pageId }) => bed.pageIds.includes(pageId)))).toEqual(told(byPage));
      expect(bySpace.map(({ pageId }) => pageId)).toContain(bed.attached.pageId);
    });

    it('names people and leaves out whom it does not know', async () => {
      const people = await source.readPeople([bed.person.id, 'nobody-of-this-site']);
      expect(people).toEqual([{ id: bed.person.id, name: bed.person.name }]);
      expect(await source.readPeople([])).toEqual([]);
    });

    it('shows the whole tree level by level', async () => {
      const seen: string[] = [];
      const open: (string | null)[] = [null];
      while (open.length > 0) {
        const parentId = open.shift()!;
        const level: TreeItem[] = await readToEnd((cursor) =>
          source.listChildren({ spaceId: bed.space.id, parentId }, cursor),
        );
        for (const item of level) {
          expect(item.page.parentId).toBe(parentId);
          if (item.page.kind === 'page') seen.push(item.page.id);
          if (item.hasChildren) open.push(item.page.id);
        }
      }
      expect(seen.sort()).toEqual([...bed.pageIds].sort());
    });

    it('finds pages by words of their title', async () => {
      const found = await source.searchPages({ spaceKey: bed.space.key, text: bed.titled.words });
      expect(found.map(({ page }) => page.id)).toContain(bed.titled.pageId);
      expect(await source.searchPages({ spaceKey: bed.space.key, text: 'zzyzx quux "\\' })).toEqual([]);
    });

    it('turns every body into Markdown and names what it lost', async () => {
      for (const page of await listAll(true)) {
        const other = source.needsOtherBody(page.body!);
        const bodies = other === null ? null : await source.readBodies([page.id], other);
        const sidecar = bodies?.get(page.id);
        if (sidecar !== undefined) expect(sidecar.version).toBe(page.version);
        const converted = source.toMarkdown(sidecar?.body ?? page.body!, { page, resolve: () => undefined });
        expect(typeof converted.markdown, page.title).toBe('string');
        expect(Array.isArray(converted.report) && Array.isArray(converted.links)).toBe(true);
      }
    });

    it('counts what it spends', async () => {
      const before = source.usage();
      await source.listSpaces(null);
      const after = source.usage();
      expect(after.requests).toBeGreaterThan(before.requests);
      expect(after.points).toBeGreaterThanOrEqual(after.requests);
    });
  });
}

function parentsOutside(items: readonly { readonly parentId: string | null }[], known: ReadonlySet<string>): string[] {
  return [...new Set(items.flatMap(({ parentId }) => parentId ?? []))].filter((id) => !known.has(id));
}
