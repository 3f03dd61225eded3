import type { ContentEventName, ContentEvents, ItemEvent } from '../confluence/content-events.ts';
import type { Item } from '../confluence/item.ts';
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
  const action = actions[name];
  if (action === undefined || (item.kind !== 'page' && item.kind !== 'blogpost')) return undefined;
  if (item.live && action === 'created') return 'avi:confluence:initialized:page';
  if (item.live && action === 'updated') return 'avi:confluence:snapshotted:page';
  return `avi:confluence:${action}:${item.kind}`;
}

function showContent({ item, space, at, actorId }: ItemEvent, as: Partial<Pick<Item, 'title' | 'status'>> = {}) {
  return {
    id: item.id,
    type: item.kind,
    ...(item.live ? { subType: 'live' } : {}),
    status: as.status ?? item.status,
    title: as.title ?? item.title,
    space: {
      id: Number(space.id),
      key: space.key,
      name: space.name,
      type: space.type,
      status: space.status,
      icon: { path: '/images/logo/default-space-logo.svg', width: 48, height: 48, isDefault: true },
    },
    history: {
      latest: true,
      createdBy: { type: 'known', accountId: item.authorId, accountType: 'atlassian' },
      createdDate: item.createdAt,
      lastUpdated: { by: { type: 'known', accountId: actorId }, when: at, number: item.version.number },
    },
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

/** Turns what people do to content into events for the apps on that site. Returns how to stop. */
export function feedContentEvents(platform: ForgePlatform): () => void {
  return platform.state.events.onAny((name, payload) => {
    const happening = payload as ContentEvents['page.updated'];
    const event = eventName(name, happening.item);
    if (event === undefined) return;
    for (const installation of platform.installations.values()) {
      if (installation.cloudId !== happening.cloudId) continue;
      if (!mayHear(platform, installation, event, happening)) continue;
      announce(platform, installation, event, {
        atlassianId: happening.actorId,
        suppressNotifications: false,
        content: showContent(happening),
        ...(name === 'page.moved' ? { prevContent: showContent(happening, happening.former) } : {}),
        ...(name === 'page.updated' ? { updateTrigger: 'edit_page' } : {}),
      });
    }
  });
}
