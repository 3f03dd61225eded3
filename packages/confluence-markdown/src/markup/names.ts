/** Places of the table below; a power of two. */
const SIZE = 512;
const LONGEST = 40;

/** Names that were read before, at the place that {@link nameIn} looks for them. */
const names: (string | undefined)[] = new Array(SIZE).fill(undefined);

/**
 * Name that stands between two places of a source. The same few names stand in every body a thousand times over: one
 * that was read before is found without a new string, whose place in every map would have to be worked out again.
 */
export function nameIn(source: string, from: number, to: number): string {
  const length = to - from;
  if (length < 1 || length > LONGEST) return source.slice(from, to);
  const middle = source.charCodeAt(from + (length >> 1));
  const place =
    (source.charCodeAt(from) * 31 + source.charCodeAt(to - 1) * 7 + middle * 131 + length * 17) & (SIZE - 1);
  const known = names[place];
  if (known !== undefined && known.length === length && isAt(source, from, known, length)) return known;
  const name = Buffer.from(source.slice(from, to), 'utf16le').toString('utf16le');
  names[place] = name;
  return name;
}

/** Whether a name stands at a place of a source; most names are so short that a look at each letter takes less. */
function isAt(source: string, from: number, name: string, length: number): boolean {
  if (length > 4) return source.startsWith(name, from);
  for (let index = 0; index < length; index++) {
    if (source.charCodeAt(from + index) !== name.charCodeAt(index)) return false;
  }
  return true;
}
