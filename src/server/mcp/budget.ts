import { tokensOf } from './tokens.ts';

/** Tokens that a whole result has unless asked otherwise, and at most. */
export const DEFAULT_TOKENS = 4_000;
/** Below this there would be addresses alone. */
export const LEAST_TOKENS = 1_000;
export const MOST_TOKENS = 25_000;

/** Tokens of everything that a result sends: the text and the structured form of it. */
export function tokensOfResult(result: object): number {
  return tokensOf(JSON.stringify(result));
}

/** The result with as many of the first items as the budget takes, at least one, and how many those are. */
export function fitItems<Item, Result extends object>(
  items: readonly Item[],
  build: (items: readonly Item[]) => Result,
  maxTokens: number,
): { readonly result: Result; readonly kept: number } {
  let low = Math.min(1, items.length);
  let high = items.length;
  let result = build(items.slice(0, high));
  if (tokensOfResult(result) <= maxTokens) return { result, kept: high };
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (tokensOfResult(build(items.slice(0, middle))) <= maxTokens) low = middle;
    else high = middle - 1;
  }
  result = build(items.slice(0, low));
  return { result, kept: low };
}

/** The result with as many characters of a text as the budget takes; at least some. */
export function fitText<Result extends object>(
  characters: number,
  build: (characters: number) => Result,
  maxTokens: number,
): Result {
  let room = characters;
  let result = build(room);
  for (let tokens = tokensOfResult(result); tokens > maxTokens && room > 50; tokens = tokensOfResult(result)) {
    room = Math.max(50, Math.floor(room * Math.min(0.9, maxTokens / tokens)));
    result = build(room);
  }
  return result;
}
