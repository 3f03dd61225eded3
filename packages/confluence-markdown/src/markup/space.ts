/** Texts up to this length are looked through faster by hand than by an expression. */
const SHORT = 80;
const TELLING = /[\t\n\r\f]| {2}/;

function isTelling(value: string): boolean {
  if (value.length > SHORT) return TELLING.test(value);
  let space = false;
  for (let index = 0; index < value.length; index++) {
    const code = value.charCodeAt(index);
    if (code > 32) space = false;
    else if (code === 32) {
      if (space) return true;
      space = true;
    } else if (code === 10 || code === 9 || code === 13 || code === 12) return true;
  }
  return false;
}

/** White space as HTML shows it: runs become one space. Spaces that do not break are text. */
export function collapse(value: string): string {
  return isTelling(value) ? value.replace(/[ \t\n\r\f]+/g, ' ') : value;
}
