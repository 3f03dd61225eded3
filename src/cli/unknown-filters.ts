import { z } from 'zod';
import { plainLine } from './terminal.ts';

/** What a server says of filters with values that nothing has. */
export const unknownForm = z
  .array(
    z.looseObject({ filter: z.string(), values: z.array(z.string()), known: z.array(z.string()), more: z.number() }),
  )
  .optional();

/** A line for each filter with values that nothing has; empty where there is none. Names of pages are data: nothing in them steers the terminal. */
export function printUnknown(unknown: z.output<typeof unknownForm>): string {
  const lines = (unknown ?? []).map(({ filter, values, known, more }) => {
    const there = [...known, ...(more === 0 ? [] : [`${more} more`])].join(', ') || 'none';
    return `${plainLine(`${filter}: nothing has ${values.join(', ')}. There are: ${there}.`)}\n`;
  });
  return lines.length === 0 ? '' : `${lines.join('')}\n`;
}
