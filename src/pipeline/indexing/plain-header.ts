const LONGEST_HEADER = 200;

function unquoted(value: string): string {
  const text = value.trim();
  const quote = text[0];
  const closed = text.length > 1 && (quote === '"' || quote === "'") && text.endsWith(quote);
  return closed ? text.slice(1, -1).trim() : text;
}

/** Front matter of ordinary Markdown: the lines it takes, and its title where it has one on a line of its own. */
export function plainHeader(lines: readonly string[]): { readonly title: string | null; readonly lines: number } {
  if (lines[0]?.trimEnd() !== '---') return { title: null, lines: 0 };
  const end = lines.findIndex((line, index) => index > 0 && index < LONGEST_HEADER && /^(?:---|\.\.\.)\s*$/.test(line));
  if (end < 0) return { title: null, lines: 0 };
  const named = lines.slice(1, end).find((line) => /^title\s*:/.test(line));
  const title = named === undefined ? '' : unquoted(named.slice(named.indexOf(':') + 1));
  return { title: title === '' ? null : title, lines: end + 1 };
}
