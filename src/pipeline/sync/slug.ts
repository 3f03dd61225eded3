const RESERVED = /^(?:con|prn|aux|nul|clock|conin|conout|(?:com|lpt)[0-9¹²³])$/u;

/** Bytes of a text in a path. */
export function bytesOf(text: string): number {
  return Buffer.byteLength(text);
}

/** The form in which two names are the same file on some file system: case and compatibility folded. */
export function foldPath(path: string): string {
  return path.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFC');
}

/** Cuts a text to a number of bytes without splitting a letter from its marks. */
export function cutToBytes(text: string, limit: number): string {
  if (bytesOf(text) <= limit) return text;
  let cut = '';
  let used = 0;
  for (const letter of text.match(/\P{M}\p{M}*/gu) ?? []) {
    used += bytesOf(letter);
    if (used > limit) break;
    cut += letter;
  }
  return cut.replace(/-+$/, '');
}

/**
 * A title as a name in a path: letters, digits and their marks of every script in lower case, joined
 * by dashes. Empty for a title without any; `reserved` names of Windows come back empty too.
 */
export function slugOf(title: string, limit: number): string {
  const words = title
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFC')
    .replace(/[\p{Default_Ignorable_Code_Point}\p{Variation_Selector}'’]/gu, '')
    .replace(/(?<![\p{L}\p{N}\p{M}])\p{M}+/gu, '')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  const slug = cutToBytes(words, limit);
  return RESERVED.test(slug) ? '' : slug;
}

/** A space key as a directory name: kept as it is where every file system takes it. */
export function spaceFolder(key: string, limit: number): string | null {
  const plain = /^~?[A-Za-z0-9_-]+$/.test(key) && bytesOf(key) <= limit;
  return plain && !RESERVED.test(key.toLowerCase()) ? key : null;
}
