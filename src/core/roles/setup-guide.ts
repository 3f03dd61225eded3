/** Words for the wizard, so that the web page needs to know no product by name. */
export interface SetupGuide {
  /** Display name of the product. */
  readonly name: string;
  readonly steps: Readonly<Record<string, { readonly title: string; readonly help: string }>>;
}
