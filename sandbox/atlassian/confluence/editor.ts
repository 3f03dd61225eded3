import type { ItemKind, WorldBody } from '../../worlds/world.ts';
import type { ContentEventName, ContentEvents, Former, ItemEvent } from './content-events.ts';
import type { Item, Version } from './item.ts';
import type { ContentStore } from './store.ts';

/** What a person does to content. Every method throws `UnknownContent` for an id that is not there. */
export class ContentEditor {
  private readonly store: ContentStore;

  constructor(store: ContentStore) {
    this.store = store;
  }

  create(request: {
    readonly spaceId: string;
    readonly title: string;
    readonly parentId?: string | null;
    readonly kind?: ItemKind;
    readonly body?: WorldBody;
    readonly actorId: string;
  }): Item {
    const { store } = this;
    const space = store.spaces.get(request.spaceId);
    if (!space) throw new UnknownContent(request.spaceId);
    const kind = request.kind ?? 'page';
    const parentId = request.parentId ?? (kind === 'blogpost' ? null : space.homepageId);
    const item: Item = {
      id: store.takeId(),
      kind,
      spaceId: space.id,
      title: request.title,
      parentId,
      status: 'current',
      live: false,
      position: nextPosition(store, parentId),
      createdAt: this.now(),
      authorId: request.actorId,
      version: this.nextVersion(0, request.actorId, ''),
      body: request.body ?? { storage: '' },
      earlier: [],
      labels: [],
      readers: null,
    };
    store.put(item);
    this.say('page.created', item, request.actorId, formerOf(item));
    return item;
  }

  /** A new version with another body, title or both. */
  edit(
    id: string,
    change: {
      readonly title?: string;
      readonly body?: WorldBody;
      readonly message?: string;
      readonly actorId: string;
    },
  ): Item {
    const item = this.get(id);
    const former = formerOf(item);
    item.earlier.push({ version: item.version, title: item.title, body: item.body });
    item.version = this.nextVersion(item.version.number, change.actorId, change.message ?? '');
    item.title = change.title ?? item.title;
    item.body = change.body ?? item.body;
    this.store.touch();
    this.say('page.updated', item, change.actorId, former);
    return item;
  }

  /** Moves with everything below it; the version stays, as the vendor's does. */
  move(
    id: string,
    to: { readonly parentId?: string | null; readonly spaceId?: string; readonly position?: number },
    actorId: string,
  ): Item {
    const item = this.get(id);
    const former = formerOf(item);
    const parent = to.parentId ? this.get(to.parentId) : undefined;
    const below = this.treeOf(item);
    if (parent && below.includes(parent)) throw new ForbiddenMove(id);
    const spaceId = to.spaceId ?? parent?.spaceId ?? item.spaceId;
    item.parentId =
      to.parentId === undefined && spaceId !== item.spaceId
        ? (this.store.spaces.get(spaceId)?.homepageId ?? null)
        : (to.parentId ?? null);
    item.position = to.position ?? nextPosition(this.store, item.parentId);
    for (const each of below) each.spaceId = spaceId;
    this.store.touch();
    this.say('page.moved', item, actorId, former);
    return item;
  }

  /** To the bin; children move up to the parent of what was thrown away, as the vendor does it. */
  trash(id: string, actorId: string): Item {
    const item = this.get(id);
    const former = formerOf(item);
    for (const child of this.store.childrenOf(id)) child.parentId = item.parentId;
    item.status = 'trashed';
    this.store.touch();
    this.say('page.trashed', item, actorId, former);
    return item;
  }

  restore(id: string, actorId: string): Item {
    return this.setStatus(id, 'current', 'page.restored', actorId);
  }

  archive(id: string, actorId: string): Item {
    return this.setStatus(id, 'archived', 'page.archived', actorId);
  }

  unarchive(id: string, actorId: string): Item {
    return this.setStatus(id, 'current', 'page.unarchived', actorId);
  }

  /** Out of the bin, for ever. */
  purge(id: string, actorId: string): void {
    const item = this.get(id);
    const former = formerOf(item);
    for (const child of this.store.childrenOf(id)) child.parentId = item.parentId;
    this.store.items.delete(id);
    item.status = 'deleted';
    this.store.touch();
    this.say('page.deleted', item, actorId, former);
  }

  restrict(
    id: string,
    readers: { readonly users: readonly string[]; readonly groups?: readonly string[] },
    actorId: string,
  ): Item {
    const item = this.get(id);
    this.store.setReaders(item, { users: [...readers.users], groups: [...(readers.groups ?? [])] });
    this.say('page.restricted', item, actorId, formerOf(item));
    return item;
  }

  unrestrict(id: string, actorId: string): Item {
    const item = this.get(id);
    this.store.setReaders(item, null);
    this.say('page.unrestricted', item, actorId, formerOf(item));
    return item;
  }

  label(
    id: string,
    change: { readonly add?: readonly string[]; readonly remove?: readonly string[] },
    actorId: string,
  ): Item {
    const item = this.get(id);
    const removed = new Set(change.remove ?? []);
    item.labels = [...new Set([...item.labels, ...(change.add ?? [])])].filter((label) => !removed.has(label));
    this.store.touch();
    this.say('page.labelled', item, actorId, formerOf(item));
    return item;
  }

  private setStatus(id: string, status: Item['status'], event: ItemEventName, actorId: string): Item {
    const item = this.get(id);
    const former = formerOf(item);
    item.status = status;
    this.store.touch();
    this.say(event, item, actorId, former);
    return item;
  }

  private treeOf(root: Item): Item[] {
    const found = new Set<Item>([root]);
    for (const item of found) for (const child of this.store.childrenOf(item.id)) found.add(child);
    return [...found];
  }

  private get(id: string): Item {
    const item = this.store.items.get(id);
    if (!item) throw new UnknownContent(id);
    return item;
  }

  private now(): string {
    return new Date(this.store.clock.now()).toISOString();
  }

  private nextVersion(last: number, authorId: string, message: string): Version {
    return { number: last + 1, createdAt: this.now(), authorId, message, minorEdit: false };
  }

  private say(name: ItemEventName, item: Item, actorId: string, former: Former): void {
    const event: ItemEvent = {
      cloudId: this.store.cloudId,
      at: this.now(),
      actorId,
      item,
      space: this.store.spaceOf(item),
      former,
      visibleToApp: this.store.visibleToApp(item),
    };
    this.store.events.emit(name, event);
  }
}

type ItemEventName = {
  [Name in ContentEventName]: ContentEvents[Name] extends ItemEvent ? Name : never;
}[ContentEventName] &
  `page.${string}`;

/** No content of that id. */
export class UnknownContent extends Error {}

/** A page cannot go below itself. */
export class ForbiddenMove extends Error {}

function formerOf(item: Item): Former {
  return {
    spaceId: item.spaceId,
    parentId: item.parentId,
    title: item.title,
    version: item.version.number,
    status: item.status,
  };
}

function nextPosition(store: ContentStore, parentId: string | null): number {
  if (parentId === null) return store.items.size + 1;
  return (store.childrenOf(parentId).at(-1)?.position ?? 0) + 1;
}
