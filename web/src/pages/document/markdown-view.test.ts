import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { sessionQuery } from '../../api/session.ts';
import MarkdownView from './markdown-view.tsx';

function shown(markdown: string): string {
  const client = new QueryClient();
  client.setQueryData(sessionQuery.queryKey, { demo: null } as never);
  const view = createElement(MarkdownView, { markdown, base: 'https://wiki.example/pages/1' });
  return renderToStaticMarkup(createElement(QueryClientProvider, { client }, view));
}

const hostile = [
  '<img src=x onerror=alert(1)>',
  '![a picture](https://elsewhere.example/x.png "t")',
  '<script>alert(1)</script>',
  '[a link](javascript:alert(1))',
  '<a href="java&#115;cript:alert(1)">a link</a>',
  '<a href=" javascript:alert(1)">a link</a>',
  '[a link](data:text/html;base64,PHNjcmlwdD4=)',
  '<svg><script>alert(1)</script><animate onbegin=alert(1) attributeName=x></svg>',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<form action="https://elsewhere.example"><button formaction="javascript:alert(1)">go</button></form>',
  '<details ontoggle=alert(1) open><summary>More</summary></details>',
  '<b style="position:fixed;inset:0">over all</b>',
  '<table background="https://elsewhere.example/x"><tr><td onclick=alert(1)>cell</td></tr></table>',
  '<base href="https://elsewhere.example/"><meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></p></noscript>',
  '<object data="data:text/html,x"></object><embed src="https://elsewhere.example/x.swf">',
];

describe('the text of a page', () => {
  it.each(hostile)('runs nothing and loads nothing, whoever wrote it: %s (S19)', (markdown) => {
    const html = shown(`Before.\n\n${markdown}\n\nAfter.\n`);
    expect(html).toContain('Before.');
    expect(html).toContain('After.');
    for (const [tag] of html.replace(/="[^"]*&lt;[^"]*"/g, '').matchAll(/<[a-z][^>]*>/gi)) {
      expect(tag).not.toMatch(
        /^<(?:script|iframe|object|embed|form|button|style|base|meta|link|img|svg\b(?!.*lucide)|math)/i,
      );
      expect(tag).not.toMatch(/\son\w+=|\s(?:style|srcdoc|formaction|background|src)=|javascript:|data:/i);
    }
  });

  it('keeps what text needs', () => {
    const html = shown(
      '# Title\n\nH<sub>2</sub>O and [a page](/pages/2)\n\n<table><tr><td rowspan="2">cell</td></tr></table>\n',
    );
    expect(html).toContain('<h2>Title</h2>');
    expect(html).toContain('<sub>2</sub>');
    expect(html).toContain('href="https://wiki.example/pages/2"');
    expect(html).toContain('rel="noreferrer nofollow ugc"');
    expect(html).toContain('rowSpan="2"');
  });
});
