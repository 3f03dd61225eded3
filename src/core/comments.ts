const MARKDOWN = /\.(?:md|mdx|markdown)$/i;
const FENCE = /^[\s>]*(?:`{3,}|~{3,})/;

/** Where a comment begins in a line: not where a sign before it says that it is text, as pages that show one have it. */
function openingIn(line: string): number {
  for (let at = line.indexOf('<!--'); at >= 0; at = line.indexOf('<!--', at + 1)) {
    const marks = /\\*$/.exec(line.slice(0, at))![0].length;
    if (marks % 2 === 0) return at;
  }
  return -1;
}

/** The text of a file's part; of Markdown without its comments, which no reader of the page sees. What stands in code stays. */
export function withoutComments(text: string, path: string): string {
  if (!text.includes('<!--') || !MARKDOWN.test(path)) return text;
  let isCode = false;
  let isComment = false;
  const kept: string[] = [];
  for (const line of text.split('\n')) {
    if (!isComment && FENCE.test(line)) isCode = !isCode;
    if (isCode) {
      kept.push(line);
      continue;
    }
    let seen = '';
    let rest = line;
    while (rest !== '') {
      const mark = isComment ? '-->' : '<!--';
      const at = isComment ? rest.indexOf(mark) : openingIn(rest);
      if (!isComment) seen += at < 0 ? rest : rest.slice(0, at);
      rest = at < 0 ? '' : rest.slice(at + mark.length);
      if (at >= 0) isComment = !isComment;
    }
    if (seen !== '' || line === '') kept.push(seen);
  }
  return kept.join('\n');
}
