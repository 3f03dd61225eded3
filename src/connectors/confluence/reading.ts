import type { Body, BodyFormat } from '../../core/page.ts';
import { toProblem } from '../../core/problem.ts';
import type { PageReading } from '../../core/roles/content-source.ts';
import { batches, mapWide } from './batch.ts';
import { type Client, segment } from './client.ts';
import { bodyParameter, toBody, toPage } from './content-meta.ts';
import { PAGE_SIZE } from './paging.ts';
import { isOfOneRead } from './problems.ts';
import { type Content, content, listOf } from './schema.ts';
import type { Spaces } from './spaces.ts';

const contentList = listOf(content);
const pageStates = ['current', 'archived', 'trashed', 'deleted'];
const blogStates = ['current', 'trashed', 'deleted'];
/** Reads that may fail one after another before the site counts as down. */
const FAILURES_IN_A_ROW = 12;
const WIDTH = 6;

type Shelf = { readonly kind: 'page' | 'blog'; readonly path: string; readonly states: readonly string[] };
const shelves: readonly Shelf[] = [
  { kind: 'page', path: '/wiki/api/v2/pages', states: pageStates },
  { kind: 'blog', path: '/wiki/api/v2/blogposts', states: blogStates },
];

interface Found {
  readonly kind: 'page' | 'blog';
  readonly raw: Content;
}

/** One call of `readPages`: what was found, what was not, and how long the run of failures is. */
class Errand {
  readonly found = new Map<string, Found>();
  readonly unseen = new Map<string, PageReading>();
  #failuresInARow = 0;

  took(kind: Found['kind'], results: readonly Content[]): void {
    this.#failuresInARow = 0;
    for (const raw of results) this.found.set(raw.id, { kind, raw });
  }

  /** Throws the problem again where it is not of one read, or where everything fails. */
  endure(error: unknown): ReturnType<typeof toProblem> {
    const problem = toProblem(error);
    this.#failuresInARow += 1;
    if (!isOfOneRead(problem) || this.#failuresInARow >= FAILURES_IN_A_ROW) throw problem;
    return problem;
  }

  missing(ids: readonly string[]): string[] {
    return ids.filter((id) => !this.found.has(id) && !this.unseen.has(id));
  }
}

/** Reads pages by id: in bulk, then blog posts, then one by one what nobody showed. */
export class PageReader {
  readonly #client: Client;
  readonly #spaces: Spaces;
  readonly #siteUrl: string;

  constructor(client: Client, spaces: Spaces, siteUrl: string) {
    this.#client = client;
    this.#spaces = spaces;
    this.#siteUrl = siteUrl;
  }

  async read(ids: readonly string[]): Promise<readonly PageReading[]> {
    const unique = [...new Set(ids)];
    const errand = new Errand();
    for (const shelf of shelves)
      for (const batch of batches(errand.missing(unique), PAGE_SIZE)) await this.#bulk(errand, shelf, batch);
    await mapWide(errand.missing(unique), WIDTH, async (id) => {
      const reading = await this.#single(errand, id);
      if (reading !== null) errand.unseen.set(id, reading);
    });
    const keys = await this.#spaces.keysOf([...errand.found.values()].flatMap(({ raw }) => raw.spaceId ?? []));
    return unique.map((id) => {
      const found = errand.found.get(id);
      return found === undefined ? errand.unseen.get(id)! : this.#judge(found, keys);
    });
  }

  #judge({ kind, raw }: Found, keys: ReadonlyMap<string, string>): PageReading {
    const { id, status } = raw;
    if (status === 'trashed' || status === 'deleted') return { state: 'gone', id, how: status };
    const spaceKey = raw.spaceId === null ? undefined : keys.get(raw.spaceId);
    if (status === 'archived') {
      const page = spaceKey === undefined ? undefined : toPage(raw, kind, { siteUrl: this.#siteUrl, spaceKey });
      return { state: 'gone', id, how: status, ...(page ? { page } : {}) };
    }
    if (status !== 'current' || spaceKey === undefined) return { state: 'hidden', id };
    return { state: 'present', page: toPage(raw, kind, { siteUrl: this.#siteUrl, spaceKey }) };
  }

  /** A batch that cannot be read is halved, so that one bad page costs itself only. */
  async #bulk(errand: Errand, shelf: Shelf, ids: readonly string[]): Promise<void> {
    const query = { id: ids, status: shelf.states, 'body-format': bodyParameter.adf, limit: PAGE_SIZE };
    const what = ids.length === 1 ? `page ${ids[0]}` : `${ids.length} pages by id`;
    try {
      const answer = await this.#client.read(contentList, shelf.path, query, { what, tries: ids.length === 1 ? 4 : 2 });
      errand.took(shelf.kind, answer.results);
    } catch (error) {
      const problem = errand.endure(error);
      if (ids.length === 1) {
        errand.unseen.set(ids[0]!, { state: 'failed', id: ids[0]!, problem });
        return;
      }
      const half = Math.ceil(ids.length / 2);
      await this.#bulk(errand, shelf, ids.slice(0, half));
      await this.#bulk(errand, shelf, ids.slice(half));
    }
  }

  /** 404 for every state is no proof: a restricted page answers so too. */
  async #single(errand: Errand, id: string): Promise<PageReading | null> {
    try {
      for (const shelf of shelves) {
        const query = { status: shelf.states, 'body-format': bodyParameter.adf };
        const raw = await this.#client.find(content, `${shelf.path}/${segment(id)}`, query, { what: `page ${id}` });
        if (raw === null) continue;
        errand.took(shelf.kind, [raw]);
        return null;
      }
      return { state: 'hidden', id };
    } catch (error) {
      const problem = toProblem(error);
      if (problem.code === 'app-access-blocked') return { state: 'hidden', id };
      return { state: 'failed', id, problem: errand.endure(problem) };
    }
  }

  /** Bodies in another format; pages that the app cannot see are left out. */
  async bodies(
    ids: readonly string[],
    format: BodyFormat,
  ): Promise<ReadonlyMap<string, { readonly version: number; readonly body: Body }>> {
    const found = new Map<string, { readonly version: number; readonly body: Body }>();
    const keep = (raw: Content): void => {
      const body = toBody(raw, format);
      if (body !== null && raw.version !== null) found.set(raw.id, { version: raw.version.number, body });
    };
    const missing = (): string[] => [...new Set(ids)].filter((id) => !found.has(id));
    const parameters = { 'body-format': bodyParameter[format] };
    for (const shelf of shelves) {
      // Lists carry no rendered view; it is given one page at a time.
      if (format === 'view')
        await mapWide(missing(), WIDTH, async (id) => {
          const what = `the view of page ${id}`;
          const raw = await this.#client.find(content, `${shelf.path}/${segment(id)}`, parameters, { what });
          if (raw !== null) keep(raw);
        });
      else
        for (const batch of batches(missing(), PAGE_SIZE)) {
          const query = { ...parameters, id: batch, limit: PAGE_SIZE };
          const what = `the ${format} bodies of ${batch.length} pages`;
          for (const raw of (await this.#client.read(contentList, shelf.path, query, { what })).results) keep(raw);
        }
    }
    return found;
  }
}
