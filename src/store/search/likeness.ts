/** Insertions, deletions, replacements and swaps of neighbours that turn one word into the other. */
export function distance(one: string, other: string): number {
  const from = [...one];
  const to = [...other];
  let before: number[] = [];
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const same = from[i - 1] === to[j - 1];
      let best = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1])
        best = Math.min(best, before[j - 2]! + 1);
      next.push(best);
    }
    before = row;
    row = next;
  }
  return row[to.length]!;
}

/** Slips that a word of this length may have and still be meant. */
export function allowedSlips(word: string): number {
  const letters = [...word].length;
  if (letters < 4 || /^\d+$/.test(word)) return 0;
  return letters < 8 ? 1 : 2;
}
