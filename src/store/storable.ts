const unstorable = /\0|\p{Surrogate}/gu;

/** Postgres takes neither NUL nor half of a surrogate pair in text: NUL goes, a lone half becomes U+FFFD. */
export function storableText(text: string): string {
  return text.replace(unstorable, (found) => (found === '\0' ? '' : '\uFFFD'));
}

/** How JSON spells what Postgres refuses, possibly inside an escaped text. */
const suspicious = /\\u(?:0000|d[89a-f])/;

/** JSON whose every string, keys included, Postgres can take. */
export function storableJson(value: unknown): string {
  const plain = JSON.stringify(value);
  if (plain === undefined || !suspicious.test(plain)) return plain;
  return JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item === 'string') return storableText(item);
    if (
      item &&
      typeof item === 'object' &&
      !Array.isArray(item) &&
      Object.keys(item).some((key) => key.match(unstorable))
    )
      return Object.fromEntries(Object.entries(item).map(([key, inner]) => [storableText(key), inner]));
    return item;
  });
}
