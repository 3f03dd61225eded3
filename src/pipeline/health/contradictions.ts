import type { StatedBy } from '../../core/ports/wiki-health.ts';
import { type DraftFinding, groupBy, named, onPage } from './draft.ts';

const NUMBER = /^[~<>≤≥]?[+-]?\d/;

/** Whether one of two values is the other one said more fully, such as `team blue` and `team blue berlin`. */
function holdsOther(one: string, other: string): boolean {
  return ` ${one} `.includes(` ${other} `) || ` ${other} `.includes(` ${one} `);
}

/** Values that cannot both be right, of which one is not just the other with more words. */
function conflicting(values: readonly string[]): boolean {
  const numbers = values.filter((value) => NUMBER.test(value)).length;
  if (numbers !== 0 && numbers !== values.length) return false;
  return values.some((one, at) => values.slice(at + 1).some((other) => !holdsOther(one, other)));
}

function subjectOf(subject: string, key: string): string {
  const [about, environment] = subject.split('@').map((part) => part.trim());
  const of = about ? `${named(key)} of ${named(about)}` : named(key);
  return environment ? `${of} (${environment.replace(/\+/g, ', ')})` : of;
}

/** Names for which pages state different values: one finding a name, about the page that was edited first. */
export function contradictions(stated: readonly StatedBy[]): readonly DraftFinding[] {
  return groupBy(stated, (one) => JSON.stringify([one.stated.subject, one.stated.key])).flatMap((group) => {
    const values = [...new Set(group.map((one) => one.stated.value))];
    if (values.length < 2 || !conflicting(values)) return [];
    const sorted = [...group].sort((one, other) =>
      (one.page.source?.modifiedAt ?? '').localeCompare(other.page.source?.modifiedAt ?? ''),
    );
    const oldest = sorted[0]!;
    const newest = sorted.findLast((one) => one.stated.value !== oldest.stated.value)!;
    const { subject, key } = oldest.stated;
    return [
      {
        kind: 'contradiction' as const,
        rule: 'different-values',
        page: oldest.page,
        subject: `${subject}\n${key}`,
        what: `${subjectOf(subject, key)} is ${named(oldest.stated.shown)} here and ${named(newest.stated.shown)} on ${named(newest.page.title)}.`,
        fix: 'Find out which value holds, and let one page state it and the others link there.',
        evidence: [oldest, newest, ...sorted.filter((one) => one !== oldest && one !== newest)].map((one) =>
          onPage(one.page, one.line),
        ),
        weight: sorted.length,
      },
    ];
  });
}
