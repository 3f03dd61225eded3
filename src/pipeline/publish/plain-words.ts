/** Spaces of any kind, controls, halves of characters, and marks that hide or turn around what follows. */
const NOT_SHOWN =
  /[\s\p{Cc}\p{Cs}\u2028\u2029\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]+/gu;
const LONGEST = 100;

/**
 * A text of the source as it may stand in a commit message or a pull request: one line that calls nobody,
 * refers to no issue, closes none, and skips no check, on whatever host. What would do so is written with
 * look-alikes that people read the same way. At most `limit` characters.
 */
export function plainWords(text: string, limit = LONGEST): string {
  const line = text
    .replace(NOT_SHOWN, ' ')
    .replaceAll('@', '＠')
    .replaceAll('#', '＃')
    .replaceAll('[', '(')
    .replaceAll(']', ')')
    .replace(/\bGH-(?=\d)/gi, 'GH\u2011')
    .replace(/:\/\//g, ':\u2044\u2044')
    .replaceAll('***', '∗∗∗')
    .trim();
  const letters = [...line];
  return letters.length <= limit
    ? line
    : `${letters
        .slice(0, limit - 1)
        .join('')
        .trimEnd()}…`;
}

/** The same in Markdown, as plain text. */
export function markdownWords(text: string, limit = LONGEST): string {
  return plainWords(text, limit)
    .replace(/[\\`*_{}()!|~$^=+-]/g, (mark) => `\\${mark}`)
    .replace(/^\d+(?=\.)|www(?=\.)/gi, '$&\\')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
