import { parseArgs } from 'node:util';

export interface WebBenchOptions {
  readonly rounds: number;
  /** Seconds into which the hour of events is pressed. */
  readonly seconds: number;
  readonly json: boolean;
  readonly save: boolean;
}

export const usage = `npm run bench -- web [--rounds N] [--seconds S] [--json] [--save]

Builds the page, opens it in Chromium over fixtures, and says for every route what its first visit loads and when it
can be used on a processor slowed down four times; how many frames a second the scope tree of 50,000 pages and the
graph at the snapshot's limits draw; and what memory an hour of events takes, pressed into S seconds.

  --save   keep the figures in bench/results/web.json and web.md
`;

/** null: help was asked for. Throws where the arguments are wrong. */
export function readOptions(args: readonly string[]): WebBenchOptions | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string', default: '3' },
      seconds: { type: 'string', default: '60' },
      json: { type: 'boolean', default: false },
      save: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return null;
  const whole = (name: 'rounds' | 'seconds'): number => {
    const value = Number(values[name]);
    if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} takes a whole number from 1.`);
    return value;
  };
  return { rounds: whole('rounds'), seconds: whole('seconds'), json: values.json, save: values.save };
}
