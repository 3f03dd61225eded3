import { ContentEditor } from '../../sandbox/atlassian/confluence/editor.ts';
import { hasBody, type Item } from '../../sandbox/atlassian/confluence/item.ts';
import type { ContentStore } from '../../sandbox/atlassian/confluence/store.ts';
import { ownerId } from '../../sandbox/worlds/site.ts';
import type { Dice } from './dice.ts';
import { anyAttachment, anyBody, anyTitle } from './world.ts';

type Act = (store: ContentStore, dice: Dice) => string | null;

function itemsOf(store: ContentStore, which: (item: Item) => boolean): Item[] {
  return [...store.items.values()].filter(which);
}

/** An act on one of the items that it can be done to. */
function on(
  which: (item: Item) => boolean,
  what: string,
  work: (editor: ContentEditor, item: Item, dice: Dice) => void,
) {
  const act: Act = (store, dice) => {
    const items = itemsOf(store, which);
    if (items.length === 0) return null;
    const item = dice.pick(items);
    try {
      work(new ContentEditor(store), item, dice);
    } catch {
      // A page cannot go below itself: the vendor refuses, and nothing happens.
      return null;
    }
    return `${what} ${item.id}`;
  };
  return act;
}

const current = (item: Item) => item.status === 'current';
const bodied = (item: Item) => current(item) && hasBody(item.kind);
const isPage = (item: Item) => current(item) && item.kind === 'page';

function linksOf(store: ContentStore) {
  return itemsOf(store, bodied).map(({ id, title }) => ({ id, title }));
}

const attach: Act = (store, dice) => {
  const items = itemsOf(store, bodied);
  if (items.length === 0) return null;
  const item = dice.pick(items);
  const seed = anyAttachment(dice, store.takeId());
  const version = { number: 1, createdAt: new Date(store.clock.now()).toISOString(), authorId: ownerId };
  store.putAttachment({
    ...seed,
    itemId: item.id,
    size: seed.size ?? 0,
    comment: '',
    status: 'current',
    createdAt: version.createdAt,
    version: { ...version, message: '', minorEdit: false },
  });
  tellAttachment(store, item, seed.id);
  return `attach ${seed.id} to ${item.id}`;
};

const changeAttachment: Act = (store, dice) => {
  const all = [...store.attachments.values()].filter(
    ({ status, itemId }) => status === 'current' && store.items.has(itemId) && bodied(store.items.get(itemId)!),
  );
  if (all.length === 0) return null;
  const one = dice.pick(all);
  if (dice.chance(0.3)) one.status = 'trashed';
  else {
    one.content = Buffer.from(`bytes ${dice.int(0, 1_000_000)} anew`);
    one.size = one.content.length;
    one.version = { ...one.version, number: one.version.number + 1 };
  }
  store.touch();
  tellAttachment(store, store.items.get(one.itemId)!, one.id);
  return `${one.status === 'trashed' ? 'trash' : 'replace'} attachment ${one.id} of ${one.itemId}`;
};

function tellAttachment(store: ContentStore, item: Item, attachmentId: string): void {
  const { spaceId, parentId, title, status, version } = item;
  store.events.emit('attachment.created', {
    cloudId: store.cloudId,
    at: new Date(store.clock.now()).toISOString(),
    actorId: ownerId,
    item,
    space: store.spaceOf(item),
    former: { spaceId, parentId, title, status, version: version.number },
    visibleToApp: store.visibleToApp(item),
    attachment: store.attachments.get(attachmentId)!,
  });
}

const create: Act = (store, dice) => {
  const space = dice.pick([...store.spaces.values()]);
  const parents = itemsOf(store, (item) => current(item) && item.spaceId === space.id && item.kind === 'page');
  const item = new ContentEditor(store).create({
    spaceId: space.id,
    title: anyTitle(dice),
    ...(parents.length > 0 ? { parentId: dice.pick(parents).id } : {}),
    body: anyBody(dice, linksOf(store)),
    actorId: ownerId,
  });
  return `create ${item.id}`;
};

const edit: Act = (store, dice) =>
  on(bodied, 'edit', (editor, item) => editor.edit(item.id, { body: anyBody(dice, linksOf(store)), actorId: ownerId }))(
    store,
    dice,
  );

const move: Act = (store, dice) => {
  const parents = itemsOf(store, (item) => current(item) && (item.kind === 'page' || item.kind === 'folder'));
  if (parents.length === 0) return null;
  const parent = dice.pick(parents);
  return on(
    (item) => current(item) && item.kind !== 'blogpost' && item.id !== parent.id,
    `move below ${parent.id}`,
    (editor, item) => editor.move(item.id, { parentId: parent.id }, ownerId),
  )(store, dice);
};

const acts: readonly (readonly [weight: number, act: Act])[] = [
  [4, create],
  [6, edit],
  [4, on(isPage, 'rename', (editor, item, dice) => editor.edit(item.id, { title: anyTitle(dice), actorId: ownerId }))],
  [5, move],
  [3, on(bodied, 'trash', (editor, item) => editor.trash(item.id, ownerId))],
  [
    2,
    on(
      (item) => item.status === 'trashed',
      'restore',
      (editor, item) => editor.restore(item.id, ownerId),
    ),
  ],
  [
    1,
    on(
      (item) => item.status === 'trashed',
      'purge',
      (editor, item) => editor.purge(item.id, ownerId),
    ),
  ],
  [3, on(bodied, 'restrict', (editor, item) => editor.restrict(item.id, { users: [ownerId] }, ownerId))],
  [
    2,
    on(
      (item) => item.readers !== null,
      'unrestrict',
      (editor, item) => editor.unrestrict(item.id, ownerId),
    ),
  ],
  [2, on(isPage, 'archive', (editor, item) => editor.archive(item.id, ownerId))],
  [
    1,
    on(
      (item) => item.status === 'archived',
      'unarchive',
      (editor, item) => editor.unarchive(item.id, ownerId),
    ),
  ],
  [
    2,
    on(bodied, 'label', (editor, item, dice) =>
      editor.label(item.id, dice.chance(0.5) ? { add: ['draft'] } : { remove: ['draft'] }, ownerId),
    ),
  ],
  [2, attach],
  [2, changeAttachment],
];

const lots = acts.flatMap(([weight, act]) => Array.from({ length: weight }, () => act));

/** What a person does to the content next; says what it was. */
export function actOnce(store: ContentStore, dice: Dice): string {
  for (;;) {
    const said = dice.pick(lots)(store, dice);
    if (said !== null) return said;
  }
}
