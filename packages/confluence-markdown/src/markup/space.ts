const TELLING = /[\t\n\r\f]| {2}/;

/** White space as HTML shows it: runs become one space. Spaces that do not break are text. */
export function collapse(value: string): string {
  return TELLING.test(value) ? value.replace(/[ \t\n\r\f]+/g, ' ') : value;
}
