/** What a search can be narrowed by. */
export type FilterName = 'spaces' | 'labels' | 'repositories' | 'path_prefix' | 'authors' | 'kinds';

/** Values of a filter that nothing has which the asker may see, and values that something has. */
export interface UnknownFilter {
  readonly filter: FilterName;
  /** As they were asked for. */
  readonly values: readonly string[];
  /** Untrusted, as pages and people bear them: those most like the values asked for first, then the most common. */
  readonly known: readonly string[];
  /** Values that something has and that are not among `known`. */
  readonly more: number;
}
