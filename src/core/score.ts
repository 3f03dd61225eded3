/** How a score came about: the sum over the terms, and by which shares of it the rest adds to it. */
export interface ScoreParts {
  /** Rarity of the term times how often and where the chunk has it, between 0 and 1. */
  readonly terms: readonly { readonly term: string; readonly rarity: number; readonly frequency: number }[];
  /** Most of the question is there; its words stand side by side; its names are spelled so; the title is the question; the page begins so. */
  readonly shares: {
    readonly coverage: number;
    readonly adjacency: number;
    readonly names: number;
    readonly title: number;
    readonly opening: number;
  };
}
