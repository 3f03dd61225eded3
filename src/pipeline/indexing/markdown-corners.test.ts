import { describe, expect, test } from 'vitest';
import { documentOf } from './file.testbed.ts';
import { readBlocks } from './markdown-blocks.ts';
import { plainText } from './markdown-inline.ts';

const linksOf = (text: string) =>
  documentOf('a.md', text).links.map(({ href, text: label, line }) => `${line} ${label} -> ${href}`);
const blocksOf = (text: string) =>
  readBlocks(text.split('\n')).map(({ kind, start, end, title }) => `${kind} ${start}-${end} ${title}`.trim());

describe('corners of Markdown', () => {
  test.each([
    ['[a](<b c.md> "T")', ['1 a -> b c.md']],
    ['[a](b(c).md)', ['1 a -> b(c).md']],
    ['[a](b\\)c.md)', ['1 a -> b)c.md']],
    ["[a]( b.md 'T' )", ['1 a -> b.md']],
    ['[a](b.md\n(T))', ['1 a -> b.md']],
    ['[a](b.md "never closed)', []],
    ['[a]()', []],
    ['[a](<never closed)', []],
    [`[a](${'('.repeat(40)})`, []],
    ['![alt](pic.png)', ['1 alt -> pic.png']],
    ['[![alt](pic.png)](page.md)', ['1 alt -> pic.png', '1 alt -> page.md']],
    ['\\[a](b.md)', []],
    ['`[a](b.md)`', []],
    ['`` never closed [a](b.md)', ['1 a -> b.md']],
    [
      'see https://a.example/x_(y). Then (https://b.example/z).',
      ['1 https://a.example/x_(y) -> https://a.example/x_(y)', '1 https://b.example/z -> https://b.example/z'],
    ],
    ['xhttps://a.example', []],
    ['<mailto:a@b.example> <b>', ['1 mailto:a@b.example -> mailto:a@b.example']],
    ['[a][B  c] [b c][] [x][none]\n\n[b c]: <u.md>', ['1 a -> u.md', '1 b c -> u.md']],
    ['[bad]: \n\n] stray [open', []],
    ['[a][no\nend', []],
  ])('the links of %j', (text, links) => expect(linksOf(text)).toEqual(links));

  test.each([
    [
      '#\n## ##\n# a#\n# b #\n#\tc\t#',
      ['heading 1-1', 'heading 2-2', 'heading 3-3 a#', 'heading 4-4 b', 'heading 5-5 c'],
    ],
    ['> ```\n> # x\nafter', ['code 1-2', 'text 3-3']],
    ['- ```\n  # x\nafter', ['code 1-2', 'text 3-3']],
    ['```\nnever closed\n# x', ['code 1-3']],
    ['<!-- never\n\n# x', ['html 1-3']],
    ['<script>\n\n# x\n</script>\n# y', ['html 1-4', 'heading 5-5 y']],
    ['``` a`b\ntext', ['text 1-2']],
    ['- a\n  - b\n\nc\n===', ['text 1-2', 'heading 4-5 c']],
    ['a\n- b\n---', ['text 1-1', 'text 2-3']],
    ['a | b\n--- | ---\n1 | 2\n\nc', ['table 1-3', 'text 5-5']],
  ])('the blocks of %j', (text, blocks) => expect(blocksOf(text)).toEqual(blocks));

  test('running text loses its marks and keeps its words', () => {
    expect(plainText('**A** [b](c.md) `d_e` \\*f\\* __g__  h')).toBe('A b d_e *f* g h');
  });
});
