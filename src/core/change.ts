/** What an event hints at. The page is always read again; payloads decide nothing. */
export type ChangeAction =
  | 'created'
  | 'updated'
  | 'moved'
  | 'restored'
  | 'archived'
  | 'removed'
  | 'restricted'
  | 'relabelled';

/** One event, normalised. */
export interface Change {
  readonly subject: 'page' | 'space' | 'repository' | 'pull-request';
  /** Id of the subject at its source. */
  readonly subjectId: string;
  readonly spaceId: string | null;
  readonly action: ChangeAction;
  /** ISO 8601, UTC; the event's own time where it has one. */
  readonly at: string;
  /** Of a push onto what the branch held before: the commit that it stands at since, so that our own are known. */
  readonly commit?: string;
}
