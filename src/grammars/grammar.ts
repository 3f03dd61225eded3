/**
 * How a language is read. Captures of the query: `@container` and `@definition` with `@name` (and `@owner` where the
 * owner is written beside the name), `@call` and `@type` for uses, `@import` with `@from`, and inside of an import
 * `@imported` (`name` or `name as other`), `@default` and `@whole`.
 */
export interface Grammar {
  /** Part of the name of the parser's file. */
  readonly name: string;
  readonly query: string;
  /** Kinds of nodes around a definition that begin with it: exports, decorators, templates. */
  readonly wrappers: readonly string[];
  /** Whether definitions are names that others use. */
  readonly named: boolean;
  /** What an import's text means where it names its parts by itself. */
  readonly readImport?: (text: string) => readonly ImportedPath[];
}

export interface ImportedPath {
  readonly from: string;
  readonly names: readonly { readonly name: string; readonly as: string }[];
}

/** `a.b.C` brings in `C`. */
export function lastPartOf(separator: string): (text: string) => readonly ImportedPath[] {
  return (text) => {
    const name = text.slice(text.lastIndexOf(separator) + separator.length);
    return [{ from: text, names: name === '*' ? [] : [{ name, as: name }] }];
  };
}
