import { describe, expect, it } from 'vitest';
import { problemOf } from '../../net/wire.testbed.ts';
import { emptyRoute, rawPage, spaceRoute, startScriptedSite } from './scripted-site.testbed.ts';

const spaces = '/wiki/api/v2/spaces';

describe('labels and attachments', () => {
  it('reads the labels of a space through the labels', async () => {
    const { source } = await startScriptedSite({
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
      '/wiki/api/v2/labels/1/blogposts': emptyRoute,
    });
    expect(await source.listLabels({ spaceId: '7' })).toEqual(new Map([['5', ['api']]]));
  });

  it('asks the pages where the space shows no global label', async () => {
    const { source } = await startScriptedSite({
      [spaces]: spaceRoute,
      '/wiki/api/v2/spaces/7/content/labels': emptyRoute,
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
    const media = await startScriptedSite({
      '/file': ({ token }) => ({ status: 200, text: token === '' ? 'abc' : 'leak' }),
    });
    const { source } = await startScriptedSite({
      [download]: () => ({ status: 302, headers: { location: `${media.server.origin}/file?signature=1` } }),
    });
    const attachment = { ...file, downloadPath: download };
    expect(Buffer.from(await source.readAttachment(attachment, 10)).toString()).toBe('abc');
    expect((await problemOf(source.readAttachment(attachment, 2))).code).toBe('attachment-too-large');
    expect((await problemOf(source.readAttachment({ ...attachment, size: 1 }, 2))).code).toBe('attachment-too-large');
    const elsewhere = { ...attachment, downloadPath: '/../../oauth/token' };
    expect((await problemOf(source.readAttachment(elsewhere, 10))).code).toBe('not-visible');
  });

  it('asks again where the signed address was too old, and tells that from a missing file (F33)', async () => {
    const download = '/wiki/rest/api/content/5/child/attachment/att9/download';
    const attachment = {
      ...{ id: 'att9', pageId: '5', fileName: 'a.bin', mediaType: 'x/y', size: 3, version: 1, fileId: null },
      downloadPath: download,
    };
    const start = async (expiredTimes: number) => {
      const media = await startScriptedSite({
        '/file': ({ nth }) => (nth <= expiredTimes ? { status: 403 } : { status: 200, text: 'abc' }),
      });
      const location = `${media.server.origin}/file`;
      return startScriptedSite({ [download]: () => ({ status: 302, headers: { location } }) });
    };
    const once = await start(1);
    expect(Buffer.from(await once.source.readAttachment(attachment, 10)).toString()).toBe('abc');
    const always = await start(9);
    expect(await problemOf(always.source.readAttachment(attachment, 10))).toMatchObject({
      code: 'media-refused',
      retry: { kind: 'soon' },
    });
  });
});
