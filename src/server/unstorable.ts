/** What no text of ours may hold: NUL, and half of a surrogate pair. The store takes neither. */
const unstorable = /\0|\p{Surrogate}/u;

/** What is said of such a text. */
export const unstorableMessage = 'holds a character that is none: NUL, or half of a surrogate pair';

/** Places of such text in a value, as dotted paths. */
export function unstorableIn(value: unknown, path = ''): readonly string[] {
  if (typeof value === 'string') return unstorable.test(value) ? [path] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    unstorable.test(key) ? [path] : unstorableIn(inner, path === '' ? key : `${path}.${key}`),
  );
}
