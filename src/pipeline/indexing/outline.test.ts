import { expect, test } from 'vitest';
import { outlineOf } from './outline.ts';

test.each([
  [
    'a.md',
    '\n# One\n\n### Deep *er*\n',
    [
      { title: 'One', depth: 1, line: 2 },
      { title: 'Deep er', depth: 3, line: 4 },
    ],
  ],
  [
    'a.ts',
    'class A {\n  b() {\n  }\n}\n',
    [
      { title: 'A', depth: 1, line: 1 },
      { title: 'b', depth: 2, line: 2 },
    ],
  ],
  ['a.lua', 'function x()\nend\n', []],
  ['a.txt', '# no heading\n', []],
])('the outline of %s', (path, text, expected) => {
  expect(outlineOf(path, text.split('\n'))).toEqual(expected);
});
