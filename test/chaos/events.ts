import type { ContentEventName, ItemEvent } from '../../sandbox/atlassian/confluence/content-events.ts';
import type { Change, ChangeAction } from '../../src/core/change.ts';

const ACTIONS: Readonly<Partial<Record<ContentEventName, ChangeAction>>> = {
  'page.created': 'created',
  'page.updated': 'updated',
  'page.moved': 'moved',
  'page.trashed': 'removed',
  'page.deleted': 'removed',
  'page.restored': 'restored',
  'page.archived': 'archived',
  'page.unarchived': 'restored',
  'page.restricted': 'restricted',
  'page.unrestricted': 'restricted',
  'attachment.created': 'updated',
};

/** What the app would hear of something that happened; null where the vendor tells it nothing. */
export function changeOf(name: ContentEventName, { item, space, visibleToApp, at }: ItemEvent): Change | null {
  const action = ACTIONS[name];
  if (action === undefined || !visibleToApp || (item.kind !== 'page' && item.kind !== 'blogpost')) return null;
  return { subject: 'page', subjectId: item.id, spaceId: space.id, action, at };
}
