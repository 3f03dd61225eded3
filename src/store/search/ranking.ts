import type { ScoreParts } from '../../core/score.ts';
import type { Weighted } from './candidates.ts';
import type { Question } from './question.ts';
import { fold } from './words.ts';

/** What ranking knows of a chunk. `ranks`: per term of the selection, 0 for none, up to 1. */
export interface Ranked {
  readonly title: string;
  readonly heading_path: readonly string[];
  readonly text: string;
  readonly ordinal: number;
  readonly ranks: readonly number[];
}

const COVERAGE = 0.6;
const ADJACENT = 0.25;
const EXACT_NAME = 0.35;
const EXACT_TITLE = 0.5;
const OPENING = 0.03;

function words(text: string): readonly string[] {
  return fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}

function spaced(text: string): string {
  return ` ${words(text).join(' ')} `;
}

/** Share of neighbouring words of the question that are neighbours in the text. */
function adjacency(asked: readonly string[], text: string): number {
  if (asked.length < 2) return 0;
  let found = 0;
  for (let at = 1; at < asked.length; at += 1) if (text.includes(` ${asked[at - 1]} ${asked[at]} `)) found += 1;
  return found / (asked.length - 1);
}

/**
 * Scores chunks: rarity times saturated frequency per term (as in BM25F, fields by weight), more for
 * chunks that have most of the question, have its words side by side, spell its names exactly, or
 * whose title is the question.
 */
export function score(
  text: string,
  question: Question,
  terms: readonly Weighted[],
  chunk: Ranked,
): { readonly score: number; readonly parts: ScoreParts } {
  const possible = terms.reduce((sum, { weight }) => sum + weight, 0) || 1;
  // What a question is found by may leave no term: what stands beside it tells its matches apart then.
  let base = terms.length === 0 ? 1 : 0;
  let covered = 0;
  for (const [at, { weight }] of terms.entries()) {
    const rank = chunk.ranks[at] ?? 0;
    base += weight * rank;
    if (rank > 0) covered += weight;
  }
  const asked = words(text);
  const body = spaced([chunk.title, ...chunk.heading_path, chunk.text].join('\n'));
  const names = question.names.filter((name) => chunk.text.includes(name) || chunk.title.includes(name)).length;
  const title = words(chunk.title).join(' ');
  const shares = {
    coverage: COVERAGE * (covered / possible) ** 2,
    adjacency: ADJACENT * adjacency(asked, body),
    names: question.names.length > 0 ? EXACT_NAME * (names / question.names.length) : 0,
    title: title !== '' && title === asked.join(' ') ? EXACT_TITLE : 0,
    opening: chunk.ordinal === 0 ? OPENING : 0,
  };
  const bonus = shares.coverage + shares.adjacency + shares.names + shares.title + shares.opening;
  const counted = terms.map(({ term, weight }, at) => ({ term, rarity: weight, frequency: chunk.ranks[at] ?? 0 }));
  return { score: base * (1 + bonus), parts: { terms: counted.filter(({ frequency }) => frequency > 0), shares } };
}
