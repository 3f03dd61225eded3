import { parseArgs } from 'node:util';
import { type BenchCommand, runCommand, wholeNumber } from '../command.ts';
import { complaint, saveBounds } from './report.ts';
import { type BoundsBench, runBoundsBench, take } from './run.ts';

interface Options {
  readonly characters: number;
  readonly only: string;
  readonly json: boolean;
  readonly save: boolean;
}

const bounds: BenchCommand<Options, BoundsBench> = {
  usage: `npm run bench -- bounds [--json] [--save] [--only TEXT] [--characters N]

Converts bodies that are made to take long, each in a process of its own at half and at full size, and says what time and
memory they take. Ends with 1 where one takes more than the package states, or more than in proportion to its size.

  --save          keep the figures in bench/results/bounds.json and bounds.md, and in the package's page bounds.md
  --only TEXT     bodies whose name contains TEXT
  --characters N  about how many each has (20,000,000)
`,
  readOptions(args) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        characters: { type: 'string', default: '20000000' },
        only: { type: 'string', default: '' },
        json: { type: 'boolean', default: false },
        save: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) return null;
    if (values.save && values.only) throw new Error('--save takes all bodies.');
    const { only, json, save } = values;
    return { characters: wholeNumber('characters', values.characters, 1000), only, json, save };
  },
  run: ({ characters, only }, say) => runBoundsBench(characters, only, say),
  save: saveBounds,
  isGood: ({ bodies }) => {
    const bad = bodies.filter((body) => complaint(body) !== '');
    for (const body of bad) process.stderr.write(`${body.name}: ${complaint(body)}\n`);
    return bad.length === 0;
  },
};

/** `npm run bench -- bounds`; gives the exit code. */
export async function main(args: string[]): Promise<number> {
  const [flag, name = '', , characters = ''] = args;
  if (flag !== '--one') return runCommand(args, bounds);
  process.stdout.write(JSON.stringify(take(name, Number(characters))));
  return 0;
}
