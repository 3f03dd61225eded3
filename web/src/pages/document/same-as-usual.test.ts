import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import Markdown, { type Options } from 'react-markdown';
import rehypeSanitize from 'rehype-sanitize';
import remarkGfm from 'remark-gfm';
import { describe, expect, it } from 'vitest';
import { sessionQuery } from '../../api/session.ts';
import MarkdownView from './markdown-view.tsx';
import { type HastNode, withRawHtml } from './raw-html.ts';

/** Elements and text alone, with headings one lower and breaks between elements left out. */
function outline(html: string): string {
  return html
    .replace(/<(\/?[a-z][a-z0-9]*)[^>]*>/g, '<$1>')
    .replace(/\s+/g, ' ')
    .replace(
      / ?(<\/?(?:article|p|h\d|ul|ol|li|table|thead|tbody|tr|th|td|pre|blockquote|hr|br|details|summary|div)>) ?/g,
      '$1',
    )
    .trim();
}

function ours(markdown: string): string {
  const client = new QueryClient();
  client.setQueryData(sessionQuery.queryKey, { demo: null } as never);
  const view = createElement(MarkdownView, { markdown, base: 'https://wiki.example/pages/1' });
  return renderToStaticMarkup(createElement(QueryClientProvider, { client }, view)).replace(
    /^<article[^>]*>|<\/article>$/g,
    '',
  );
}

/** What the usual, larger library shows. */
function usual(markdown: string): string {
  const options: Options = {
    remarkPlugins: [remarkGfm],
    rehypePlugins: [() => (tree: unknown) => void withRawHtml(tree as HastNode), rehypeSanitize],
    components: { h1: 'h2', h2: 'h3', h3: 'h4' },
  };
  return renderToStaticMarkup(createElement(Markdown, options, markdown));
}

const texts = [
  '# One\n\n## Two\n\n### Three\n\n#### Four\n\nTitle\n=====\n',
  'A *b* **c** ~~d~~ `e & <f>` ***g*** and \\*no emphasis\\* &copy; &#x41;\n',
  'Line one\nline two  \nline three\\\nline four\n',
  '- a\n- b\n  - c\n    - d\n- e\n',
  '- a\n\n- b\n\n  second paragraph\n\n  ```\n  code\n  ```\n',
  '3. three\n4. four\n   - inside\n',
  '- [x] done\n- [ ] open\n- plain\n',
  '- [ ] loose\n\n- [x] list\n',
  '> quoted\n> > twice\n>\n> - a list\n',
  '```ts\nconst a = "<b>";\n\n  indented\n```\n\n    by four spaces\n',
  '| a | b | c |\n|:--|:-:|--:|\n| 1 | *2* | `3` |\n| 4 | | a \\| b |\n',
  '[a](https://a.example "title") [b][ref] [c] <https://c.example> https://d.example/x_y mail@e.example\n\n[ref]: ../x.md\n[C]: /c "C"\n',
  '[twice] [missing]\n\n[twice]: /first\n[twice]: /second\n',
  '***\n\ntext\n\n---\n',
  '<table>\n<tr><th colspan="2">Head</th></tr>\n<tr><td>H<sub>2</sub>O</td><td><p>a</p><ul><li>b</li></ul></td></tr>\n</table>\n',
  '<details open><summary>More</summary>\n\nInside **bold**.\n\n</details>\n\nAfter.\n',
  'Keys <kbd>Ctrl</kbd> and x<sup>2</sup> <unknown>stays</unknown> <td>no table</td> <!-- gone -->\n',
  '<div><p>closed</i> badly\n\nand then *this*\n',
  'Emoji 🎉, Ünïcödé, العربية, 日本語 and a very_long_name_with_lines\n',
  '1) one\n2) two\n\n+ plus\n\n* star\n',
  '\\# no heading\n\n#no heading either\n\n1986\\. A year\n',
  '',
];

describe('Markdown as it is shown', () => {
  it.each(texts)('is what the usual library makes of it: %j', (markdown) => {
    expect(outline(ours(markdown))).toBe(outline(usual(markdown)));
  });

  it('leads links where they lead from the file', () => {
    const html = ours(
      '[a](https://a.example/x) [b][ref] [c](#part) [d](mailto:e@f.example) [g](ftp://h.example)\n\n[ref]: ../x.md\n',
    );
    expect([...html.matchAll(/<a (?:href="([^"]*)")?/g)].map(([, href]) => href)).toEqual([
      'https://a.example/x',
      'https://wiki.example/x.md',
      'https://wiki.example/pages/1#part',
      'mailto:e@f.example',
      undefined,
    ]);
  });

  it('aligns columns as the table says', () => {
    const html = ours('| a | b |\n|--:|:--|\n| 1 | 2 |\n');
    expect(html).toContain('<td style="text-align:right">1</td><td>2</td>');
  });

  it('keeps footnotes below the text, in the order of their calls', () => {
    const html = ours('One[^b] two[^a] one[^b].\n\n[^a]: Second, see[^c].\n[^b]: First.\n[^c]: Third.\n');
    expect(outline(html)).toBe(
      '<p>One<sup>1</sup> two<sup>2</sup> one<sup>1</sup>.</p><hr><ol><li><p>First.</p></li>' +
        '<li><p>Second, see<sup>3</sup>.</p></li><li><p>Third.</p></li></ol>',
    );
  });
});
