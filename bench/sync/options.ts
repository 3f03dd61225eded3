import { parseArgs } from 'node:util';
import { wholeNumber } from '../command.ts';

export interface SyncOptions {
  readonly pages: number;
  readonly latencyMs: number;
  readonly changed: number;
  /** Most results of a search at a time, as a site may have it; null: as many as are asked for. */
  readonly searchLimit: number | null;
}

export interface SyncCall extends SyncOptions {
  /** Sizes to be taken one after another. */
  readonly sizes: readonly number[];
  /** Events a second; null: none are measured. */
  readonly rate: number | null;
  readonly seconds: number;
  readonly json: boolean;
  /** Adds the results to the committed ones. */
  readonly save: boolean;
}

export const usage = `npm run bench -- sync --pages N --latency MS [--changed K] [--search-limit N] [--json] [--save]
npm run bench -- sync --series [--latency MS] [--save]
npm run bench -- sync --events RATE --seconds S [--pages N] [--latency MS] [--json] [--save]

Mirrors N pages of the world "large" with the product as it runs, on stand-ins that answer MS milliseconds late, and
says what a first sync, a sweep without a change and K changed pages cost; beside it what a plain loop over single
pages costs and, up to ${1_000} pages, an installed reader of others. Stand-ins and product are processes of their own.

  --series           1,000, 10,000 and 100,000 pages one after another
  --events RATE      after a first sync, RATE events a second arrive for S seconds, each of another page; says how long
                     each takes to the commit that holds its change
  --search-limit N   let the search of the stand-in give N results at a time at most
  --json             print one line: for each part the figures that are compared, and nothing else
  --save             keep the figures in bench/results
`;

const SERIES = [1_000, 10_000, 100_000];

/** null: help was asked for. Throws where the arguments are wrong. */
export function readOptions(args: readonly string[]): SyncCall | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      pages: { type: 'string' },
      latency: { type: 'string', default: '100' },
      changed: { type: 'string' },
      'search-limit': { type: 'string', default: '0' },
      series: { type: 'boolean', default: false },
      events: { type: 'string' },
      seconds: { type: 'string', default: '30' },
      json: { type: 'boolean', default: false },
      save: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return null;
  if (values.series && (values.pages !== undefined || values.events !== undefined))
    throw new Error('--series takes its own sizes: leave out --pages and --events.');
  const pages = wholeNumber('pages', values.pages ?? (values.events === undefined ? '1000' : '10000'));
  const changed = wholeNumber('changed', values.changed ?? String(Math.min(10, pages)));
  if (changed > pages) throw new Error(`--changed takes at most the number of pages, ${pages}.`);
  const rate = values.events === undefined ? null : wholeNumber('events', values.events);
  const seconds = wholeNumber('seconds', values.seconds);
  if (rate !== null && rate * seconds > pages)
    throw new Error(`${rate} events a second for ${seconds} s need ${rate * seconds} pages: raise --pages.`);
  const searchLimit = wholeNumber('search-limit', values['search-limit'], 0) || null;
  if (values.save && searchLimit !== null)
    throw new Error('The kept figures are those of a search without a most: leave out --save or --search-limit.');
  return {
    pages,
    sizes: values.series ? SERIES : [pages],
    latencyMs: wholeNumber('latency', values.latency, 0),
    changed,
    searchLimit,
    rate,
    seconds,
    json: values.json,
    save: values.save,
  };
}
