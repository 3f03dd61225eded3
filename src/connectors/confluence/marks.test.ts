import { describe, expect, it } from 'vitest';
import { problemOf } from '../../net/wire.testbed.ts';
import { emptyRoute, rawPage, spaceRoute, startScriptedSite } from './scripted-site.testbed.ts';

const search = '/wiki/rest/api/content/search';
const space = { id: '7', key: 'DOC' };
const people = (count: number) => ({ results: Array.from({ length: count }, (_, id) => ({ accountId: id })) });
const readers = (users: number) => ({ restrictions: { user: people(users), group: people(0) } });
const labels = (...names: string[]) => ({
  labels: { results: names.map((name) => ({ id: name, name, prefix: name === 'mine' ? 'my' : 'global' })) },
});
const hit = (id: string, users: number, metadata?: object) => ({
  ...{ id, type: 'page', title: id, restrictions: { read: readers(users) } },
  ...(metadata ? { metadata } : {}),
});
const range = (count: number) => Array.from({ length: count }, (_, index) => String(index));
const list = (results: unknown[], next?: string) => ({ json: { results, _links: next ? { next } : {} } });
const none = { labels: [], restricted: false };

describe('marks of pages', () => {
  it('come out of one walk of the search, however few a call gives', async () => {
    const ids = range(300);
    const { source, calls } = await startScriptedSite({
      [search]: ({ url }) => {
        const at = Number(url.searchParams.get('cursor') ?? 0);
        const some = ids
          .slice(at, at + 100)
          .map((id) => hit(id, id === '7' ? 1 : 0, labels(...(id === '9' ? ['b', 'a', 'mine'] : []))));
        return list(some, at + 100 < ids.length ? `/rest/api/content/search?cursor=${at + 100}` : undefined);
      },
    });
    const marks = await source.listMarks!([{ space, pageIds: ids }]);
    expect(marks.size).toBe(300);
    expect(marks.get('7')).toEqual({ labels: [], restricted: true });
    expect(marks.get('9')).toEqual({ labels: ['a', 'b'], restricted: false });
    expect(calls).toHaveLength(3);
    expect(new URL(calls[0]!, 'http://x').searchParams.get('limit')).toBe('5000');
  });

  it('of several spaces come out of one search', async () => {
    const ids = range(600);
    const { source, calls } = await startScriptedSite({
      [search]: () => list(ids.map((id) => hit(id, 0, labels()))),
    });
    const marks = await source.listMarks!([
      { space, pageIds: ids.slice(0, 300) },
      { space: { id: '8', key: 'OP"S' }, pageIds: ids.slice(300) },
    ]);
    expect(marks.size).toBe(600);
    expect(calls).toHaveLength(1);
    expect(new URL(calls[0]!, 'http://x').searchParams.get('cql')).toContain('space in ("DOC", "OP\\"S")');
  });

  it('are searched for by id where they are few', async () => {
    const { source, calls } = await startScriptedSite({
      [search]: () => list(range(10).map((id) => hit(id, 0, labels()))),
    });
    const marks = await source.listMarks!([{ space, pageIds: range(10) }]);
    expect([...marks.values()]).toEqual(range(10).map(() => none));
    expect(calls).toHaveLength(1);
    expect(new URL(calls[0]!, 'http://x').searchParams.get('cql')).toMatch(/^id in \("0", "1"/);
  });

  it('are read page by page where the index does not know a page or keeps silent about it', async () => {
    const restricted = { json: { results: [{ operation: 'read', ...readers(1) }] } };
    const { source } = await startScriptedSite({
      [search]: () =>
        list([...range(8).map((id) => hit(id, 0, labels())), { id: '8', type: 'page', metadata: labels('x') }]),
      '/wiki/rest/api/content/8/restriction': () => restricted,
      '/wiki/rest/api/content/9/restriction': () => restricted,
      '/wiki/api/v2/pages/9/labels': () => list([{ id: '1', name: 'new', prefix: 'global' }]),
    });
    const marks = await source.listMarks!([{ space, pageIds: range(10) }]);
    expect(marks.get('8')).toEqual({ labels: ['x'], restricted: true });
    expect(marks.get('9')).toEqual({ labels: ['new'], restricted: true });
    expect(marks.get('0')).toEqual(none);
  });

  it('R3: say that they are not known of a page that is seen and keeps its restrictions to itself', async () => {
    const { source } = await startScriptedSite({
      [search]: emptyRoute,
      '/wiki/api/v2/pages/1': () => ({ json: rawPage('1') }),
      '/wiki/api/v2/pages/1/labels': emptyRoute,
    });
    const marks = await source.listMarks!([{ space, pageIds: ['1'] }]);
    expect(marks.get('1')).toEqual({ labels: [], restricted: null });
  });

  it('asks for fewer at a time where the site cannot answer for many', async () => {
    const { source } = await startScriptedSite({
      '/wiki/api/v2/spaces': spaceRoute,
      [search]: ({ url }) =>
        Number(url.searchParams.get('limit')) > 200
          ? { status: 500 }
          : list(range(10).map((id) => hit(id, 0, labels()))),
    });
    expect((await source.listMarks!([{ space, pageIds: range(10) }])).get('3')).toEqual(none);
  });

  it('never takes a failed answer for "not restricted"', async () => {
    const down = await startScriptedSite({ [search]: () => ({ status: 503 }) });
    expect(await problemOf(down.source.listMarks!([{ space, pageIds: range(10) }]))).toMatchObject({
      code: expect.any(String),
    });
    const vanished = await startScriptedSite({ [search]: emptyRoute });
    expect((await problemOf(vanished.source.listMarks!([{ space, pageIds: range(10) }]))).code).toBe(
      'restriction-unknown',
    );
  });
});
