import { createHash } from 'node:crypto';
import { configPath, schemaPath } from '../../config/index.ts';
import type { MirrorFile, TreeChange } from '../../core/mirror-file.ts';
import type { Plan } from '../../core/plan.ts';
import type { LedgerPage } from '../../core/ports/page-ledger.ts';
import { Problem } from '../../core/problem.ts';
import { orderRenames } from './renames.ts';

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

/** Throws Problem `path-outside-mirror` for a path that a mirror must not touch, its own settings included. */
function checkPath(path: string, mirrorRoot: string): string {
  const segments = path.split('/');
  const isBelow = path.startsWith(`${mirrorRoot}/`) && !segments.some((part) => /^(?:|\.{1,2}|\.git)$/i.test(part));
  if (isBelow && path !== configPath(mirrorRoot) && path !== schemaPath(mirrorRoot)) return path;
  throw new Problem({
    code: 'path-outside-mirror',
    message: `The path ${JSON.stringify(path)} does not belong to the mirror's pages.`,
    actor: 'support',
    hint: 'Nothing was written. Report the path with the log of this run.',
  });
}

function refuseStopped(plan: Plan): void {
  if (plan.guard.state === 'clear') return;
  throw new Problem({
    code: 'stopped-by-guard',
    message: `The run would remove ${plan.guard.removals} of ${plan.guard.of} files and waits for a person to agree.`,
    status: 409,
    hint: 'Review the removals.',
  });
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Collects where files go, before anything is put in order. */
class Structure {
  readonly #facts: ChangeFacts;
  readonly #moves = new Map<string, string>();
  readonly #targets = new Set<string>();
  readonly #removals = new Set<string>();

  constructor(facts: ChangeFacts) {
    this.#facts = facts;
  }

  move(from: string, to: string): void {
    if (from === to || !this.#facts.tree.has(from)) return;
    if (this.#targets.has(to)) {
      this.remove(from);
      return;
    }
    this.#moves.set(checkPath(from, this.#facts.mirrorRoot), checkPath(to, this.#facts.mirrorRoot));
    this.#targets.add(to);
  }

  remove(path: string): void {
    if (this.#facts.tree.has(path)) this.#removals.add(checkPath(path, this.#facts.mirrorRoot));
  }

  /** Files that a page had and has no more; a file that keeps its name moves along with its page. */
  replaceAttachments(before: readonly string[], after: readonly string[]): void {
    const kept = new Set(after);
    const byName = new Map(after.map((path) => [nameOf(path), path]));
    for (const path of before) {
      const place = byName.get(nameOf(path));
      if (kept.has(path)) continue;
      if (place !== undefined && !before.includes(place)) this.move(path, place);
      else this.remove(path);
    }
  }

  changes(): readonly TreeChange[] {
    const moves = [...this.#moves].map(([from, to]) => ({ kind: 'rename', from, to }) as const);
    const removals = [...this.#removals].filter((path) => !this.#targets.has(path));
    const taken = new Set([...this.#facts.tree.keys(), ...this.#targets]);
    const freePath = (index: number): string => {
      let path = `${this.#facts.mirrorRoot}/_moving/${index}`;
      while (taken.has(path)) path += '-';
      return path;
    };
    const inOrder = moves.sort((a, b) => (a.from < b.from ? -1 : 1));
    return [
      ...orderRenames(inOrder, freePath),
      ...removals.sort().map((path): TreeChange => ({ kind: 'remove', path })),
    ];
  }
}

/**
 * Renames and removals, in an order that can be carried out one after another; the writes come after them.
 * Throws Problem `stopped-by-guard` for a plan that the guard stopped, `path-outside-mirror` for a path that
 * no plan may hold.
 */
export function structureChanges(facts: ChangeFacts): readonly TreeChange[] {
  const { plan, ledger, attachments } = facts;
  refuseStopped(plan);
  const structure = new Structure(facts);
  for (const { page, path, from } of plan.writes) {
    if (from !== null) structure.move(from, path);
    const now = attachments.get(page.id);
    if (now !== undefined) structure.replaceAttachments(ledger.get(page.id)?.attachmentPaths ?? [], now);
  }
  for (const { pageId, path } of plan.removals) {
    structure.remove(path);
    const row = ledger.get(pageId);
    // Another file of the same page, left over from before it moved, has nothing beside it.
    if (row?.path === path) for (const attachment of row.attachmentPaths) structure.remove(attachment);
  }
  return structure.changes();
}

/** The tree as renames and removals leave it. */
export function treeAfter(
  tree: ReadonlyMap<string, string>,
  changes: readonly TreeChange[],
): ReadonlyMap<string, string> {
  const after = new Map(tree);
  for (const change of changes) {
    if (change.kind === 'remove') after.delete(change.path);
    else if (change.kind === 'write') after.set(change.path, blobHash(change.content));
    else {
      const blob = after.get(change.from)!;
      after.delete(change.from);
      after.set(change.to, blob);
    }
  }
  return after;
}

/** The write of a file; null where the tree, as renames and removals leave it, holds the same bytes there. */
export function writeChange(
  file: MirrorFile,
  tree: ReadonlyMap<string, string>,
  mirrorRoot: string,
): TreeChange | null {
  const path = checkPath(file.path, mirrorRoot);
  return tree.get(path) === blobHash(file.content) ? null : { kind: 'write', path, content: file.content };
}

/** All changes of a run. A file whose bytes the tree holds already is left out. */
export function treeChanges(facts: ChangeFacts, files: Iterable<MirrorFile>): readonly TreeChange[] {
  const structure = structureChanges(facts);
  const tree = treeAfter(facts.tree, structure);
  const writes = new Map<string, TreeChange>();
  for (const file of files) {
    const change = writeChange(file, tree, facts.mirrorRoot);
    if (change === null) writes.delete(file.path);
    else writes.set(file.path, change);
  }
  return [...structure, ...writes.values()];
}

/** Git's hash of a file's content. */
export function blobHash(content: Uint8Array): string {
  return createHash('sha1').update(`blob ${content.byteLength}\0`).update(content).digest('hex');
}
