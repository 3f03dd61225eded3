import type { Change, ChangeAction } from '../../core/change.ts';
import type { JournalEntry } from '../../core/ports/event-journal.ts';

/** What waiting events ask for together. The same entries in any order, with any repeats, give the same work. */
export interface CoalescedWork {
  /** Pages to be read again. */
  readonly pageIds: readonly string[];
  /** Of these pages, those whose newest waiting event says that they were restricted: a hint, until reading them shows nothing. */
  readonly restrictedIds: readonly string[];
  /** Spaces whose structure may have changed beyond those pages: list them without bodies. */
  readonly spaceIds: readonly string[];
  /** Everything is to be listed again. */
  readonly sweep: boolean;
  /** The repository or a pull request moved: read the scope file again. */
  readonly scopeMayHaveChanged: boolean;
  /** All entries given, to be settled by the run that does the work. */
  readonly entryIds: readonly string[];
}

/** What may move, hide or bring back other pages than the one it names: those below it. */
const STRUCTURAL: ReadonlySet<ChangeAction> = new Set(['moved', 'restored', 'archived', 'removed', 'restricted']);

function sorted(ids: ReadonlySet<string>): readonly string[] {
  return [...ids].sort();
}

/** Ids of the journal are counted up: the longer one is the later one. */
function isLater(id: string, than: string): boolean {
  return id.length === than.length ? id > than : id.length > than.length;
}

/**
 * Joins waiting events into the least work that covers all of them. The order they are given in, repeats and
 * payloads decide nothing: each page that is named is read again, whatever its events said.
 */
export function coalesce(entries: readonly JournalEntry[]): CoalescedWork {
  const pageIds = new Set<string>();
  const spaceIds = new Set<string>();
  const newest = new Map<string, JournalEntry>();
  let sweep = false;
  let scopeMayHaveChanged = false;
  const take = ({ subject, subjectId, spaceId, action }: Change): void => {
    if (subject === 'space') spaceIds.add(subjectId);
    else if (subject !== 'page') scopeMayHaveChanged = true;
    else {
      pageIds.add(subjectId);
      if (!STRUCTURAL.has(action)) return;
      if (spaceId === null) sweep = true;
      else spaceIds.add(spaceId);
    }
  };
  for (const entry of entries) {
    take(entry.change);
    const { subject, subjectId } = entry.change;
    const known = newest.get(subjectId);
    if (subject === 'page' && (known === undefined || isLater(entry.id, known.id))) newest.set(subjectId, entry);
  }
  const restricted = [...newest].flatMap(([id, { change }]) => (change.action === 'restricted' ? [id] : []));
  return {
    pageIds: sorted(pageIds),
    restrictedIds: sorted(new Set(restricted)),
    spaceIds: sorted(spaceIds),
    sweep,
    scopeMayHaveChanged,
    entryIds: sorted(new Set(entries.map((entry) => entry.id))),
  };
}
