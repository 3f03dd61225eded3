import type { MirrorFile } from '../../core/mirror-file.ts';
import type { Preview } from '../../core/preview.ts';
import type { Scope } from '../../core/scope.ts';

export interface Proposal {
  readonly branch: string;
  readonly title: string;
  /** Ends with the hidden marker. */
  readonly body: string;
  /** Hash of the scope file's text; also in the marker. */
  readonly hash: string;
  /** The scope file and its schema. */
  readonly files: readonly MirrorFile[];
  readonly commitMessage: string;
}

/** Head branch of a connection's proposals. */
export function proposalBranch(source: string, connectionId: string): string {
  return `ctx/${source}-config/${connectionId}`;
}

/** The pull request that carries a scope. */
export function proposal(_facts: {
  readonly connectionId: string;
  readonly mirrorRoot: string;
  readonly scope: Scope;
  /** The scope in force; null before the first. */
  readonly previous: Scope | null;
  /** Text of the file on the target branch, whatever its state; its comments stay. */
  readonly previousText: string | null;
  readonly preview: Preview | null;
}): Proposal {
  throw new Error('Not written yet.');
}

/** Hash in the marker of a pull request's body; null where there is none. */
export function readMarker(_body: string): string | null {
  throw new Error('Not written yet.');
}

/** Hash by which scope files are compared. */
export function scopeTextHash(_text: string): string {
  throw new Error('Not written yet.');
}
