import type { CorpusDocument } from './test-set.ts';

const K1 = 1.2;
const B = 0.75;

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** The yardstick: BM25 over lower-case words, nothing else (Robertson and Zaragoza 2009). Gives ids, best first. */
export function plainBm25(documents: readonly CorpusDocument[]): (query: string) => readonly string[] {
  const postings = new Map<string, Map<number, number>>();
  const lengths = documents.map(({ title, text }, at) => {
    const words = wordsOf(`${title} ${text}`);
    for (const word of words) {
      const row = postings.get(word) ?? new Map<number, number>();
      row.set(at, (row.get(at) ?? 0) + 1);
      postings.set(word, row);
    }
    return words.length;
  });
  const average = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, documents.length);
  return (query) => {
    const scores = new Map<number, number>();
    for (const word of new Set(wordsOf(query))) {
      const row = postings.get(word);
      if (!row) continue;
      const rarity = Math.log(1 + (documents.length - row.size + 0.5) / (row.size + 0.5));
      for (const [at, count] of row) {
        const share = (count * (K1 + 1)) / (count + K1 * (1 - B + (B * lengths[at]!) / average));
        scores.set(at, (scores.get(at) ?? 0) + rarity * share);
      }
    }
    return [...scores].sort(([, one], [, other]) => other - one).map(([at]) => documents[at]!.id);
  };
}
