import type { Emitter, SandboxClock } from '../../core/index.ts';
import type { WorldItem, WorldSpace } from '../../worlds/world.ts';
import type { ContentEvents } from './content-events.ts';
import type { Attachment, Comment, Item, Space, Version } from './item.ts';
import { createItemIndex } from './item-index.ts';
import { labelId } from './shapes/label.ts';
import { mayRead, type Reader } from './visibility.ts';

export interface ContentStoreOptions {
  readonly cloudId: string;
  readonly spaces: readonly WorldSpace[];
  readonly events: Emitter<ContentEvents>;
  readonly clock: SandboxClock;
}

const appReader: Reader = { kind: 'app', appId: '' };

/** Content of one site. Reading only; `ContentEditor` changes it. */
export class ContentStore {
  readonly cloudId: string;
  readonly events: Emitter<ContentEvents>;
  readonly clock: SandboxClock;
  readonly spaces = new Map<string, Space>();
  readonly items = new Map<string, Item>();
  readonly attachments = new Map<string, Attachment>();
  readonly comments = new Map<string, Comment>();
  readonly attachmentsByItem = new Map<string, Attachment[]>();
  readonly commentsByItem = new Map<string, Comment[]>();
  /** Number of read restrictions; without any, nothing is hidden. */
  private restricted = 0;
  /** Rises with every change; listings are sorted anew when it does. */
  revision = 0;
  private readonly sorted = new Map<string, { readonly revision: number; readonly rows: readonly Item[] }>();
  private readonly byParent = createItemIndex(
    this,
    (item) => item.parentId,
    (a, b) => a.position - b.position,
  );
  private readonly byTitle = createItemIndex(this, (item) => item.title);
  private lastId = 0n;

  constructor(options: ContentStoreOptions) {
    this.cloudId = options.cloudId;
    this.events = options.events;
    this.clock = options.clock;
    for (const space of options.spaces) this.addSpace(space);
  }

  addSpace(seed: WorldSpace): Space {
    const { items, description, ...rest } = seed;
    const space: Space = { ...rest, description: description ?? '', status: 'current' };
    this.spaces.set(space.id, space);
    this.noteId(space.id);
    let position = 0;
    for (const item of items) {
      position += 1;
      this.addItem(seed.id, item, position);
    }
    return space;
  }

  private addItem(spaceId: string, seed: WorldItem, position: number): void {
    const version: Version = {
      number: seed.version ?? 1,
      createdAt: seed.modifiedAt ?? seed.createdAt,
      authorId: seed.editorId ?? seed.authorId,
      message: '',
      minorEdit: false,
    };
    this.put({
      id: seed.id,
      kind: seed.kind,
      spaceId,
      title: seed.title,
      parentId: seed.parentId,
      status: seed.status ?? 'current',
      live: seed.live ?? false,
      position: seed.position ?? position,
      createdAt: seed.createdAt,
      authorId: seed.authorId,
      version,
      body: seed.body,
      earlier: [],
      labels: [...(seed.labels ?? [])],
      readers: seed.readers ? { users: [...seed.readers.users], groups: [...(seed.readers.groups ?? [])] } : null,
    });
    for (const attachment of seed.attachments ?? []) {
      const { content } = attachment;
      this.putAttachment({
        ...attachment,
        itemId: seed.id,
        size: attachment.size ?? (typeof content === 'function' ? content() : content).length,
        comment: attachment.comment ?? '',
        status: 'current',
        createdAt: seed.createdAt,
        version: { ...version, number: 1 },
      });
    }
    for (const comment of seed.comments ?? []) this.addComment(seed.id, comment, null);
  }

  private addComment(itemId: string, seed: NonNullable<WorldItem['comments']>[number], parentId: string | null): void {
    this.putComment({
      id: seed.id,
      kind: seed.kind,
      itemId,
      parentId,
      body: seed.body,
      version: { number: 1, createdAt: seed.createdAt, authorId: seed.authorId, message: '', minorEdit: false },
      resolution: seed.resolution ?? 'open',
      selection: seed.selection ?? '',
      markerRef: seed.markerRef ?? '',
    });
    for (const reply of seed.replies ?? []) this.addComment(itemId, reply, seed.id);
  }

  put(item: Item): void {
    this.items.set(item.id, item);
    this.noteId(item.id);
    this.touch();
    if (item.readers) this.restricted += 1;
  }

  putAttachment(attachment: Attachment): void {
    this.attachments.set(attachment.id, attachment);
    this.attachmentsByItem.set(attachment.itemId, [
      ...(this.attachmentsByItem.get(attachment.itemId) ?? []),
      attachment,
    ]);
    this.noteId(attachment.id.replace(/^att/, ''));
    this.touch();
  }

  putComment(comment: Comment): void {
    this.comments.set(comment.id, comment);
    this.commentsByItem.set(comment.itemId, [...(this.commentsByItem.get(comment.itemId) ?? []), comment]);
    this.noteId(comment.id);
    this.touch();
  }

  touch(): void {
    this.revision += 1;
  }

  setReaders(item: Item, readers: Item['readers']): void {
    this.restricted += (readers ? 1 : 0) - (item.readers ? 1 : 0);
    item.readers = readers;
    this.touch();
  }

  private noteId(id: string): void {
    if (/^\d+$/.test(id) && BigInt(id) > this.lastId && id.length < 16) this.lastId = BigInt(id);
  }

  /** A fresh id, greater than every id of ordinary length. */
  takeId(): string {
    this.lastId += 7n;
    return String(this.lastId);
  }

  spaceByKey(key: string): Space | undefined {
    for (const space of this.spaces.values()) if (space.key === key) return space;
    return undefined;
  }

  spaceOf(item: Pick<Item, 'spaceId'>): Space {
    const space = this.spaces.get(item.spaceId);
    if (!space) throw new Error(`no space ${item.spaceId}`);
    return space;
  }

  mayRead(item: Item, reader: Reader): boolean {
    if (this.restricted === 0) return true;
    return mayRead(item, reader, (current) => (current.parentId ? this.items.get(current.parentId) : undefined));
  }

  visibleToApp(item: Item): boolean {
    return this.mayRead(item, appReader);
  }

  /** Items below a parent, in their order. */
  childrenOf(parentId: string): readonly Item[] {
    return this.byParent.get(parentId);
  }

  /** From the top of the space down; ends at a parent that does not exist and at a cycle. */
  ancestorsOf(item: Item): readonly Item[] {
    const found = new Set<Item>();
    let current = item.parentId ? this.items.get(item.parentId) : undefined;
    while (current && current !== item && !found.has(current)) {
      found.add(current);
      current = current.parentId ? this.items.get(current.parentId) : undefined;
    }
    return [...found].reverse();
  }

  /** The page, or else the post, of a title in a space; the one with the lowest id where several have it. */
  itemByTitle(title: string, spaceKey: string): Item | undefined {
    const spaceId = this.spaceByKey(spaceKey)?.id;
    let post: Item | undefined;
    for (const item of this.byTitle.get(title)) {
      if (item.spaceId !== spaceId || item.status !== 'current') continue;
      if (item.kind === 'page') return item;
      if (item.kind === 'blogpost') post ??= item;
    }
    return post;
  }

  /** Name of a label that some item has. */
  labelById(id: string): string | undefined {
    for (const item of this.items.values()) for (const label of item.labels) if (labelId(label) === id) return label;
    return undefined;
  }

  /** All items in an order, kept until something changes; `name` tells the orders apart. */
  inOrder(name: string, compare: (a: Item, b: Item) => number): readonly Item[] {
    const kept = this.sorted.get(name);
    if (kept?.revision === this.revision) return kept.rows;
    const rows = [...this.items.values()].sort(compare);
    this.sorted.set(name, { revision: this.revision, rows });
    return rows;
  }
}
