import { parseArgs } from 'node:util';

export interface IntakeOptions {
  /** Events a second. */
  readonly rate: number;
  readonly seconds: number;
  /** Pages of the world whose first sync runs meanwhile. */
  readonly pages: number;
  readonly json: boolean;
  readonly save: boolean;
}

export const usage = `npm run bench -- intake [--rate R] [--seconds S] [--pages N] [--json] [--save]

Sends R signed page events a second for S seconds to the product while the first sync of N pages runs, and says how
long each answer took and whether every accepted event stands in the journal.

  --json   one line: {"rate","sent","accepted","lost","p50ms","p95ms","p99ms"}
  --save   keep the figures, and what they were measured on, in bench/results/intake.json
`;

/** null: help was asked for. Throws where the arguments are wrong. */
export function readOptions(args: readonly string[]): IntakeOptions | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rate: { type: 'string', default: '200' },
      seconds: { type: 'string', default: '30' },
      pages: { type: 'string', default: '10000' },
      json: { type: 'boolean', default: false },
      save: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return null;
  const whole = (name: 'rate' | 'seconds' | 'pages'): number => {
    const value = Number(values[name]);
    if (!Number.isSafeInteger(value) || value < 1) throw new Error(`--${name} takes a whole number from 1.`);
    return value;
  };
  const { json, save } = values;
  return { rate: whole('rate'), seconds: whole('seconds'), pages: whole('pages'), json, save };
}
