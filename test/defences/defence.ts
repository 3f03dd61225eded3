/** One text of a file that stands for a defence, and what stands there without it. */
export interface Change {
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly put: string;
}

/** A defence against a known attack, the test that shows it, and how it is taken out to see that test turn red. */
export interface Defence {
  /** `S` and the number of the attack; the titles of its tests carry it. */
  readonly attack: string;
  readonly test: string;
  /** What was taken out, for people. */
  readonly taken: string;
  readonly changes: readonly Change[];
  /** The test does not end without the defence, so that it is ended; that counts as red. */
  readonly endless?: true;
}
