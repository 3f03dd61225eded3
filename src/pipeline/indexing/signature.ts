/** Hashes of a signature. Two texts that share a part of their word sequences share about that part of them. */
const HASHES = 64;
/** Words that a sequence has. */
const SEQUENCE = 4;
/** Texts with fewer words are alike by chance: stubs, and pages with a title alone. */
const LEAST_WORDS = 40;
const MOST_WORDS = 20_000;

function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    hash ^= text.charCodeAt(at);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}

function mixed(hash: number, seed: number): number {
  let value = Math.imul(hash ^ seed, 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

const seeds = Array.from({ length: HASHES }, (_, at) => hashOf(`seed ${at}`));

/**
 * The least hashes of a text's word sequences (Broder 1997), and one of all its words, by which texts that are the
 * same are told from those that are alike. null for a text too short to compare.
 */
export function signatureOf(text: string): readonly number[] | null {
  const words = (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, MOST_WORDS);
  if (words.length < LEAST_WORDS) return null;
  const least = new Array<number>(HASHES).fill(0xffffffff);
  const seen = new Set<number>();
  for (let at = 0; at + SEQUENCE <= words.length; at += 1) {
    const hash = hashOf(words.slice(at, at + SEQUENCE).join(' '));
    if (seen.has(hash)) continue;
    seen.add(hash);
    for (let nth = 0; nth < HASHES; nth += 1) {
      const value = mixed(hash, seeds[nth]!);
      if (value < least[nth]!) least[nth] = value;
    }
  }
  return [...least, hashOf(words.join(' '))];
}
