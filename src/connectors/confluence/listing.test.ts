import { describe, expect, it } from 'vitest';
import { problemOf } from '../../net/wire.testbed.ts';
import { emptyRoute, listAll, rawPage, shelfRoute, spaceRoute, startScriptedSite } from './scripted-site.testbed.ts';

const spaces = '/wiki/api/v2/spaces';
const pagesOfSpace = '/wiki/api/v2/spaces/7/pages';

describe('listing pages', () => {
  it('goes to the end with the cursor alone: the host in `next` is never called (S5)', async () => {
    const { source, calls } = await startScriptedSite({
      [spaces]: spaceRoute,
      [pagesOfSpace]: shelfRoute(600, () => null),
    });
    expect(await listAll(source)).toHaveLength(600);
    const listed = calls.filter((call) => call.startsWith(pagesOfSpace));
    expect(listed).toHaveLength(3);
    expect(listed[0]).toContain('limit=250');
    expect(listed[0]).toContain('body-format=atlas_doc_format');
  });

  it('asks for less where the site cannot answer for so many (F4)', async () => {
    const route = shelfRoute(60, (_ids, limit) => (limit > 25 ? 504 : null));
    const { source } = await startScriptedSite({ [spaces]: spaceRoute, [pagesOfSpace]: route });
    const all = await listAll(source);
    expect(all.map(({ id }) => id)).toEqual(Array.from({ length: 60 }, (_, index) => String(index)));
    expect(all.every(({ body }) => body !== null)).toBe(true);
  });

  it('isolates one page whose body cannot be given, and shows it as not read (F4, R2)', async () => {
    const route = shelfRoute(40, (ids, _limit, bodies) => (bodies && ids.includes('17') ? 500 : null));
    const { source } = await startScriptedSite({ [spaces]: spaceRoute, [pagesOfSpace]: route });
    const all = await listAll(source);
    expect(all).toHaveLength(40);
    expect(all.filter(({ body }) => body === null).map(({ id }) => id)).toEqual(['17']);
  });

  it('fails when the site is down, rather than ending early', async () => {
    const route = shelfRoute(500, (ids) => (ids.includes('300') ? 503 : null));
    const { source } = await startScriptedSite({ [spaces]: spaceRoute, [pagesOfSpace]: route });
    const problem = await problemOf(listAll(source));
    expect(problem).toMatchObject({ code: 'upstream-failed', retry: { kind: 'soon' } });
  });

  it('shows the blog posts of several spaces in one listing, each with its own space', async () => {
    const { source, calls } = await startScriptedSite({
      [spaces]: () => ({
        json: {
          results: ['7', '8'].map((id) => ({ id, key: `K${id}`, name: id, type: 'global', homepageId: null })),
          _links: {},
        },
      }),
      '/wiki/api/v2/blogposts': () => ({
        json: { results: [rawPage('1'), { ...rawPage('2'), spaceId: '8' }], _links: {} },
      }),
    });
    const query = { spaceId: '7', alsoSpaceIds: ['8'], kind: 'blog', cursor: null, bodies: false } as const;
    const { items } = await source.listPages(query);
    expect(items.map(({ id, spaceKey }) => `${id} ${spaceKey}`)).toEqual(['1 K7', '2 K8']);
    const asked = new URL(calls.at(-1)!, 'http://x').searchParams;
    expect(asked.getAll('space-id')).toEqual(['7', '8']);
  });

  it('notices a cursor that repeats and a loop of cursors (F8)', async () => {
    for (const follow of [{ a: 'a' }, { a: 'b', b: 'a' }] as Record<string, string>[]) {
      const { source } = await startScriptedSite({
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
    const { source } = await startScriptedSite({ [spaces]: spaceRoute, [pagesOfSpace]: shelfRoute(600, () => null) });
    const ask = (cursor: string | null) => source.listPages({ spaceId: '7', kind: 'page', cursor, bodies: true });
    const first = await ask(null);
    await ask(first.next);
    const again = await ask(first.next);
    expect(again.items).toHaveLength(250);
  });

  it('gives an id once, and ids beyond safe integers as they are (F8)', async () => {
    const big = '9007199254740993123';
    const { source } = await startScriptedSite({
      [spaces]: spaceRoute,
      [pagesOfSpace]: () => ({ json: { results: [rawPage(big), rawPage(big)], _links: {} } }),
    });
    const [page, ...rest] = await listAll(source);
    expect(rest).toEqual([]);
    expect(page).toMatchObject({ id: big, spaceKey: 'DOC', version: 3, editorId: 'a-2', parentId: null });
    expect(page!.url).toBe(`https://acme.example/wiki/spaces/DOC/pages/${big}/Page`);
  });

  it('never builds an address for people out of a foreign one', async () => {
    const { source } = await startScriptedSite({
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
    const hidden = await startScriptedSite({ [spaces]: emptyRoute });
    expect((await problemOf(listAll(hidden.source))).code).toBe('not-visible');
    const gone = await startScriptedSite({ [spaces]: spaceRoute });
    expect((await problemOf(listAll(gone.source))).code).toBe('not-visible');
    const blocked = await startScriptedSite({
      [spaces]: spaceRoute,
      [pagesOfSpace]: () => ({ status: 403, json: {} }),
    });
    expect(await problemOf(listAll(blocked.source))).toMatchObject({ code: 'app-access-blocked', actor: 'site-admin' });
  });

  it('takes an answer without its fields as a failure (F7)', async () => {
    for (const json of [{}, { results: null }, [], { results: [{ id: '1' }] }, null]) {
      const { source } = await startScriptedSite({ [spaces]: spaceRoute, [pagesOfSpace]: () => ({ json }) });
      expect((await problemOf(listAll(source))).code).toBe('malformed-answer');
    }
  });
});

it('counts requests and points', async () => {
  const { source } = await startScriptedSite({ [spaces]: spaceRoute, [pagesOfSpace]: shelfRoute(250, () => null) });
  await listAll(source);
  expect(source.usage()).toEqual({ requests: 2, points: 1 + 1 + 1 + 250 });
});
