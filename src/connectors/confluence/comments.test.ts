import { describe, expect, it } from 'vitest';
import { problemOf } from '../../net/wire.testbed.ts';
import { emptyRoute, type Route, startScriptedSite } from './scripted-site.testbed.ts';

const v2 = '/wiki/api/v2';
const range = (count: number) => Array.from({ length: count }, (_, index) => String(index));
const list =
  (...results: unknown[]): Route =>
  () => ({ json: { results, _links: {} } });
const raw = (id: string, fields: Record<string, unknown> = {}) => ({
  id,
  status: 'current',
  version: { number: 2, createdAt: '2026-03-01T10:00:00+01:00', authorId: 'a-1' },
  body: { atlas_doc_format: { representation: 'atlas_doc_format', value: '{"type":"doc"}' } },
  ...fields,
});
const asRead = {
  ...{ kind: 'footer', authorId: 'a-1', createdAt: '2026-03-01T09:00:00.000Z', version: 2, resolved: false },
  ...{ parentId: null, anchorText: null, body: { format: 'adf', value: '{"type":"doc"}' } },
};
const inline = (state: string) => ({
  resolutionStatus: state,
  properties: { inlineOriginalSelection: 'these words' },
});

describe('comments', () => {
  it('of many pages come from two walks over the site, those of others left out', async () => {
    const { source, calls } = await startScriptedSite({
      [`${v2}/footer-comments`]: list(
        raw('1', { pageId: '5' }),
        raw('2', { pageId: '5', parentCommentId: '1' }),
        raw('3', { pageId: 'elsewhere' }),
        raw('4', { blogPostId: '6' }),
        raw('9', { pageId: '5', status: 'trashed' }),
      ),
      [`${v2}/inline-comments`]: list(
        raw('7', { pageId: '5', ...inline('resolved') }),
        raw('8', { pageId: '5', ...inline('dangling') }),
      ),
    });
    expect(await source.listComments!(range(20))).toEqual([
      { ...asRead, id: '1', pageId: '5' },
      { ...asRead, id: '2', pageId: '5', parentId: '1' },
      { ...asRead, id: '4', pageId: '6' },
      { ...asRead, id: '7', pageId: '5', kind: 'inline', resolved: true, anchorText: 'these words' },
      { ...asRead, id: '8', pageId: '5', kind: 'inline' },
    ]);
    expect(calls).toHaveLength(2);
  });

  it('of few pages are read with their replies, which do not say what page they belong to', async () => {
    const { source } = await startScriptedSite({
      [`${v2}/pages/5/footer-comments`]: list(raw('1', { pageId: '5' })),
      [`${v2}/footer-comments/1/children`]: list(raw('2', { parentCommentId: '1' })),
      [`${v2}/footer-comments/2/children`]: list(raw('3', { parentCommentId: '2' })),
      [`${v2}/footer-comments/3/children`]: emptyRoute,
      [`${v2}/pages/5/inline-comments`]: emptyRoute,
    });
    expect(await source.listComments!(['5', 'gone'])).toEqual([
      { ...asRead, id: '1', pageId: '5' },
      { ...asRead, id: '2', pageId: '5', parentId: '1' },
      { ...asRead, id: '3', pageId: '5', parentId: '2' },
    ]);
  });

  it('are never none because an answer failed', async () => {
    const { source } = await startScriptedSite({
      [`${v2}/footer-comments`]: emptyRoute,
      [`${v2}/inline-comments`]: () => ({ status: 500 }),
    });
    expect((await problemOf(source.listComments!(range(20)))).code).toBe('upstream-failed');
  });
});
