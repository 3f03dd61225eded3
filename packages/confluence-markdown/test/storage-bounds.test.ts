import { describe, expect, it } from 'vitest';
import { type BodyFormat, ConversionError, convert } from '../src/index.ts';

/** Milliseconds that a body of this kind takes, the best of two. */
function time(body: string, from: BodyFormat = 'storage'): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 2; round++) {
    const started = performance.now();
    convert({ from, body });
    best = Math.min(best, performance.now() - started);
  }
  return best;
}

describe('hostile bodies', () => {
  const deep = 10_000;
  const nested: Readonly<Record<string, [open: string, close: string]>> = {
    quotes: ['<blockquote>', '</blockquote>'],
    lists: ['<ul><li>a', '</li></ul>'],
    tables: ['<table><tr><td>', '</td></tr></table>'],
    panels: ['<ac:structured-macro ac:name="info"><ac:rich-text-body>', '</ac:rich-text-body></ac:structured-macro>'],
    'unknown macros': [
      '<ac:structured-macro ac:name="x"><ac:rich-text-body>',
      '</ac:rich-text-body></ac:structured-macro>',
    ],
    layouts: ['<ac:layout-section><ac:layout-cell>', '</ac:layout-cell></ac:layout-section>'],
    tasks: ['<ac:task-list><ac:task><ac:task-body>', '</ac:task-body></ac:task></ac:task-list>'],
    divisions: ['<div>b', '</div>'],
    marks: ['<strong><em>', '</em></strong>'],
    paragraphs: ['<p>c', '</p>'],
    headings: ['<h1>d', '</h1>'],
    links: ['<a href="https://example.com">', '</a>'],
    details: ['<details><summary>e</summary>', '</details>'],
    'editor nodes': [
      '<ac:adf-extension><ac:adf-node type="panel"><ac:adf-content>',
      '</ac:adf-content></ac:adf-node></ac:adf-extension>',
    ],
  };
  for (const [name, [open, close]] of Object.entries(nested)) {
    it(`${deep} ${name} within each other keep their text`, () => {
      const body = `${open.repeat(deep)}innermost${close.repeat(deep)}`;
      const { markdown } = convert({ from: 'storage', body });
      expect(markdown).toContain('innermost');
      expect(convert({ from: 'view', body: open.repeat(deep) }).markdown.length).toBeLessThan(body.length * 4);
    });
  }

  it('refuses what is nested beyond any page', () => {
    const refused = () => convert({ from: 'storage', body: '<b>'.repeat(200_000) });
    expect(refused).toThrow(ConversionError);
    expect(refused).toThrow(expect.objectContaining({ code: 'too-deep' }));
  });

  it('shows a line of more parts than anybody writes without emphasis, and says so', () => {
    const piece = '<b>x<i>y</b>z</i><u>u</u><a href="https://example.com"><i>v</i>w</a>';
    const { markdown, report } = convert({ from: 'storage', body: `<p>${piece.repeat(20_000)}</p>` });
    expect(markdown).toBe(`${'xyzu[vw](https://example.com)'.repeat(20_000)}\n`);
    expect(report).toContainEqual(expect.objectContaining({ kind: 'degraded', what: 'line:marks' }));
    expect(convert({ from: 'storage', body: `<p>${piece}</p>` }).markdown).toContain('**');
  });

  it('takes a part that stands where it does not belong for no part of what it stands in', () => {
    const shortcut = '<ri:shortcut ri:key="jira" ri:parameter="ABC-2"/>';
    for (const name of ['code', 'info', 'x']) {
      const body = `<ac:structured-macro ac:name="${name}">${shortcut}</ac:structured-macro><p>words</p>`;
      const { markdown, report } = convert({ from: 'storage', body });
      expect(markdown).toContain('words');
      expect(report).toContainEqual(expect.objectContaining({ what: 'link:shortcut', text: 'jira@ABC-2' }));
    }
  });

  it('makes no room for what cells claim to span', () => {
    const body = `<table>${'<tr><td rowspan="50000" colspan="50000">a</td></tr>'.repeat(1_000)}</table>`;
    const { markdown } = convert({ from: 'storage', body });
    expect(markdown.length).toBeLessThan(body.length * 2);
    expect(markdown).toContain('<td colspan="1000" rowspan="1000">a</td>');
  });

  it('makes no room for the cells that short rows lack of a long one', () => {
    const row = '<tr><td>a</td></tr>';
    const body = `<table><tr>${'<td>h</td>'.repeat(2_000)}</tr>${row.repeat(4_000)}</table>`;
    const { markdown } = convert({ from: 'storage', body });
    expect(markdown.length).toBeLessThan(body.length * 2);
    expect(convert({ from: 'view', body }).markdown).toBe(markdown);
    const tables = `<table><tr>${'<td>'.repeat(40)}${'<tr><td>'.repeat(40)}</table>`.repeat(100);
    expect(convert({ from: 'storage', body: tables }).markdown.length).toBeLessThan(tables.length * 5);
  });

  it('does not expand entities that the body declares', () => {
    const bomb = `<!DOCTYPE x [<!ENTITY a "ha">${'<!ENTITY b "&a;&a;&a;&a;">'.repeat(100)}]><p>&b;</p>`;
    expect(convert({ from: 'storage', body: bomb }).markdown).toBe('&amp;b;\n');
  });

  it('answers for a table of 50,000 rows', { timeout: 60_000 }, () => {
    const rows = '<tr><td><p>a</p></td><td>b</td></tr>'.repeat(50_000);
    const { markdown } = convert({ from: 'storage', body: `<table><tbody>${rows}</tbody></table>` });
    expect(markdown.split('\n').length).toBe(50_003);
  });

  const repeated: Readonly<Record<string, string>> = {
    paragraphs: '<p>some <strong>bold</strong> and <a href="#x">linked</a> text &amp; more</p>',
    'lone tags': '<b>x</i></p>',
    items: '<li>x',
    macros: '<ac:structured-macro ac:name="info"><ac:rich-text-body><p>x</p></ac:rich-text-body></ac:structured-macro>',
    'words in one line': 'word <em>a</em> ',
    images: '<ac:image><ri:attachment ri:filename="a.png"/></ac:image>',
    'line breaks': 'a<br/>',
    quotes: '<a b="',
    'start tags': '<td>x<tr>',
  };
  for (const [name, piece] of Object.entries(repeated)) {
    it(`takes time in proportion to the length of ${name}`, { timeout: 60_000, retry: 2 }, () => {
      const count = name === 'lone tags' || name === 'quotes' ? 4_000 : 3_000;
      time(piece.repeat(count));
      const short = time(piece.repeat(count));
      const long = time(piece.repeat(count * 8));
      expect(long).toBeLessThan(short * 8 * 4 + 50);
    });
  }
});
