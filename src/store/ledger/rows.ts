/** The last item of each key, in the order of the first: one statement must not touch a row twice. */
export function lastOfEach<Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly Item[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}

/** Gives equal texts as one, so that rows of thousands of pages hold what they share once. */
export function shareTexts(): <Text extends string | null>(text: Text) => Text {
  const known = new Map<string, string>();
  return (text) => {
    if (text === null) return text;
    const first = known.get(text);
    if (first === undefined) known.set(text, text);
    return (first ?? text) as typeof text;
  };
}

/** Rows that are read at a time where all are wanted: as the database gives them they take several times their room. */
export const ROWS_AT_A_TIME = 1_000;

/** Cuts a list into parts of at most `size`. */
export function parts<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}
