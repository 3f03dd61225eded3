import { parseArgs } from 'node:util';
import { corporaFolder } from './corpora.ts';

export interface RenderOptions {
  readonly corpora: string;
  /** Documents whose path contains this; absent: all. */
  readonly only?: string;
  /** How many documents to name for each measure; 0: none. */
  readonly worst: number;
  readonly rounds: number;
  readonly rivals: boolean;
  readonly json: boolean;
  readonly save: boolean;
}

export const usage = `npm run bench -- render [--json] [--save] [--rounds N] [--no-rivals] [--worst N] [--only FILE] [--corpora FOLDER]

Converts real documents of others with our converter and with its rivals, in one process and one run, and says what of
each document is found again in the Markdown and how long that takes. The rivals are installed when they are missing.

  --save       keep the figures in bench/results/render.json and render.md, and in the package's page compared-with.md
  --worst N    name the N documents that lose the most by each measure, with what they lose (ours)
  --only FILE  documents whose path contains FILE; with --worst also prints the Markdown of a single one
  --no-rivals  ours alone
`;

/** null: help was asked for. Throws where the arguments are wrong. */
export function readOptions(args: readonly string[]): RenderOptions | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      corpora: { type: 'string', default: corporaFolder },
      only: { type: 'string' },
      worst: { type: 'string', default: '0' },
      rounds: { type: 'string', default: '15' },
      'no-rivals': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      save: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return null;
  const [worst, rounds] = [Number(values.worst), Number(values.rounds)];
  if (!Number.isInteger(worst) || worst < 0) throw new Error('--worst takes a whole number.');
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a whole number from 1.');
  if (values.save && (values.only || values['no-rivals']))
    throw new Error('--save takes all documents and all rivals.');
  const { corpora, only, json, save } = values;
  return { corpora, only, worst, rounds, rivals: !values['no-rivals'], json, save };
}
