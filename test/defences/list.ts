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

/** A defence against a known attack, the test that shows it, and how it is taken out to see that test turn red. */
export interface Defence {
  /** `S` and the number of the attack; the titles of its tests carry it. */
  readonly attack: string;
  readonly test: string;
  /** What was taken out, for people. */
  readonly taken: string;
  readonly changes: readonly Change[];
  /** Without the defence the test does not end by itself; that it has to be ended counts as red. */
  readonly endless?: true;
}

const numberOf = ({ attack }: Defence) => Number(attack.slice(1));

/** Every defence that can be taken out, by the number of its attack. */
export const defences: readonly Defence[] = ['entering', 'keeping', 'outside', 'text']
  .flatMap(
    (name) => parse(readFileSync(fileURLToPath(new URL(`./${name}.yaml`, import.meta.url)), 'utf8')) as Defence[],
  )
  .sort((one, other) => numberOf(one) - numberOf(other));

/** Rows of the table in the documents. */
export const tableOfDefences = defences
  .map(({ attack, test, taken }) => `| ${attack} | \`${test}\` | ${taken} |`)
  .join('\n');
