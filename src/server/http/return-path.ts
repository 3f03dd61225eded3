// A base that no real address has: what leaves it was not a path.
const BASE = 'https://return-path.invalid';

/**
 * The path and query of a return address, or `fallback` for everything that could lead elsewhere
 * (S3): other origins, backslashes, control characters, paths that start with two slashes.
 */
export function safeReturnPath(input: string | undefined, fallback: string): string {
  if (input === undefined || !input.startsWith('/') || /[\u0000-\u001f\u007f\\]/.test(input)) return fallback;
  if (!URL.canParse(input, BASE)) return fallback;
  const url = new URL(input, BASE);
  if (url.origin !== BASE || url.pathname.startsWith('//')) return fallback;
  return url.pathname + url.search;
}

/** Adds a query parameter to a path made by `safeReturnPath`. */
export function withParameter(path: string, name: string, value: string): string {
  const url = new URL(path, BASE);
  url.searchParams.set(name, value);
  return url.pathname + url.search;
}
