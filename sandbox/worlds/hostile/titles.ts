import { documentOf, paragraph, textNode } from '../adf.ts';
import { page } from '../site.ts';
import type { WorldItem } from '../world.ts';

const said = (text: string) => ({ adf: JSON.stringify(documentOf([paragraph([textNode(text)])])) });

/** Titles that break paths, files, shells and pull requests. */
const titles: readonly string[] = [
  'C++',
  'C#',
  'C',
  '日本語',
  '???',
  '🚀',
  '👩‍👩‍👧‍👦 family',
  'API',
  'api',
  'Caf\u00e9',
  'Cafe\u0301',
  'trailing dot.',
  'trailing space ',
  ' leading space',
  'CON',
  'aux',
  'NUL.md',
  'com1.txt',
  '.git',
  '.',
  '..',
  '../../etc/passwd',
  'a/b',
  'a\\b',
  'nul\u0000byte',
  'line\nbreak and\ttab',
  `${'long '.repeat(50)}end`,
  '長'.repeat(85),
  '--upload-pack=touch pwned',
  '$(id)',
  '`id`; rm -rf /',
  '@acme/everyone [skip ci] fixes #1',
  '<script>alert(1)</script>',
  'colon: "quotes" \'single\' | pipe * star ? < >',
  '---',
  '# heading',
  '[link](javascript:alert(1))',
  '\u202eright to left',
  'zero\u200bwidth\u200djoiner',
  'lone \ud800 surrogate',
  'index',
  'README',
  '%2e%2e%2f',
  'true',
  '1e3',
  'null',
];

/** One page a title, and the same title twice below different parents. */
export function hostileTitles(homeId: string): WorldItem[] {
  const below = { parentId: homeId };
  return [
    ...titles.map((title, index) =>
      page(String(30_010_000 + index), title, { ...below, body: said(`Title case ${index}`) }),
    ),
    page('30011001', 'First parent', { ...below, body: said('one') }),
    page('30011002', 'Second parent', { ...below, body: said('two') }),
    page('30011003', 'Same title', { parentId: '30011001', body: said('first of two') }),
    page('30011004', 'Same title', { parentId: '30011002', body: said('second of two') }),
    page('9007199254740993', 'Id beyond safe integers', { ...below, body: said('odd') }),
    page('9007199254740994', 'Its neighbour', { ...below, body: said('even') }),
  ];
}
