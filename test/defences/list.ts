import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

/** One text of a file that stands for a defence, and what stands there without it. */
interface Change {
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly put: string;
}

/** What stands against an attack or a mistake, the test that shows it, and how it is taken out to see that test turn red. */
export interface Defence {
  /** `S` and the number of an attack, or `R` and that of a mistake; the titles of its tests carry it. */
  readonly against: string;
  readonly test: string;
  /** What was taken out, for people. */
  readonly taken: string;
  readonly changes: readonly Change[];
  /** Without the defence the test does not end by itself; that it has to be ended, or ends for want of memory, counts as red. */
  readonly endless?: true;
}

const numberOf = ({ against }: Defence) => Number(against.slice(1));

function listed(...names: readonly string[]): readonly Defence[] {
  return names
    .flatMap(
      (name) => parse(readFileSync(fileURLToPath(new URL(`./${name}.yaml`, import.meta.url)), 'utf8')) as Defence[],
    )
    .sort((one, other) => numberOf(one) - numberOf(other));
}

function tableOf(some: readonly Defence[]): string {
  return some.map(({ against, test, taken }) => `| ${against} | \`${test}\` | ${taken} |`).join('\n');
}

const attacks = listed('entering', 'keeping', 'outside', 'text');
const mistakes = listed('mistakes');

/** Everything that can be taken out: what stands against attacks, then against mistakes, by their numbers. */
export const defences: readonly Defence[] = [...attacks, ...mistakes];

/** Rows of the tables, and the documents that they stand in. */
export const tables = [
  { file: 'docs/5-extend/attacks.md', rows: tableOf(attacks) },
  { file: 'docs/5-extend/trials.md', rows: tableOf(mistakes) },
];
