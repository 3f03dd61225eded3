import { parseArgs } from 'node:util';
import { wholeNumber } from '../command.ts';

export interface FreshOptions {
  /** Edits a second. */
  readonly rate: number;
  readonly seconds: number;
  readonly pages: number;
  readonly json: boolean;
  /** Keeps the result in the repository. */
  readonly save: boolean;
}

export const usage = `npm run bench -- fresh [--rate N] [--seconds N] [--pages N] [--json] [--save]

Edits pages of a mirrored wiki of N pages at a steady rate, each edit another page, and measures for each how long it takes
until its new version can be searched: event, run, commit, push, index. The product runs as it is installed, the
stand-ins for both vendors beside it.

  --save   keep the figures in bench/results/fresh.json and fresh.md
`;

/** null: help was asked for. Throws where the arguments are wrong. */
export function readOptions(args: readonly string[]): FreshOptions | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rate: { type: 'string', default: '20' },
      seconds: { type: 'string', default: '20' },
      pages: { type: 'string', default: '500' },
      json: { type: 'boolean', default: false },
      save: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return null;
  return {
    rate: wholeNumber('rate', values.rate),
    seconds: wholeNumber('seconds', values.seconds),
    pages: wholeNumber('pages', values.pages),
    json: values.json,
    save: values.save,
  };
}
