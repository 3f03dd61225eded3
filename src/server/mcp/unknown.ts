import type { UnknownFilter } from '../../core/unknown-filter.ts';
import { lineOf } from '../../pipeline/answer/index.ts';
import { DATA_NOTE, quoted } from './rendering.ts';
import { tokensOf } from './tokens.ts';

/** How much is told, the most first: values that there are, values that were asked for, and letters of each. */
const SIZES = [
  { known: 10, values: 3, letters: 80 },
  { known: 5, values: 2, letters: 60 },
  { known: 2, values: 1, letters: 40 },
  { known: 0, values: 1, letters: 20 },
] as const;

function shortened({ filter, values, known, more }: UnknownFilter, size: (typeof SIZES)[number]) {
  const line = (value: string) => lineOf(value, size.letters);
  const shown = known.slice(0, size.known).map(line);
  return {
    filter,
    values: values.slice(0, size.values).map(line),
    known: shown,
    more: more + known.length - shown.length,
  };
}

type Shown = ReturnType<typeof shortened>;

function sentence({ filter, values, known, more }: Shown): string {
  const there = [...known, ...(more === 0 ? [] : [`${more} more`])];
  return `${filter}: nothing has ${values.join(', ')}. There are: ${there.length === 0 ? 'none' : there.join(', ')}.`;
}

/** What an answer says of filters with values that nothing has. */
export interface UnknownNote {
  /** Begins with an empty line; empty where all values are had. */
  readonly text: string;
  readonly fields: { readonly unknown_filters?: { readonly [name: string]: unknown } };
}

/** Names filters with values that nothing has, and as many of the values that there are as half of a budget holds. */
export function unknownNote(unknown: readonly UnknownFilter[] | undefined, maxTokens: number): UnknownNote {
  if (!unknown || unknown.length === 0) return { text: '', fields: {} };
  const build = (size: (typeof SIZES)[number]): UnknownNote => {
    const shown = unknown.map((one) => shortened(one, size));
    const names = shown.map(({ filter }) => filter).join(', ');
    const text = `\n\nUnknown values of ${names}. ${DATA_NOTE}\n${quoted(shown.map(sentence).join('\n'))}`;
    const entries = shown.map(({ filter, ...values }) => [filter, { trust: 'untrusted', ...values }]);
    return { text, fields: { unknown_filters: Object.fromEntries(entries) } };
  };
  const notes = SIZES.map(build);
  return notes.find((note) => tokensOf(JSON.stringify(note)) <= maxTokens / 2) ?? notes.at(-1)!;
}
