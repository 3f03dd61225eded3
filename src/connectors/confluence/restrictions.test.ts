import { describe, expect, it } from 'vitest';
import { problemOf } from '../../net/wire.testbed.ts';
import { rawPage, startScriptedSite } from './scripted-site.testbed.ts';

const pages = '/wiki/api/v2/pages';

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
    const { source, calls } = await startScriptedSite({
      [search]: () => ({ json: { results: [hit('1', 0), hit('2', 1), hit('3', 0, 2)], size: 3, _links: {} } }),
    });
    expect(await source.listRestricted({ id: '7', key: '~me"x' })).toEqual(new Set(['2', '3']));
    expect(new URL(calls[0]!, 'http://x').searchParams.get('cql')).toContain('space = "~me\\"x"');
  });

  it('asks one by one for pages that the index does not know, or that come without an answer', async () => {
    const ids = Array.from({ length: 30 }, (_, index) => String(index));
    const { source } = await startScriptedSite({
      [search]: () => ({
        json: { results: [...ids.slice(0, 28).map((id) => hit(id, 0)), { id: '28', type: 'page' }], _links: {} },
      }),
      '/wiki/rest/api/content/28/restriction': () => ({ json: { results: [{ operation: 'read', ...read(1, 0) }] } }),
      '/wiki/rest/api/content/29/restriction': () => ({
        json: {
          results: [
            { operation: 'update', ...read(3, 0) },
            { operation: 'read', ...read(0, 1) },
          ],
        },
      }),
    });
    expect(await source.listRestricted({ id: '7', key: 'DOC' }, ids)).toEqual(new Set(['28', '29']));
  });

  it('R3: asks again before it takes a page that is seen for restricted, because its restrictions are not', async () => {
    let asked = 0;
    const { source } = await startScriptedSite({
      [`${pages}/1`]: () => ({ json: rawPage('1') }),
      '/wiki/rest/api/content/1/restriction': () => {
        asked += 1;
        return asked < 3 ? { status: 404 } : { json: { results: [] } };
      },
    });
    expect(await source.listRestricted({ id: '7', key: 'DOC' }, ['1'])).toEqual(new Set());
  });

  it('never takes a failed answer for "nobody"', async () => {
    const one = '/wiki/rest/api/content/1/restriction';
    const broken = await startScriptedSite({ [search]: () => ({ status: 500 }), [one]: () => ({ status: 500 }) });
    expect((await problemOf(broken.source.listRestricted({ id: '7', key: 'DOC' }))).code).toBe('upstream-failed');
    expect((await problemOf(broken.source.listRestricted({ id: '7', key: 'DOC' }, ['1']))).code).toBe(
      'upstream-failed',
    );
    const vanished = await startScriptedSite({});
    expect((await problemOf(vanished.source.listRestricted({ id: '7', key: 'DOC' }, ['1']))).code).toBe(
      'restriction-unknown',
    );
    const secretive = await startScriptedSite({ [`${pages}/1`]: () => ({ json: rawPage('1') }) });
    expect(await secretive.source.listRestricted({ id: '7', key: 'DOC' }, ['1'])).toEqual(new Set(['1']));
  });
});
