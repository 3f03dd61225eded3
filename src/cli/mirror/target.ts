import type { TreeChange } from '../../core/mirror-file.ts';

/** Where a mirror is written to: a folder, or a branch of a repository. Methods throw `Problem`. */
export interface MirrorTarget {
  /** Files below the mirror's folder as they stand: path to blob, paths from the top of the repository. */
  readonly tree: ReadonlyMap<string, string>;
  /** Contents of these files, in any order. */
  read(paths: readonly string[]): AsyncIterable<{ readonly path: string; readonly content: Uint8Array }>;
  /** Carries the changes out in their order, all or, in a repository, none of them. */
  write(request: {
    readonly message: string;
    readonly changes: AsyncIterable<TreeChange>;
  }): Promise<{ readonly state: 'written'; readonly commit: string | null } | { readonly state: 'moved' }>;
  /**
   * Files as the newest commit of a mirror left them, and the commit that the target stands at: what differs was edited by
   * hand. Absent: nothing is remembered, or nobody went on.
   */
  readonly last?: { readonly published: ReadonlyMap<string, string>; readonly head: string };
  /** Where it is, for people. */
  readonly name: string;
}
