import type { HandEdit, Plan } from '../../core/plan.ts';
import { plainWords } from './plain-words.ts';

/** Files that a message or a line of a log names; more are counted. */
const NAMED = 20;
const LONGEST_PATH = 200;

/** Names of edited files, for people; of many the first ones. */
export function editedFiles(edits: readonly HandEdit[], most = NAMED): readonly string[] {
  const named = edits
    .slice(0, most)
    .map(({ path, what }) => `${plainWords(path, LONGEST_PATH)}${what === 'removed' ? ' (removed)' : ''}`);
  return edits.length > most ? [...named, `and ${edits.length - most} more`] : named;
}

/** What people did to the files that a plan writes or removes. */
export function handEditsOf(plan: Pick<Plan, 'writes' | 'removals'>): readonly HandEdit[] {
  return [...plan.writes, ...plan.removals].flatMap(({ edits }) => edits ?? []);
}

/** The paragraph of a commit message that says which edits it overwrites; null where it overwrites none. */
export function editsParagraph(edits: readonly HandEdit[], heldBy: string | null): string | null {
  if (edits.length === 0) return null;
  const where = heldBy === null ? '' : `; commit ${heldBy.slice(0, 12)} has them as they were edited`;
  const lines = editedFiles(edits).map((line) => `- ${line}`);
  return [`Edited by hand in this repository, and overwritten${where}:`, ...lines].join('\n');
}

/** The same as a line of a run's log. `source`: where pages are to be edited instead. */
export function editsLine(edits: readonly HandEdit[], source: string, heldBy: string | null): string | null {
  if (edits.length === 0) return null;
  const where = heldBy === null ? '' : ` Commit ${heldBy} has them as they were edited.`;
  return `Put right what was edited by hand in the repository: ${editedFiles(edits).join(', ')}.${where} Edit the pages in ${source}.`;
}
