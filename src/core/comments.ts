const MARKDOWN = /\.(?:md|mdx|markdown)$/i;
const FENCE = /^[\s>]*(?:`{3,}|~{3,})/;

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
    for (let mark = ''; rest !== ''; ) {
      mark = isComment ? '-->' : '<!--';
      const at = rest.indexOf(mark);
      if (!isComment) seen += at < 0 ? rest : rest.slice(0, at);
      rest = at < 0 ? '' : rest.slice(at + mark.length);
      if (at >= 0) isComment = !isComment;
    }
    if (seen !== '' || line === '') kept.push(seen);
  }
  return kept.join('\n');
}
