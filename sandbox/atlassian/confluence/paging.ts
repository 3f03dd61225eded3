import type { Site } from '../state.ts';
import type { ConfluenceContext } from './env.ts';
import { costObjects } from './points.ts';
import { refuseV2 } from './problems.ts';

/** Base of the relative links of an answer, as the vendor says it; nothing answers there. */
export function baseOf(site: Site): string {
  return `${site.url}/wiki`;
}

interface Cursor {
  readonly id: string;
  readonly contentOrder: string;
  readonly contentOrderValue: number;
}

/** Opaque to callers: the last row that was shown and how many there had been. */
export function printCursor(id: string, order: string, shown: number): string {
  const cursor: Cursor = { id, contentOrder: order, contentOrderValue: shown };
  return Buffer.from(JSON.stringify(cursor)).toString('base64');
}

export function parseCursor(text: string): Cursor | null {
  try {
    const cursor = JSON.parse(Buffer.from(text, 'base64').toString('utf8')) as Cursor;
    return typeof cursor.id === 'string' && Number.isInteger(cursor.contentOrderValue) ? cursor : null;
  } catch {
    return null;
  }
}

/** Where to go on: behind the last shown row, or at its former place where it has vanished. */
export function resumeAt<Row>(rows: readonly Row[], cursor: Cursor, idOf: (row: Row) => string): number {
  const place = rows.findIndex((row) => idOf(row) === cursor.id);
  return place >= 0 ? place + 1 : Math.min(cursor.contentOrderValue, rows.length);
}

export interface ListOptions<Row> {
  readonly rows: readonly Row[];
  readonly idOf: (row: Row) => string;
  readonly show: (row: Row) => unknown;
  readonly defaultLimit?: number;
  readonly maxLimit?: number;
  readonly pointsEach?: 1 | 2;
}

/** A v2 listing: `results`, `_links.next` (relative, without the gateway's prefix) and the same as a `Link` header. */
export function answerList<Row>(c: ConfluenceContext, options: ListOptions<Row>): Response {
  const { rows, idOf, show } = options;
  const asked = c.req.query('limit');
  const limit = asked === undefined ? (options.defaultLimit ?? 25) : Number(asked);
  if (!Number.isInteger(limit) || limit < 1 || limit > (options.maxLimit ?? 250))
    return refuseV2(c, 400, `Provided value {${asked}} for 'limit' is not in the range 1..${options.maxLimit ?? 250}`);
  const cursorText = c.req.query('cursor');
  const cursor = cursorText ? parseCursor(cursorText) : undefined;
  if (cursor === null) return refuseV2(c, 400, 'Invalid cursor');
  const start = cursor ? resumeAt(rows, cursor, idOf) : 0;
  const page = rows.slice(start, start + limit);
  const base = baseOf(c.get('call').site);
  const links: Record<string, string> = { base };
  const last = page.at(-1);
  if (last !== undefined && start + limit < rows.length) {
    const query = new URL(c.req.url).searchParams;
    query.set('limit', String(limit));
    query.set('cursor', printCursor(idOf(last), c.req.query('sort') ?? 'id', start + page.length));
    links.next = `${c.req.path.slice(c.req.path.indexOf('/wiki/'))}?${query}`;
    c.header('Link', `<${links.next}>; rel="next", <${base}>; rel="base"`);
  }
  costObjects(c, page.length, options.pointsEach ?? 1);
  return c.json({ results: page.map(show), _links: links });
}

/** Values of a repeated or comma-separated parameter; undefined where it is absent. */
export function listParameter(c: ConfluenceContext, name: string): readonly string[] | undefined {
  const values = c.req.queries(name) ?? c.req.queries(`${name}[]`);
  return values?.flatMap((value) => value.split(',')).filter((value) => value !== '');
}

/** A list of numeric ids; `null` where one is not a number or there are more than 250. */
export function idsParameter(c: ConfluenceContext, name: string): ReadonlySet<string> | undefined | null {
  const values = listParameter(c, name);
  if (values === undefined) return undefined;
  return values.length <= 250 && values.every((value) => /^\d{1,19}$/.test(value)) ? new Set(values) : null;
}
