/** A definition of code with the comments and annotations above it. Lines are 1-based and inclusive. */
export interface CodeSymbol {
  /** Names of what it stands in, outermost first, and its own. */
  readonly path: readonly string[];
  /** First line with what leads to it. */
  readonly start: number;
  readonly end: number;
  /** Line of the name. */
  readonly line: number;
}

/** A name that code uses and that is defined elsewhere: `name` or `Owner.name`. */
export interface CodeUse {
  readonly kind: 'call' | 'type';
  readonly name: string;
  readonly line: number;
}

/** A module, file or package that code brings in. */
export interface CodeImport {
  /** As it is written, without quotation marks. */
  readonly from: string;
  readonly line: number;
  /** Single names that it brings in: how the module calls each, and how this file does. */
  readonly names: readonly { readonly name: string; readonly as: string }[];
  /** Name under which the whole module is known here; null where there is none. */
  readonly whole: string | null;
}

/** What a parser finds in a file of code. */
export interface CodeStructure {
  /** Name of the grammar. */
  readonly language: string;
  /** In the order of their lines. */
  readonly definitions: readonly CodeSymbol[];
  /** Whether the definitions are names that others use; sections and rules are not. */
  readonly named: boolean;
  readonly uses: readonly CodeUse[];
  readonly imports: readonly CodeImport[];
}
