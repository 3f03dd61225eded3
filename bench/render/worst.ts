import { MEASURES } from './fidelity.ts';
import type { Judged } from './totals.ts';

/** For each measure the documents that lose the most, with what they lose. */
export function worstOf(judged: readonly Judged[], count: number): string {
  const lines: string[] = [];
  for (const measure of MEASURES) {
    const losing = judged
      .map(({ document, fidelity }) => ({ file: document.file, lost: fidelity.scores[measure].lost }))
      .filter(({ lost }) => lost.length > 0)
      .sort((a, b) => b.lost.length - a.lost.length);
    if (losing.length > 0) lines.push(`## ${measure}`);
    for (const { file, lost } of losing.slice(0, count)) {
      lines.push(`${file}: ${lost.length}`, ...lost.slice(0, 8).map((each) => `    ${each}`));
    }
  }
  const leaking = judged.filter(({ fidelity }) => fidelity.leakage.leaked.length > 0);
  if (leaking.length > 0) lines.push('## leakage');
  for (const { document, fidelity } of leaking.slice(0, count)) {
    lines.push(`${document.file}: ${fidelity.leakage.leaked.slice(0, 8).join(' ')}`);
  }
  return lines.join('\n');
}
