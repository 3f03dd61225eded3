/** Rows of old character sets that hold what is used every day: encoding, first and last lead byte. */
const EVERYDAY_ROWS = [
  ['gbk', 0xb0, 0xd7],
  ['shift_jis', 0x88, 0x97],
  ['big5', 0xa4, 0xc6],
  ['euc-kr', 0xb0, 0xc8],
] as const;

function everydayCharacters(): ReadonlySet<number> {
  const found = new Set<number>();
  for (const [encoding, first, last] of EVERYDAY_ROWS) {
    const decoder = new TextDecoder(encoding);
    for (let lead = first; lead <= last; lead += 1)
      for (let trail = 0x40; trail <= 0xfe; trail += 1) {
        const character = decoder.decode(Uint8Array.of(lead, trail));
        const code = character.codePointAt(0) ?? 0;
        if (character.length === 1 && code >= 0x4e00 && code <= 0xd7a3) found.add(code);
      }
  }
  return found;
}

let known: ReadonlySet<number> | null = null;

/** Whether a Han or Hangul character is one of those that people write every day in Chinese, Japanese or Korean. */
export function isEverydayCharacter(code: number): boolean {
  known ??= everydayCharacters();
  return known.has(code);
}
