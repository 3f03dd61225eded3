import { MEASURES } from './fidelity.ts';
import type { Entry } from './result.ts';

/** Rounded down: what is written as 100 lost nothing. */
function percent(kept: number, of: number): string {
  if (of === 0) return '–';
  return kept === of ? '100' : (Math.floor((kept / of) * 10_000) / 100).toFixed(2);
}

function cellsOf({ total }: Entry): string[] {
  const { leaked, of } = total.leakage;
  const leakage = of === 0 ? '–' : ((leaked / of) * 100).toFixed(2);
  return [...MEASURES.map((name) => percent(total.measures[name].kept, total.measures[name].of)), leakage];
}

/** A row for each converter, below the names of the measures and how much there is of each. */
export function rowsOf(entries: readonly Entry[]): string[][] {
  const [first] = entries;
  const counts = MEASURES.map((name) => String(first?.total.measures[name].of ?? 0));
  return [
    ['', ...MEASURES, 'leakage', 'failed', 'ms of processor', 'ms passed'],
    ['how many', ...counts, '', String(first?.total.documents ?? 0), '', ''],
    ...entries.map((entry) => [
      entry.name,
      ...cellsOf(entry),
      String(entry.total.failed.length),
      entry.milliseconds.processor.median.toFixed(1),
      entry.milliseconds.wall.median.toFixed(1),
    ]),
  ];
}

/** For a terminal. */
export const inColumns = (rows: readonly string[][]): string => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  ');
  return rows.map(line).join('\n');
};

/** For a document. */
export const asTable = ([head = [], ...rows]: readonly string[][]): string =>
  [head, head.map((_, at) => (at === 0 ? '---' : '--:')), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
