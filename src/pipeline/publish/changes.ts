import type { MirrorFile, TreeChange } from '../../core/mirror-file.ts';
import type { Plan } from '../../core/plan.ts';
import type { LedgerPage } from '../../core/ports/page-ledger.ts';

export interface ChangeFacts {
  readonly plan: Plan;
  /** Folder of the mirror: nothing outside of it is ever touched. */
  readonly mirrorRoot: string;
  /** Files at the commit that the changes will stand on: path to blob. */
  readonly tree: ReadonlyMap<string, string>;
  /** Rows as before the plan: they tell which attachments a page had. */
  readonly ledger: ReadonlyMap<string, LedgerPage>;
  /** Paths of the attachments that each rendered page has now; a page that is missing here keeps what it had. */
  readonly attachments: ReadonlyMap<string, readonly string[]>;
}

/** Renames and removals, in an order that can be carried out one after another; the writes come after them. */
export function structureChanges(_facts: ChangeFacts): readonly TreeChange[] {
  throw new Error('Not written yet.');
}

/** All changes of a run. A file whose bytes the tree holds already is left out. */
export function treeChanges(_facts: ChangeFacts, _files: Iterable<MirrorFile>): readonly TreeChange[] {
  throw new Error('Not written yet.');
}

/** Git's hash of a file's content. */
export function blobHash(_content: Uint8Array): string {
  throw new Error('Not written yet.');
}
