import { describe, expect, it } from 'vitest';
import type { Page } from '../../core/page.ts';
import { Problem } from '../../core/problem.ts';
import type { ContentSource } from '../../core/roles/content-source.ts';
import { type Route, rawPage, spaceRoute, startFixtureSite, tokenUntil } from './fixture-site.ts';

const spaces = '/wiki/api/v2/spaces';
const pagesOfSpace = '/wiki/api/v2/spaces/7/pages';
const pages = '/wiki/api/v2/pages';
const posts = '/wiki/api/v2/blogposts';
const none: Route = () => ({ json: { results: [], _links: {} } });

async function problemOf(call: Promise<unknown>): Promise<Problem> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(Problem);
  return error as Problem;
}

async function listAll(source: ContentSource): Promise<Page[]> {
  const all: Page[] = [];
  for (let cursor: string | null = null; ; ) {
    const listing = await source.listPages({ spaceId: '7', kind: 'page', cursor, bodies: true });
    all.push(...listing.items);
    if (listing.next === null) return all;
    cursor = listing.next;
  }
}

/** Serves `count` pages; the cursor is the place to go on. `fault` may answer instead. */
function shelf(count: number, fault: (ids: readonly string[], limit: number, bodies: boolean) => number | null): Route {
  return ({ url }) => {
    const limit = Number(url.searchParams.get('limit'));
    const at = Number(url.searchParams.get('cursor') ?? 0);
    const ids = Array.from({ length: Math.min(limit, count - at) }, (_, index) => String(at + index));
    const bodies = url.searchParams.has('body-format');
    const status = fault(ids, limit, bodies);
    if (status !== null) return { status };
    const next =
      at + limit < count ? `http://169.254.169.254/wiki/api/v2/x?limit=${limit}&cursor=${at + limit}` : undefined;
    return {
      json: {
        results: ids.map((id) => rawPage(id, bodies ? {} : { body: {} })),
        _links: { next, base: 'http://evil' },
      },
    };
  };
}

describe('listing pages', () => {
  it('goes to the end with the cursor alone: the host in `next` is never called (S5)', async () => {
    const { source, calls } = await startFixtureSite({ [spaces]: spaceRoute, [pagesOfSpace]: shelf(600, () => null) });
    expect(await listAll(source)).toHaveLength(600);
    const listed = calls.filter((call) => call.startsWith(pagesOfSpace));
    expect(listed).toHaveLength(3);
    expect(listed[0]).toContain('limit=250');
    expect(listed[0]).toContain('body-format=atlas_doc_format');
  });

  it('asks for less where the site cannot answer for so many (F4)', async () => {
    const route = shelf(60, (_ids, limit) => (limit > 25 ? 504 : null));
    const { source } = await startFixtureSite({ [spaces]: spaceRoute, [pagesOfSpace]: route });
    const all = await listAll(source);
    expect(all.map(({ id }) => id)).toEqual(Array.from({ length: 60 }, (_, index) => String(index)));
    expect(all.every(({ body }) => body !== null)).toBe(true);
  });

  it('isolates one page whose body cannot be given, and shows it as not read (F4, R2)', async () => {
    const route = shelf(40, (ids, _limit, bodies) => (bodies && ids.includes('17') ? 500 : null));
    const { source } = await startFixtureSite({ [spaces]: spaceRoute, [pagesOfSpace]: route });
    const all = await listAll(source);
    expect(all).toHaveLength(40);
    expect(all.filter(({ body }) => body === null).map(({ id }) => id)).toEqual(['17']);
  });

  it('fails when the site is down, rather than ending early', async () => {
    const route = shelf(500, (ids) => (ids.includes('300') ? 503 : null));
    const { source } = await startFixtureSite({ [spaces]: spaceRoute, [pagesOfSpace]: route });
    const problem = await problemOf(listAll(source));
    expect(problem).toMatchObject({ code: 'upstream-failed', retry: { kind: 'soon' } });
  });

  it('notices a cursor that repeats and a loop of cursors (F8)', async () => {
    for (const follow of [{ a: 'a' }, { a: 'b', b: 'a' }] as Record<string, string>[]) {
      const { source } = await startFixtureSite({
        [spaces]: spaceRoute,
        [pagesOfSpace]: ({ url }) => {
          const next = follow[url.searchParams.get('cursor') ?? ''] ?? 'a';
          return { json: { results: [rawPage('1')], _links: { next: `/wiki/api/v2/x?cursor=${next}` } } };
        },
      });
      expect((await problemOf(listAll(source))).code).toBe('listing-cycle');
    }
  });

  it('may go on from the same cursor after a failure', async () => {
    const { source } = await startFixtureSite({ [spaces]: spaceRoute, [pagesOfSpace]: shelf(600, () => null) });
    const ask = (cursor: string | null) => source.listPages({ spaceId: '7', kind: 'page', cursor, bodies: true });
    const first = await ask(null);
    await ask(first.next);
    const again = await ask(first.next);
    expect(again.items).toHaveLength(250);
  });

  it('gives an id once, and ids beyond safe integers as they are (F8)', async () => {
    const big = '9007199254740993123';
    const { source } = await startFixtureSite({
      [spaces]: spaceRoute,
      [pagesOfSpace]: () => ({ json: { results: [rawPage(big), rawPage(big)], _links: {} } }),
    });
    const [page, ...rest] = await listAll(source);
    expect(rest).toEqual([]);
    expect(page).toMatchObject({ id: big, spaceKey: 'DOC', version: 3, editorId: 'a-2', parentId: null });
    expect(page!.url).toBe(`https://acme.example/wiki/spaces/DOC/pages/${big}/Page`);
  });

  it('never builds an address for people out of a foreign one', async () => {
    const { source } = await startFixtureSite({
      [spaces]: spaceRoute,
      [pagesOfSpace]: () => ({
        json: {
          results: ['//evil.example/x', '/\\evil.example', 'https://evil.example'].map((webui, at) =>
            rawPage(String(at), { _links: { webui } }),
          ),
          _links: {},
        },
      }),
    });
    for (const { url } of await listAll(source))
      expect(url).toMatch(/^https:\/\/acme\.example\/wiki\/spaces\/DOC\/pages\/\d$/);
  });

  it('says that a space is not visible instead of showing it empty (R3)', async () => {
    const hidden = await startFixtureSite({ [spaces]: none });
    expect((await problemOf(listAll(hidden.source))).code).toBe('not-visible');
    const gone = await startFixtureSite({ [spaces]: spaceRoute });
    expect((await problemOf(listAll(gone.source))).code).toBe('not-visible');
    const blocked = await startFixtureSite({ [spaces]: spaceRoute, [pagesOfSpace]: () => ({ status: 403, json: {} }) });
    expect(await problemOf(listAll(blocked.source))).toMatchObject({ code: 'app-access-blocked', actor: 'site-admin' });
  });

  it('takes an answer without its fields as a failure (F7)', async () => {
    for (const json of [{}, { results: null }, [], { results: [{ id: '1' }] }, null]) {
      const { source } = await startFixtureSite({ [spaces]: spaceRoute, [pagesOfSpace]: () => ({ json }) });
      expect((await problemOf(listAll(source))).code).toBe('malformed-answer');
    }
  });
});

describe('the token', () => {
  it('uses the successor when a token ends during a run, whatever status hides that (F9)', async () => {
    for (const status of [401, 403, 404]) {
      let pass = (): void => {};
      const { source, clock } = await startFixtureSite(
        {
          [spaces]: spaceRoute,
          [pagesOfSpace]: ({ token }) => {
            if (token === 'new') return { json: { results: [rawPage('1')], _links: {} } };
            pass();
            return { status, json: {} };
          },
        },
        async ({ now }) => (now() < ends ? tokenUntil('old', ends) : tokenUntil('new', ends + 3_600_000)),
      );
      const ends = clock.now() + 60_000;
      pass = () => clock.advance(61_000);
      expect(await listAll(source), String(status)).toHaveLength(1);
    }
  });

  it('does not call with a token that has ended, and says what is missing', async () => {
    const { source, calls } = await startFixtureSite({ [spaces]: spaceRoute }, async (clock) =>
      tokenUntil('old', clock.now() - 1),
    );
    const problem = await problemOf(source.listSpaces(null));
    expect(problem).toMatchObject({ code: 'app-token-stale', retry: { kind: 'after', ms: 300_000 } });
    expect(calls).toEqual([]);
  });

  it('tells a missing scope from a removed app (F14)', async () => {
    const said = (message: string) =>
      startFixtureSite({ [spaces]: () => ({ status: 401, json: { code: 401, message } }) });
    const scope = await said('Unauthorized; scope does not match');
    expect((await problemOf(scope.source.listSpaces(null))).code).toBe('app-scope-missing');
    const removed = await said('Unauthorized');
    const problem = await problemOf(removed.source.listSpaces(null));
    expect(problem).toMatchObject({ code: 'app-token-rejected', retry: { kind: 'never' } });
    expect(removed.calls).toHaveLength(1);
  });
});

describe('reading pages by id', () => {
  it('answers every id with what is known and no more', async () => {
    const { source } = await startFixtureSite({
      [spaces]: spaceRoute,
      [pages]: ({ url }) => ({
        json: {
          results: url.searchParams
            .getAll('id')
            .filter((id) => ['1', '2', '3'].includes(id))
            .map((id) => rawPage(id, { status: { 1: 'current', 2: 'trashed', 3: 'archived' }[id] })),
          _links: {},
        },
      }),
      [posts]: ({ url }) => ({
        json: { results: url.searchParams.getAll('id').includes('4') ? [rawPage('4')] : [], _links: {} },
      }),
      [`${pages}/5`]: () => ({ json: rawPage('5', { status: 'deleted' }) }),
      [`${pages}/7`]: () => ({ status: 503 }),
    });
    const readings = await source.readPages(['1', '2', '3', '4', '5', '6', '7', '1']);
    const brief = readings.map((reading) => [
      reading.state === 'present' ? `${reading.page.kind} ${reading.page.id}` : reading.id,
      reading.state === 'gone' ? reading.how : reading.state,
    ]);
    expect(brief).toEqual([
      ['page 1', 'present'],
      ['2', 'trashed'],
      ['3', 'archived'],
      ['blog 4', 'present'],
      ['5', 'deleted'],
      ['6', 'hidden'],
      ['7', 'failed'],
    ]);
  });

  it('lets one bad page fail alone (R2, F4)', async () => {
    const ids = Array.from({ length: 100 }, (_, index) => String(index));
    const { source } = await startFixtureSite({
      [spaces]: spaceRoute,
      [posts]: none,
      [pages]: ({ url }) => {
        const asked = url.searchParams.getAll('id');
        return asked.includes('66')
          ? { status: 500 }
          : { json: { results: asked.map((id) => rawPage(id)), _links: {} } };
      },
    });
    const readings = await source.readPages(ids);
    expect(readings.filter(({ state }) => state === 'present')).toHaveLength(99);
    expect(readings[66]).toMatchObject({ state: 'failed', id: '66', problem: { code: 'upstream-failed' } });
  });

  it('fails as a whole when everything fails, and soon', async () => {
    const { source, calls } = await startFixtureSite({ [spaces]: spaceRoute, [pages]: () => ({ status: 502 }) });
    const problem = await problemOf(source.readPages(Array.from({ length: 2_000 }, (_, index) => String(index))));
    expect(problem.retry).toEqual({ kind: 'soon' });
    expect(calls.length).toBeLessThan(60);
  });

  it('hands a long rate limit to the caller', async () => {
    const { source } = await startFixtureSite({
      [pages]: () => ({ status: 429, headers: { 'retry-after': '900' } }),
    });
    expect((await problemOf(source.readPages(['1']))).retry).toEqual({ kind: 'after', ms: 900_000 });
  });
});

describe('restrictions (S24)', () => {
  const search = '/wiki/rest/api/content/search';
  const people = (count: number) => ({
    results: Array.from({ length: count }, (_, id) => ({ accountId: id })),
    size: count,
  });
  const read = (users: number, groups: number) => ({ restrictions: { user: people(users), group: people(groups) } });
  const hit = (id: string, users: number, groups = 0) => ({
    id,
    type: 'page',
    title: id,
    restrictions: { read: read(users, groups) },
  });

  it('finds pages that users or groups are named for', async () => {
    const { source, calls } = await startFixtureSite({
      [search]: () => ({ json: { results: [hit('1', 0), hit('2', 1), hit('3', 0, 2)], size: 3, _links: {} } }),
    });
    expect(await source.listRestricted({ id: '7', key: '~me"x' })).toEqual(new Set(['2', '3']));
    expect(new URL(calls[0]!, 'http://x').searchParams.get('cql')).toContain('space = "~me\\"x"');
  });

  it('asks one by one for pages that the index does not know, or that come without an answer', async () => {
    const ids = Array.from({ length: 30 }, (_, index) => String(index));
    const { source } = await startFixtureSite({
      [search]: () => ({
        json: { results: [...ids.slice(0, 28).map((id) => hit(id, 0)), { id: '28', type: 'page' }], _links: {} },
      }),
      '/wiki/rest/api/content/28/restriction/byOperation/read': () => ({ json: read(0, 0) }),
      '/wiki/rest/api/content/29/restriction/byOperation/read': () => ({ json: read(0, 1) }),
    });
    expect(await source.listRestricted({ id: '7', key: 'DOC' }, ids)).toEqual(new Set(['29']));
  });

  it('never takes a failed answer for "nobody"', async () => {
    const one = '/wiki/rest/api/content/1/restriction/byOperation/read';
    const broken = await startFixtureSite({ [search]: () => ({ status: 500 }), [one]: () => ({ status: 500 }) });
    expect((await problemOf(broken.source.listRestricted({ id: '7', key: 'DOC' }))).code).toBe('upstream-failed');
    expect((await problemOf(broken.source.listRestricted({ id: '7', key: 'DOC' }, ['1']))).code).toBe(
      'upstream-failed',
    );
    const vanished = await startFixtureSite({});
    expect((await problemOf(vanished.source.listRestricted({ id: '7', key: 'DOC' }, ['1']))).code).toBe(
      'restriction-unknown',
    );
    const secretive = await startFixtureSite({ [`${pages}/1`]: () => ({ json: rawPage('1') }) });
    expect(await secretive.source.listRestricted({ id: '7', key: 'DOC' }, ['1'])).toEqual(new Set(['1']));
  });
});

describe('labels and attachments', () => {
  it('reads the labels of a space through the labels', async () => {
    const { source } = await startFixtureSite({
      [spaces]: spaceRoute,
      '/wiki/api/v2/spaces/7/content/labels': () => ({
        json: {
          results: [
            { id: '1', name: 'api', prefix: 'global' },
            { id: '2', name: 'later', prefix: 'my' },
          ],
          _links: {},
        },
      }),
      '/wiki/api/v2/labels/1/pages': () => ({
        json: { results: [rawPage('5'), rawPage('6', { spaceId: '8' })], _links: {} },
      }),
      '/wiki/api/v2/labels/1/blogposts': none,
    });
    expect(await source.listLabels({ spaceId: '7' })).toEqual(new Map([['5', ['api']]]));
  });

  it('asks the pages where the space shows no global label', async () => {
    const { source } = await startFixtureSite({
      [spaces]: spaceRoute,
      '/wiki/api/v2/spaces/7/content/labels': none,
      '/wiki/rest/api/content/search': () => ({
        json: {
          results: [
            { id: '5', type: 'page', metadata: { labels: { results: [{ id: '1', name: 'api', prefix: 'global' }] } } },
          ],
          _links: {},
        },
      }),
    });
    expect(await source.listLabels({ spaceId: '7' })).toEqual(new Map([['5', ['api']]]));
  });

  it('downloads through a redirect, past no limit, and without the credential elsewhere (F33)', async () => {
    const download = '/wiki/rest/api/content/5/child/attachment/att9/download';
    const file = { id: 'att9', pageId: '5', fileName: 'a.bin', mediaType: 'x/y', size: 3, version: 1, fileId: null };
    const media = await startFixtureSite({
      '/file': ({ token }) => ({ status: 200, text: token === '' ? 'abc' : 'leak' }),
    });
    const { source } = await startFixtureSite({
      [download]: () => ({ status: 302, headers: { location: `${media.server.origin}/file?signature=1` } }),
    });
    const attachment = { ...file, downloadPath: download };
    expect(Buffer.from(await source.readAttachment(attachment, 10)).toString()).toBe('abc');
    expect((await problemOf(source.readAttachment(attachment, 2))).code).toBe('attachment-too-large');
    expect((await problemOf(source.readAttachment({ ...attachment, size: 1 }, 2))).code).toBe('attachment-too-large');
    const elsewhere = { ...attachment, downloadPath: '/../../oauth/token' };
    expect((await problemOf(source.readAttachment(elsewhere, 10))).code).toBe('not-visible');
  });
});

it('counts requests and points', async () => {
  const { source } = await startFixtureSite({ [spaces]: spaceRoute, [pagesOfSpace]: shelf(250, () => null) });
  await listAll(source);
  expect(source.usage()).toEqual({ requests: 2, points: 1 + 1 + 1 + 250 });
});
