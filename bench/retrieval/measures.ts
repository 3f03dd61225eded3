export interface Measures {
  readonly ndcg10: number;
  readonly recall10: number;
  readonly mrr10: number;
}

const DEPTH = 10;

/** A grade is its own gain, as in trec_eval, by which BEIR is measured. */
function gainOf(grades: readonly number[]): number {
  return grades.reduce((sum, grade, rank) => sum + grade / Math.log2(rank + 2), 0);
}

/** Measures of one ranking of document ids against the grades of its query, over the first ten. */
export function measure(ranking: readonly string[], grades: ReadonlyMap<string, number>): Measures {
  const found = ranking.slice(0, DEPTH).map((id) => grades.get(id) ?? 0);
  const ideal = [...grades.values()].sort((one, other) => other - one).slice(0, DEPTH);
  const first = found.findIndex((grade) => grade > 0);
  return {
    ndcg10: gainOf(found) / gainOf(ideal),
    recall10: found.filter((grade) => grade > 0).length / grades.size,
    mrr10: first < 0 ? 0 : 1 / (first + 1),
  };
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function meanOf(all: readonly Measures[]): Measures {
  const of = (name: keyof Measures) => mean(all.map((one) => one[name]));
  return { ndcg10: of('ndcg10'), recall10: of('recall10'), mrr10: of('mrr10') };
}

/** The value below which a part of the values lies. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0;
}
