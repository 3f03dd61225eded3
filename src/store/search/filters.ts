/** Path prefixes as files have them: without a leading `/` or `./`. */
export function plainPrefix(prefix: string): string {
  return prefix.replace(/^(?:\.?\/)+/, '');
}

/** For each name an expression of Postgres, to be matched without case, for names that have it as whole words. */
export function namePatterns(names: readonly string[]): readonly string[] {
  return names
    .map((name) => name.trim().replace(/\s+/g, ' '))
    .filter((name) => name !== '')
    .map(
      (name) => `(^|[^[:alnum:]])${name.replace(/[^\p{L}\p{N}\s]/gu, '\\$&').replaceAll(' ', '\\s+')}([^[:alnum:]]|$)`,
    );
}

/** Lower case, each once. */
export function lowered(values: readonly string[]): string[] {
  return [...new Set(values.map((value) => value.toLowerCase()))];
}
