import { parseArgs } from 'node:util';

export interface SyncOptions {
  readonly pages: number;
  readonly latencyMs: number;
  readonly changed: number;
  /** Most results of a search at a time, as a site may have it; null: as many as are asked for. */
  readonly searchLimit: number | null;
  readonly json: boolean;
  /** Adds the result to the committed ones. */
  readonly save: boolean;
}

export const usage = `npm run bench -- sync --pages N --latency MS [--changed K] [--search-limit N] [--json] [--save]

Mirrors N pages of the world "large" with the product as it runs, on stand-ins that answer MS milliseconds late, and
says what a first sync, a sweep without a change and K changed pages cost; beside it what a plain loop over single
pages costs. Stand-ins and product are processes of their own.

  --search-limit N   let the search of the stand-in give N results at a time at most
  --save   keep the figures in bench/results/sync.json and sync.md
`;

/** null: help was asked for. Throws where the arguments are wrong. */
export function readOptions(args: readonly string[]): SyncOptions | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      pages: { type: 'string', default: '1000' },
      latency: { type: 'string', default: '100' },
      changed: { type: 'string', default: '10' },
      'search-limit': { type: 'string', default: '0' },
      json: { type: 'boolean', default: false },
      save: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return null;
  const whole = (name: 'pages' | 'latency' | 'changed' | 'search-limit', least: number): number => {
    const value = Number(values[name]);
    if (!Number.isInteger(value) || value < least) throw new Error(`--${name} takes a whole number from ${least}.`);
    return value;
  };
  return {
    pages: whole('pages', 1),
    latencyMs: whole('latency', 0),
    changed: whole('changed', 1),
    searchLimit: whole('search-limit', 0) || null,
    json: values.json,
    save: values.save,
  };
}
