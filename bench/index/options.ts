import { parseArgs } from 'node:util';

export interface IndexOptions {
  /** Sizes, the smallest first. */
  readonly chunks: readonly number[];
  /** Whether the other indexes are measured too. */
  readonly rivals: boolean;
  readonly json: boolean;
  /** Keeps the result in the repository. */
  readonly save: boolean;
}

export const usage = `npm run bench -- index --chunks N[,N...] [--alone] [--json] [--save]

Indexes a made-up wiki of about N chunks from the bytes of its files, asks 200 questions one after another, and does the
same with plain full text in the same database and with an index in JavaScript in memory. Reads neighbourhoods of the
graph and the health of all pages too, up to 200,000 chunks.

  --alone   leave the other indexes out
  --save    keep the figures in bench/results/index.json and index.md
`;

/** null: help was asked for. Throws where the arguments are wrong. */
export function readOptions(args: readonly string[]): IndexOptions | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      chunks: { type: 'string', default: '10000,100000' },
      alone: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      save: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return null;
  const chunks = values.chunks.split(',').map(Number);
  if (chunks.some((size) => !Number.isInteger(size) || size < 100))
    throw new Error('--chunks takes whole numbers from 100, with commas between them.');
  return {
    chunks: chunks.sort((one, other) => one - other),
    rivals: !values.alone,
    json: values.json,
    save: values.save,
  };
}
