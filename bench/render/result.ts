import type { Losses } from './losses.ts';
import type { PairsResult } from './pairs.ts';
import type { Time } from './rounds.ts';
import type { SourceFormat } from './source.ts';
import type { Total } from './totals.ts';

/** One converter on the documents of one format. */
export interface Entry {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly total: Total;
  /** For all documents once. */
  readonly milliseconds: Time;
}

/** What one run of the bench found. */
export interface RenderBench {
  readonly at: string;
  readonly node: string;
  readonly platform: string;
  readonly processor: string;
  readonly processors: number;
  /** Mean load of the last minute before the run. */
  readonly loadBefore: number;
  readonly rounds: number;
  readonly characters: Readonly<Record<SourceFormat, number>>;
  readonly formats: Readonly<Record<SourceFormat, readonly Entry[]>>;
  readonly pairs: PairsResult;
  readonly invalid: Losses;
  readonly valid: Losses;
}
