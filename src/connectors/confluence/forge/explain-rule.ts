import type { Explanation } from './provision-problem.ts';

/** Commands of the tool whose output can be explained. */
export type ForgeStep = 'register' | 'lint' | 'deploy' | 'install' | 'list' | 'uninstall';

/** A phrase of the tool, or of a server in its mouth, and what it means. */
export interface Rule extends Explanation {
  /** Steps it is heard in; absent: all. */
  readonly steps?: readonly ForgeStep[];
  /** The tool's own fixed words, looked for in the whole output. */
  readonly phrase?: RegExp;
  /** Words of a server or a library, looked for on `Error:` lines alone, since other text may hold them too. */
  readonly error?: RegExp;
}
