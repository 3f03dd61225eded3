import type { SandboxApp, SandboxContext } from '../../core/index.ts';
import type { ItemKind, WorldBody } from '../../worlds/world.ts';
import type { AtlassianState, SystemToken } from '../state.ts';
import { appendParagraph } from './body/append.ts';
import { ContentEditor, ForbiddenMove, UnknownContent } from './editor.ts';
import { type Item, readBody } from './item.ts';
import type { ContentStore } from './store.ts';

/** What a person may ask for; forms send texts, JSON may send lists. */
interface PersonRequest {
  readonly by?: string;
  readonly title?: string;
  readonly storage?: string;
  readonly adf?: string | object;
  /** Text of a paragraph that is added at the end. */
  readonly append?: string;
  readonly message?: string;
  readonly parentId?: string | null;
  readonly spaceKey?: string;
  readonly kind?: ItemKind;
  readonly position?: number | string;
  readonly users?: readonly string[] | string;
  readonly groups?: readonly string[];
  readonly add?: readonly string[] | string;
  readonly remove?: readonly string[] | string;
}

const listOf = (value: readonly string[] | string | undefined): readonly string[] =>
  typeof value === 'string' ? value.split(/[\s,]+/).filter((part) => part !== '') : (value ?? []);

function bodyOf(request: PersonRequest, now: WorldBody): WorldBody | undefined {
  if (request.append !== undefined) return appendParagraph(now, request.append);
  if (request.adf !== undefined)
    return { adf: typeof request.adf === 'string' ? request.adf : JSON.stringify(request.adf) };
  return request.storage === undefined ? undefined : { storage: request.storage };
}

const actions: Readonly<
  Record<
    string,
    (editor: ContentEditor, item: Item, request: PersonRequest, actorId: string, store: ContentStore) => void
  >
> = {
  edit: (editor, item, request, actorId) =>
    editor.edit(item.id, {
      title: request.title,
      body: bodyOf(request, readBody(item)),
      message: request.message,
      actorId,
    }),
  move: (editor, item, request, actorId, store) =>
    editor.move(
      item.id,
      {
        parentId: request.parentId === '' ? null : request.parentId,
        spaceId: request.spaceKey ? store.spaceByKey(request.spaceKey)?.id : undefined,
        position: request.position === undefined ? undefined : Number(request.position),
      },
      actorId,
    ),
  trash: (editor, item, _request, actorId) => editor.trash(item.id, actorId),
  restore: (editor, item, _request, actorId) => editor.restore(item.id, actorId),
  archive: (editor, item, _request, actorId) => editor.archive(item.id, actorId),
  unarchive: (editor, item, _request, actorId) => editor.unarchive(item.id, actorId),
  purge: (editor, item, _request, actorId) => editor.purge(item.id, actorId),
  restrict: (editor, item, request, actorId) =>
    editor.restrict(item.id, { users: [actorId, ...listOf(request.users)], groups: request.groups }, actorId),
  unrestrict: (editor, item, _request, actorId) => editor.unrestrict(item.id, actorId),
  label: (editor, item, request, actorId) =>
    editor.label(item.id, { add: listOf(request.add), remove: listOf(request.remove) }, actorId),
};

function describe(store: ContentStore, item: Item) {
  return {
    id: item.id,
    kind: item.kind,
    cloudId: store.cloudId,
    spaceKey: store.spaceOf(item).key,
    title: item.title,
    parentId: item.parentId,
    status: item.status,
    version: item.version.number,
    labels: item.labels,
    restricted: item.readers !== null,
    visibleToApp: store.visibleToApp(item),
  };
}

async function readRequest(c: SandboxContext): Promise<PersonRequest> {
  const type = c.req.header('content-type') ?? '';
  if (type.includes('form')) return (await c.req.parseBody()) as PersonRequest;
  const text = await c.req.text();
  return text === '' ? {} : (JSON.parse(text) as PersonRequest);
}

/**
 * What people do in Confluence, for demos and tests: `GET|POST /_sandbox/pages`,
 * `POST /_sandbox/pages/:id/{edit,move,trash,restore,archive,unarchive,purge,restrict,unrestrict,label}`. `by` names the
 * person by e-mail or account id. Forms are sent back to the page of the stand-in. Also `POST /_sandbox/settings` and
 * `POST /_sandbox/system-tokens`.
 */
export function mountContentControl(app: SandboxApp, state: AtlassianState): void {
  const actorOf = (by: string | undefined) =>
    (state.users.find((user) => user.accountId === by || user.email === by) ?? state.users[0])?.accountId ?? '';
  const answer = (c: SandboxContext, body: object, status: 200 | 201 = 200) =>
    (c.req.header('content-type') ?? '').includes('form') ? c.redirect('/', 303) : c.json(body, status);
  const storeOf = (id: string) => [...state.content.values()].find((store) => store.items.has(id));

  app.get('/_sandbox/pages', (c) => {
    const spaceKey = c.req.query('space');
    const pages = [...state.content.values()].flatMap((store) =>
      [...store.items.values()].map((item) => describe(store, item)),
    );
    return c.json({ pages: pages.filter((page) => spaceKey === undefined || page.spaceKey === spaceKey) });
  });

  app.post('/_sandbox/pages', async (c) => {
    const request = await readRequest(c);
    for (const store of state.content.values()) {
      const space = store.spaceByKey(request.spaceKey ?? '');
      if (!space) continue;
      const item = new ContentEditor(store).create({
        spaceId: space.id,
        title: request.title ?? 'Untitled',
        parentId: request.parentId || undefined,
        kind: request.kind,
        body: bodyOf(request, { storage: '' }),
        actorId: actorOf(request.by),
      });
      return answer(c, describe(store, item), 201);
    }
    return c.json({ error: 'spaceKey is unknown' }, 404);
  });

  app.post('/_sandbox/pages/:id/:action', async (c) => {
    const { id, action } = c.req.param();
    const store = storeOf(id);
    const item = store?.items.get(id);
    const act = actions[action];
    if (!store || !item || !act) return c.json({ error: 'no such page or action' }, 404);
    const request = await readRequest(c);
    try {
      act(new ContentEditor(store), item, request, actorOf(request.by), store);
    } catch (failure) {
      if (failure instanceof UnknownContent || failure instanceof ForbiddenMove)
        return c.json({ error: `cannot ${action}: ${failure.message}` }, 409);
      throw failure;
    }
    return answer(c, describe(store, item));
  });

  app.post('/_sandbox/settings', async (c) => {
    Object.assign(state.settings, await c.req.json());
    return c.json(state.settings);
  });

  app.post('/_sandbox/system-tokens', async (c) => {
    const { token, ...grant } = (await c.req.json()) as SystemToken & { token: string };
    state.registerSystemToken(token, { ...grant, expiresAt: grant.expiresAt ?? state.clock.now() + 3_600_000 });
    return c.body(null, 204);
  });
}
