/** A name that a document spells, kept so that it can be looked up again when what is connected changes. */
export interface Naming {
  readonly text: string;
  readonly line: number;
  /**
   * `heading`: it stands in a heading. `route`: code answers at that endpoint. `link`: the address of a link. `import`,
   * `call` and `type`: code uses it so.
   */
  readonly as: 'term' | 'heading' | 'route' | 'link' | 'import' | 'call' | 'type';
  /** How the key of what is meant begins. */
  readonly in?: string;
}
