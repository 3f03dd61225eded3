/** An address as it can stand in a link of Markdown and of HTML: no spaces, quotes, brackets that end it, or pipes. */
export function safeAddress(url: string): string {
  const trimmed = url.trim();
  return /[\s<>"\\^`{|}$]/.test(trimmed)
    ? trimmed.replace(/[\s<>"\\^`{|}$]/g, (character) => encodeURIComponent(character))
    : trimmed;
}
