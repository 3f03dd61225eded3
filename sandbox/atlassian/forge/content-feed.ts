import type { ContentEventName, ItemEvent } from '../confluence/content-events.ts';
import type { Attachment, Item, Version } from '../confluence/item.ts';
import { announce } from './delivery.ts';
import type { ForgePlatform, Installation } from './platform.ts';

const actions: Readonly<Partial<Record<ContentEventName, string>>> = {
  'page.created': 'created',
  'page.updated': 'updated',
  'page.moved': 'moved',
  'page.trashed': 'trashed',
  'page.deleted': 'deleted',
  'page.restored': 'restored',
  'page.archived': 'archived',
  'page.unarchived': 'unarchived',
  'page.restricted': 'permissions_updated',
  'page.unrestricted': 'permissions_updated',
};

/** Events that need a scope to write, although they only tell (event to scope mapping that the tool's lint ships). */
const writing: Readonly<Record<string, readonly string[]>> = {
  'page trashed': ['write:page:confluence', 'write:confluence-content'],
  'page deleted': ['write:page:confluence', 'write:confluence-content'],
  'blogpost trashed': ['write:blogpost:confluence', 'write:confluence-content'],
  'blogpost deleted': ['write:blogpost:confluence', 'write:confluence-content'],
};

/** Name of what happened as an app hears it; live docs have no `updated` (forge events reference). */
function eventName(name: ContentEventName, item: Item): string | undefined {
  if (name === 'attachment.created' || name === 'attachment.trashed')
    return `avi:confluence:${name.split('.')[1]}:attachment`;
  const action = actions[name];
  if (action === undefined || (item.kind !== 'page' && item.kind !== 'blogpost')) return undefined;
  if (item.live && action === 'created') return 'avi:confluence:initialized:page';
  if (item.live && action === 'updated') return 'avi:confluence:snapshotted:page';
  return `avi:confluence:${action}:${item.kind}`;
}

const known = (accountId: string) => ({ type: 'known', accountId, accountType: 'atlassian', displayName: accountId });

function showSpace({ space }: ItemEvent) {
  return {
    id: Number(space.id),
    key: space.key,
    alias: space.key,
    name: space.name,
    type: space.type,
    status: space.status,
    icon: { path: '/images/logo/default-space-logo.svg', width: 48, height: 48, isDefault: true },
  };
}

function showVersion({ createdAt, number, authorId }: Version) {
  return { by: known(authorId), when: createdAt, number };
}

function showContent(event: ItemEvent, as: Partial<Pick<Item, 'title' | 'status'>> = {}) {
  const { item } = event;
  return {
    id: item.id,
    type: item.kind,
    ...(item.live ? { subType: 'live' } : {}),
    status: as.status ?? item.status,
    title: as.title ?? item.title,
    space: showSpace(event),
    history: {
      latest: true,
      createdBy: known(item.authorId),
      ownedBy: known(item.authorId),
      createdDate: item.createdAt,
    },
    version: showVersion(item.version),
  };
}

function showAttachment(event: ItemEvent, attachment: Attachment) {
  return {
    id: attachment.id.replace(/^att/, ''),
    type: 'attachment',
    status: attachment.status,
    title: attachment.fileName,
    space: showSpace(event),
    version: showVersion(attachment.version),
    container: showContent(event),
    extensions: { mediaType: attachment.mediaType, fileSize: attachment.size, fileId: attachment.fileId },
  };
}

/** The part of the payload that names what it happened to. */
function describe(name: ContentEventName, event: ItemEvent & { readonly attachment?: Attachment }) {
  if (event.attachment) return { attachment: showAttachment(event, event.attachment) };
  return {
    content: showContent(event),
    ...(name === 'page.moved' ? { prevContent: showContent(event, event.former) } : {}),
    ...(name === 'page.updated' ? { updateTrigger: 'edit_page' } : {}),
  };
}

function mayHear(platform: ForgePlatform, installation: Installation, event: string, { item }: ItemEvent): boolean {
  const scopes = installation.version.manifest?.scopes ?? [];
  const action = event.split(':')[2];
  const needed = writing[`${item.kind} ${action}`];
  if (needed && !needed.some((scope) => scopes.includes(scope))) return false;
  const store = platform.state.content.get(installation.cloudId);
  // The vendor tells nothing of what the app may not see (ECO-961); that a page just went out of sight is told to
  // nobody who lost sight of it.
  return store?.mayRead(item, { kind: 'app', appId: installation.appId }) ?? false;
}

/** Turns what people do to content into events for the apps on that site (forge events reference). Returns how to stop. */
export function feedContentEvents(platform: ForgePlatform): () => void {
  return platform.state.events.onAny((name, payload) => {
    const happening = payload as ItemEvent & { readonly attachment?: Attachment };
    const event = eventName(name, happening.item);
    if (event === undefined) return;
    for (const installation of platform.installations.values()) {
      if (installation.cloudId !== happening.cloudId) continue;
      if (!mayHear(platform, installation, event, happening)) continue;
      announce(platform, installation, event, {
        atlassianId: happening.actorId,
        eventCreatedDate: happening.at,
        suppressNotifications: false,
        ...describe(name, happening),
      });
    }
  });
}
