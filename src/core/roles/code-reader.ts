import type { CodeStructure } from '../code.ts';

/** Why a file is cut by its lines alone. */
export type NoStructure = 'no-grammar' | 'not-text' | 'too-large' | 'too-slow' | 'unreadable';

export type CodeReading =
  | { readonly state: 'read'; readonly structure: CodeStructure }
  | { readonly state: 'lines'; readonly reason: NoStructure };

/** Parses code. Bounded in size and time; never throws over what a file holds. */
export interface CodeReader {
  read(path: string, content: Uint8Array): Promise<CodeReading>;
}
