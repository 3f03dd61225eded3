import { createHash } from 'node:crypto';

/** Names that Windows keeps for devices, with any extension. */
const DEVICE = /^(?:con|prn|aux|nul|clock|conin|conout|(?:com|lpt)[0-9¹²³])$/u;

/** Bytes of a text in a path. */
export function bytesOf(text: string): number {
  return Buffer.byteLength(text);
}

/** Whether a name without its extension, in lower case, is one that Windows keeps for a device. */
export function isDeviceName(name: string): boolean {
  return DEVICE.test(name);
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
 * by dashes. Empty for a title without any; names of devices come back empty too.
 */
export function slugOf(title: string, limit: number): string {
  const words = /^[\x20-\x7e]*$/.test(title) ? plainWords(title) : wordsOfAnyScript(title);
  const slug = cutToBytes(words, limit);
  return isDeviceName(slug) ? '' : slug;
}

/** The same as for any script, where a title is ASCII: most are, and a mirror has many. */
function plainWords(title: string): string {
  return title
    .toLowerCase()
    .replaceAll("'", '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

function wordsOfAnyScript(title: string): string {
  return title
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFC')
    .replace(/[\p{Default_Ignorable_Code_Point}\p{Variation_Selector}'’]/gu, '')
    .replace(/(?<![\p{L}\p{N}\p{M}])\p{M}+/gu, '')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
}

/**
 * What a link by title depends on: the title in its space, where letter case does not count. Any store takes it, and
 * no id looks like it.
 */
export function titleKey(spaceKey: string, title: string): string {
  return `${spaceKey}\n${title.trim().toLowerCase()}`.replace(/[\0\p{Cs}]/gu, '');
}

/** What depends on the attachments of another page. No id and no key of a title looks like it. */
export function filesKey(pageId: string): string {
  return `files of ${pageId}`;
}

const PLAIN_ID = /^(?=.*\d)[0-9a-z]{1,20}$/;
const HASHED_ID = /^x[0-9a-f]{12}$/;

/**
 * An id as it may stand in a path: itself where it is short and plain, else `x` and a short hash. Never
 * longer than 20 bytes, never empty, and without dashes, so that what follows the last dash of a name is its id.
 */
export function idTag(id: string): string {
  if (PLAIN_ID.test(id) && !HASHED_ID.test(id) && !isDeviceName(id)) return id;
  return `x${createHash('sha256').update(id).digest('hex').slice(0, 12)}`;
}
