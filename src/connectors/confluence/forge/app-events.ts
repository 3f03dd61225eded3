import type { ChangeAction } from '../../../core/change.ts';

/** What one of the vendor's events means to us. */
export interface AppEvent {
  readonly name: string;
  readonly action: ChangeAction;
  /** The part of the payload that names the subject. */
  readonly payload: 'content' | 'space' | 'attachment';
  /** Delivered only to apps with write scopes, so declared only for instant deletion. */
  readonly needsWriting: boolean;
  /** Known from the documentation alone: not declared, since a manifest with unknown names may be refused. */
  readonly documentedOnly: boolean;
}

function events(
  payload: AppEvent['payload'],
  actions: Readonly<Record<string, ChangeAction>>,
  kinds: readonly string[],
  only: Partial<Pick<AppEvent, 'needsWriting' | 'documentedOnly'>> = {},
): AppEvent[] {
  return kinds.flatMap((kind) =>
    Object.entries(actions).map(([verb, action]) => ({
      name: `avi:confluence:${verb}:${kind}`,
      action,
      payload,
      needsWriting: only.needsWriting ?? false,
      documentedOnly: only.documentedOnly ?? false,
    })),
  );
}

/**
 * Events of content that change a mirror (developer.atlassian.com, Forge "Confluence events"; scopes from the mapping
 * that `@forge/manifest` ships). There is none for labels, and none for what goes with a deleted parent.
 */
export const appEvents: readonly AppEvent[] = [
  ...events(
    'content',
    { created: 'created', updated: 'updated', restored: 'restored', permissions_updated: 'restricted' },
    ['page', 'blogpost'],
  ),
  ...events(
    'content',
    {
      moved: 'moved',
      copied: 'created',
      archived: 'archived',
      unarchived: 'restored',
      // Live documents have these in place of `updated`.
      started: 'updated',
      snapshotted: 'updated',
    },
    ['page'],
  ),
  ...events('content', { initialized: 'created', published: 'updated' }, ['page'], { documentedOnly: true }),
  ...events('content', { trashed: 'removed', deleted: 'removed' }, ['page', 'blogpost'], { needsWriting: true }),
  ...events(
    'attachment',
    { created: 'updated', updated: 'updated', trashed: 'updated', restored: 'updated', deleted: 'updated' },
    ['attachment'],
  ),
  ...events('space', { created: 'created', updated: 'updated' }, ['space:V2']),
  ...events('space', { deleted: 'removed' }, ['space:V2'], { needsWriting: true }),
  ...events('space', { permissions_updated: 'restricted' }, ['space:V2'], { needsWriting: true, documentedOnly: true }),
];

const byName = new Map(appEvents.map((event) => [event.name, event]));

export function findAppEvent(name: string): AppEvent | undefined {
  return byName.get(name);
}

/** The app's own comings and goings, by the vendor's names. They need no scope. */
export const lifecycleEvents = {
  'avi:forge:installed:app': 'installed',
  'avi:forge:upgraded:app': 'upgraded',
  'avi:forge:uninstalled:app': 'uninstalled',
} as const;
