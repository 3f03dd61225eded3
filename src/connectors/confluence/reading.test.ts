import { describe, expect, it } from 'vitest';
import { problemOf } from '../../net/wire.testbed.ts';
import { emptyRoute, rawPage, spaceRoute, startScriptedSite } from './scripted-site.testbed.ts';

const spaces = '/wiki/api/v2/spaces';
const pages = '/wiki/api/v2/pages';
const posts = '/wiki/api/v2/blogposts';

describe('reading pages by id', () => {
  it('answers every id with what is known and no more', async () => {
    const { source } = await startScriptedSite({
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
    // A mirror may keep archived pages: that one alone comes with its body.
    expect(readings[2]).toMatchObject({ page: { id: '3', state: 'archived', body: { format: 'adf' } } });
    expect(readings[1]).not.toHaveProperty('page');
  });

  it('lets one bad page fail alone (R2, F4)', async () => {
    const ids = Array.from({ length: 100 }, (_, index) => String(index));
    const { source } = await startScriptedSite({
      [spaces]: spaceRoute,
      [posts]: emptyRoute,
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
    const { source, calls } = await startScriptedSite({ [spaces]: spaceRoute, [pages]: () => ({ status: 502 }) });
    const problem = await problemOf(source.readPages(Array.from({ length: 2_000 }, (_, index) => String(index))));
    expect(problem.retry).toEqual({ kind: 'soon' });
    expect(calls.length).toBeLessThan(60);
  });

  it('hands a long rate limit to the caller', async () => {
    const { source } = await startScriptedSite({
      [pages]: () => ({ status: 429, headers: { 'retry-after': '900' } }),
    });
    expect((await problemOf(source.readPages(['1']))).retry).toEqual({ kind: 'after', ms: 900_000 });
  });
});
