import { describe, expect, it } from 'vitest';
import { convert, toMarkdown } from '../src/index.ts';
import { bare, readGfm } from './reading.ts';

/** The Markdown of a table with this in its second cell, once a reader has got the same tree from it. */
function cellOf(content: string): string {
  const body = `<table><tr><th>a</th><th>b</th></tr><tr><td>x</td><td>${content}</td></tr></table>`;
  const { markdown, mdast } = convert({ from: 'storage', body });
  const read = readGfm(markdown);
  expect(bare(read)).toEqual(bare(mdast));
  expect(toMarkdown(read)).toBe(markdown);
  return markdown;
}

const inTable = (cell: string) => `| a | b |\n| --- | --- |\n| x | ${cell} |\n`;

describe('code in a cell', () => {
  it.each([
    ['a pipe', '<code>a|b</code>', '`a\\|b`'],
    ['a backslash before a pipe', '<code>grep a\\|b</code>', '<code>grep a\\\\&#124;b</code>'],
    ['two of them', '<code>a\\\\|b</code>', '<code>a\\\\\\\\&#124;b</code>'],
    ['signs that mean something', '<code>*\\|&lt;b>`</code>', '<code>\\*\\\\&#124;&lt;b>\\`</code>'],
    ['marks around it', '<strong>m <code>\\|</code></strong>', '**m <code>\\\\&#124;</code>**'],
    ['a link around it', '<a href="/x"><code>\\|</code></a>', '[<code>\\\\&#124;</code>](/x)'],
    ['a backslash elsewhere', '<code>\\a\\</code>', '`\\a\\`'],
  ])('with %s is read back', (_name, content, cell) => {
    expect(cellOf(content)).toBe(inTable(cell));
  });

  it('of which GitHub would make a link or a mention stands in an HTML table', () => {
    for (const code of ['me@example.com\\|b', '@ada\\|b']) {
      expect(cellOf(`<code>${code}</code>`)).toContain(`<td><code>${code}</code></td>`);
    }
    expect(cellOf('<code>me@example.com|b</code>')).toBe(inTable('`me@example.com\\|b`'));
  });
});

describe('a table with rows of unlike length', () => {
  const lopsided = (columns: number, rows: number) =>
    `<table><tr>${'<th>h</th>'.repeat(columns)}</tr>${'<tr><td>a</td></tr>'.repeat(rows)}</table>`;

  it('has as many cells in each row', () => {
    const { markdown } = convert({ from: 'storage', body: lopsided(3, 2) });
    expect(markdown).toBe('| h | h | h |\n| --- | --- | --- |\n| a |  |  |\n| a |  |  |\n');
  });

  it('is an HTML table, without the cells that are not there, where those would be most of it', () => {
    const body = lopsided(200, 200);
    const { markdown, mdast } = convert({ from: 'storage', body });
    expect(markdown).toMatch(/^<table>\n<thead>[\s\S]*<tr>\n<td>a<\/td>\n<\/tr>\n<\/tbody>\n<\/table>\n$/);
    expect(markdown.length).toBeLessThan(body.length * 1.2);
    expect(bare(readGfm(markdown))).toEqual(bare(mdast));
    const cell = (type: string) => ({ type, content: [{ type: 'paragraph', content: [{ type: 'text', text: 'a' }] }] });
    const row = (type: string, count: number) => ({ type: 'tableRow', content: Array(count).fill(cell(type)) });
    const table = { type: 'table', content: [row('tableHeader', 200), ...Array(200).fill(row('tableCell', 1))] };
    const adf = JSON.stringify({ type: 'doc', version: 1, content: [table] });
    expect(convert({ from: 'adf', body: adf }).markdown).toBe(markdown.replaceAll('h</th>', 'a</th>'));
  });
});
