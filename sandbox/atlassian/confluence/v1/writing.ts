import type { WorldBody } from '../../../worlds/world.ts';
import { actorOf, findItem, needsScope } from '../call.ts';
import { ContentEditor } from '../editor.ts';
import type { ConfluenceApp, ConfluenceContext } from '../env.ts';
import { baseOf } from '../paging.ts';
import { refuseV1, refuseV2 } from '../problems.ts';
import { showContent } from '../shapes/content-v1.ts';
import { showItem } from '../shapes/item.ts';
import { labelId } from '../shapes/label.ts';

interface WrittenBody {
  readonly representation?: string;
  readonly value?: string;
  readonly storage?: { readonly value?: string };
  readonly atlas_doc_format?: { readonly value?: string };
}

interface Writing {
  readonly title?: string;
  readonly spaceId?: string;
  readonly parentId?: string;
  readonly body?: WrittenBody;
  readonly version?: { readonly number?: number; readonly message?: string };
  readonly space?: { readonly key?: string };
  readonly ancestors?: readonly { readonly id: string }[];
  readonly type?: 'page' | 'blogpost';
}

function bodyOf(body: WrittenBody | undefined): WorldBody | undefined {
  if (!body) return undefined;
  const adf = body.representation === 'atlas_doc_format' ? body.value : body.atlas_doc_format?.value;
  if (adf !== undefined) return { adf };
  return { storage: body.value ?? body.storage?.value ?? '' };
}

const readWriting = async (c: ConfluenceContext) => (await c.req.json().catch(() => ({}))) as Writing;

/** Creating, changing and throwing away pages as v1 and v2 have it; a wrong version number is 409. */
export function mountWriting(app: ConfluenceApp): void {
  app.post('/api/v2/pages', needsScope('write:page:confluence'), async (c) => {
    const call = c.get('call');
    const request = await readWriting(c);
    const space = call.store.spaces.get(String(request.spaceId));
    if (!space || !request.title) return refuseV2(c, 400, 'spaceId and title are required');
    if (call.store.itemByTitle(request.title, space.key)?.kind === 'page')
      return refuseV2(c, 400, 'A page with this title already exists in this space');
    const item = new ContentEditor(call.store).create({
      spaceId: space.id,
      title: request.title,
      parentId: request.parentId,
      body: bodyOf(request.body),
      actorId: actorOf(call.principal),
    });
    const { _links, ...shown } = showItem(call, item, 'storage');
    return c.json({ ...shown, _links: { ..._links, base: baseOf(call.site) } });
  });

  app.put('/api/v2/pages/:id', needsScope('write:page:confluence'), async (c) => {
    const call = c.get('call');
    const item = findItem(call, c.req.param('id'), ['page']);
    if (!item) return refuseV2(c, 404);
    const request = await readWriting(c);
    if (request.version?.number !== item.version.number + 1)
      return refuseV2(c, 409, 'Version must be incremented when updating a page');
    new ContentEditor(call.store).edit(item.id, {
      title: request.title,
      body: bodyOf(request.body),
      message: request.version.message,
      actorId: actorOf(call.principal),
    });
    const { _links, ...shown } = showItem(call, item, 'storage');
    return c.json({ ...shown, _links: { ..._links, base: baseOf(call.site) } });
  });

  app.delete('/api/v2/pages/:id', needsScope('delete:page:confluence'), (c) => {
    const call = c.get('call');
    const item = findItem(call, c.req.param('id'), ['page']);
    if (!item) return refuseV2(c, 404);
    const editor = new ContentEditor(call.store);
    if (c.req.query('purge') === 'true' && item.status === 'trashed') editor.purge(item.id, actorOf(call.principal));
    else editor.trash(item.id, actorOf(call.principal));
    return c.body(null, 204);
  });

  app.post('/rest/api/content', needsScope('write:confluence-content'), async (c) => {
    const call = c.get('call');
    const request = await readWriting(c);
    const space = call.store.spaceByKey(request.space?.key ?? '');
    if (!space || !request.title) return refuseV1(c, 400, 'space and title are required');
    const item = new ContentEditor(call.store).create({
      spaceId: space.id,
      title: request.title,
      kind: request.type ?? 'page',
      parentId: request.ancestors?.at(-1)?.id,
      body: bodyOf(request.body),
      actorId: actorOf(call.principal),
    });
    return c.json(showContent(call, item, ['space', 'version', 'body.storage']));
  });

  app.put('/rest/api/content/:id', needsScope('write:confluence-content'), async (c) => {
    const call = c.get('call');
    const item = findItem(call, c.req.param('id'), ['page', 'blogpost']);
    if (!item) return refuseV1(c, 404);
    const request = await readWriting(c);
    if (request.version?.number !== item.version.number + 1)
      return refuseV1(c, 409, `Version must be incremented on update. Current version is: ${item.version.number}`);
    new ContentEditor(call.store).edit(item.id, {
      title: request.title,
      body: bodyOf(request.body),
      message: request.version.message,
      actorId: actorOf(call.principal),
    });
    return c.json(showContent(call, item, ['space', 'version', 'body.storage']));
  });

  app.post(
    '/rest/api/content/:id/label',
    needsScope('write:confluence-content', 'write:label:confluence'),
    async (c) => {
      const call = c.get('call');
      const item = findItem(call, c.req.param('id'), ['page', 'blogpost']);
      if (!item) return refuseV1(c, 404);
      const labels = [await c.req.json()].flat() as { name: string }[];
      const names = labels.map((label) => label.name);
      new ContentEditor(call.store).label(item.id, { add: names }, actorOf(call.principal));
      const results = item.labels.map((name) => ({ prefix: 'global', name, id: labelId(name), label: name }));
      return c.json({
        results,
        start: 0,
        limit: 200,
        size: results.length,
        _links: { base: baseOf(call.site), context: '/wiki' },
      });
    },
  );
}
