import { z } from 'zod';
import type { Change, ChangeAction } from '../../core/change.ts';
import type { Lifecycle } from '../../core/roles/event-source.ts';

/** What an event says in our words, or why it says nothing to us. */
type EventReading =
  | { readonly changes: readonly Change[]; readonly lifecycle: Lifecycle | null }
  | { readonly ignored: string };

type Reader = (payload: unknown, receivedAt: string) => EventReading | null;

const repository = z.object({ id: z.number() });
const time = z.string().nullish();

const push = z.object({
  ref: z.string(),
  after: z.string().nullish(),
  forced: z.boolean().nullish(),
  created: z.boolean().nullish(),
  // Seconds since the epoch here, unlike in every other event. A commit's own time says nothing of the push.
  repository: repository.extend({ pushed_at: z.number().nullish() }),
});
const pullRequest = z.object({
  action: z.string(),
  repository,
  pull_request: z.object({ number: z.number(), updated_at: time }),
});
const repositoryEvent = z.object({ action: z.string(), repository: repository.extend({ updated_at: time }) });
const installation = z.object({
  action: z.string(),
  installation: z.object({ id: z.number(), app_id: z.number() }),
});
const installationRepositories = z.object({
  repositories_added: z.array(repository).default([]),
  repositories_removed: z.array(repository).default([]),
});

const lifecycleOf: Readonly<Record<string, Lifecycle['event']>> = {
  created: 'installed',
  deleted: 'uninstalled',
  suspend: 'suspended',
  unsuspend: 'unsuspended',
  new_permissions_accepted: 'upgraded',
};
const repositoryActions: Readonly<Record<string, ChangeAction>> = {
  renamed: 'moved',
  transferred: 'moved',
  edited: 'updated',
  privatized: 'updated',
  publicized: 'updated',
  archived: 'archived',
  unarchived: 'restored',
  deleted: 'removed',
};
const pullRequestActions = new Set(['opened', 'closed', 'reopened', 'synchronize', 'edited']);

/** Payloads as in docs.github.com, "Webhook events and payloads". */
const readers: Readonly<Record<string, Reader>> = {
  push: (payload, receivedAt) => {
    const event = push.safeParse(payload).data;
    if (!event) return null;
    if (!event.ref.startsWith('refs/heads/')) return { ignored: 'only branches matter' };
    const { id, pushed_at } = event.repository;
    const at = pushed_at ? new Date(pushed_at * 1000).toISOString() : null;
    const pushed = change('repository', id, 'updated', at, receivedAt);
    // A branch that was set back, or made anew, may stand at a commit of ours without being as we left it.
    const isStep = event.forced === false && event.created === false;
    return changes(isStep && event.after ? { ...pushed, commit: event.after } : pushed);
  },
  pull_request: (payload, receivedAt) => {
    const event = pullRequest.safeParse(payload).data;
    if (!event) return null;
    if (!pullRequestActions.has(event.action)) return { ignored: `nothing depends on "${event.action}"` };
    const id = `${event.repository.id}#${event.pull_request.number}`;
    return changes(change('pull-request', id, 'updated', event.pull_request.updated_at, receivedAt));
  },
  repository: (payload, receivedAt) => {
    const event = repositoryEvent.safeParse(payload).data;
    if (!event) return null;
    const action = repositoryActions[event.action];
    if (!action) return { ignored: `nothing depends on "${event.action}"` };
    return changes(change('repository', event.repository.id, action, event.repository.updated_at, receivedAt));
  },
  installation: (payload) => {
    const event = installation.safeParse(payload).data;
    if (!event) return null;
    const lifecycle = lifecycleOf[event.action];
    if (!lifecycle) return { ignored: `nothing depends on "${event.action}"` };
    const { id, app_id } = event.installation;
    return {
      changes: [],
      lifecycle: { event: lifecycle, appId: String(app_id), installationId: String(id), siteId: null },
    };
  },
  installation_repositories: (payload, receivedAt) => {
    const event = installationRepositories.safeParse(payload).data;
    if (!event) return null;
    return changes(
      ...event.repositories_added.map(({ id }) => change('repository', id, 'created', null, receivedAt)),
      ...event.repositories_removed.map(({ id }) => change('repository', id, 'removed', null, receivedAt)),
    );
  },
};

/** Reads one verified event. `receivedAt` (ISO 8601, UTC) stands in where the event has no time. */
export function readEvent(name: string, payload: unknown, receivedAt: string): EventReading {
  const reader = Object.hasOwn(readers, name) ? readers[name] : undefined;
  if (!reader) return { ignored: `nothing depends on "${name}"` };
  return reader(payload, receivedAt) ?? { ignored: `the "${name}" event lacks what it should have` };
}

function changes(...list: readonly Change[]): EventReading {
  return { changes: list, lifecycle: null };
}

function change(
  subject: Change['subject'],
  id: number | string,
  action: ChangeAction,
  at: string | null | undefined,
  receivedAt: string,
): Change {
  const time = at ? Date.parse(at) : Number.NaN;
  const when = Number.isNaN(time) ? receivedAt : new Date(time).toISOString();
  return { subject, subjectId: String(id), spaceId: null, action, at: when };
}
