import { describe, expect, it } from 'vitest';
import { convert, type LinkResolver } from '../src/index.ts';

const site = 'https://acme.atlassian.net/wiki';
const storage = (body: string, baseUrl?: string, resolve?: LinkResolver) =>
  convert({ from: 'storage', body }, { baseUrl, resolve });
const page = (attributes: string, anchor = '') =>
  `<ac:link${anchor}><ri:page ${attributes}/><ac:link-body>x</ac:link-body></ac:link>`;
const linked = (href: string, baseUrl: string = site) => storage(`<a href="${href}">x</a>`, baseUrl);

describe('without an answer of a resolver', () => {
  it.each([
    [
      'a page by its id',
      page('ri:content-id="7"'),
      '[x](https://acme.atlassian.net/wiki/pages/viewpage.action?pageId=7)',
    ],
    [
      'a place on a page',
      page('ri:content-id="7"', ' ac:anchor="Step 1"'),
      '[x](https://acme.atlassian.net/wiki/pages/viewpage.action?pageId=7#Step%201)',
    ],
    [
      'a page by its title',
      page('ri:content-title="Run book" ri:space-key="ENG"'),
      '[x](https://acme.atlassian.net/wiki/display/ENG/Run%20book)',
    ],
    ['a page of no known space', page('ri:content-title="Half \ud800"'), '[x](page:Half%20%EF%BF%BD)'],
    [
      'a space',
      '<ac:link><ri:space ri:space-key="ENG"/></ac:link>',
      '[ENG](https://acme.atlassian.net/wiki/spaces/ENG)',
    ],
    [
      'a person',
      '<ac:structured-macro ac:name="no-such"><ac:parameter ac:name="by"><ri:user ri:account-id="a:1"/></ac:parameter></ac:structured-macro>',
      '`[macro: no-such]` [`@a:1`](https://acme.atlassian.net/wiki/people/a%3A1)',
    ],
    [
      'a file of a page by its id',
      '<ac:link><ri:attachment ri:filename="a.pdf"><ri:content-entity ri:content-id="7"/></ri:attachment></ac:link>',
      '[a.pdf](https://acme.atlassian.net/wiki/download/attachments/7/a.pdf)',
    ],
  ])('%s has its address on the site', (_name, body, markdown) => {
    expect(storage(body, site).markdown).toBe(`${markdown}\n`);
  });
});

it('takes a title that names no space for one of the own space', () => {
  const { markdown } = convert(
    { from: 'storage', body: page('ri:content-title="Run book"', ' ac:anchor="Step 1"') },
    { baseUrl: site, spaceKey: 'OPS' },
  );
  expect(markdown).toBe('[x](https://acme.atlassian.net/wiki/display/OPS/Run%20book#Step%201)\n');
});

describe('addresses of the site', () => {
  it.each([
    ['/wiki/people/%zz', { kind: 'person', id: '%zz' }],
    [
      '/wiki/pages/viewpage.action?spaceKey=ENG&amp;title=Run+book',
      { kind: 'page', spaceKey: 'ENG', title: 'Run book' },
    ],
    ['/wiki/pages/viewpage.action?title=Run+book', undefined],
    ['/wiki/pages/viewpage.action?pageId=x', undefined],
    ['/wiki/x/AAAAAAAAAAAAAAAA', undefined],
    ['/wiki/x/AA', undefined],
    ['/wiki/spaces/ENG/blog/2026/03/31/12/Post', { kind: 'page', id: '12' }],
    ['http://[', undefined],
  ])('%s', (href, target) => {
    expect(linked(href).links).toEqual(target ? [target] : []);
  });

  it('are those of the same scheme and host alone', () => {
    expect(linked('http://wiki.example/display/ENG/P', 'http://wiki.example').links).toHaveLength(1);
    expect(linked('ftp://wiki.example/display/ENG/P', 'ftp://wiki.example').links).toEqual([]);
  });
});

describe('an answer of a resolver', () => {
  it('may name a place by what is no address', () => {
    const { markdown, report } = storage(page('ri:content-title="A"'), site, () => ({ href: '#%zz' }));
    expect(markdown).toBe('[x](#%zz)\n');
    expect(report).toContainEqual(expect.objectContaining({ what: 'link:anchor', text: '#%zz' }));
  });

  it('names a file that the page knows by its id alone', () => {
    const body = JSON.stringify({ type: 'mediaInline', attrs: { id: 'f1', type: 'file', collection: 'c' } });
    const named = (text: string) =>
      convert({ from: 'adf', body }, { resolve: () => ({ href: 'files/1', text }) }).markdown;
    expect(named('plan.pdf')).toBe('[plan.pdf](files/1)\n');
    expect(named('map.png')).toBe('![map.png](files/1)\n');
    expect(named('A plan')).toBe('[A plan](files/1)\n');
  });
});
