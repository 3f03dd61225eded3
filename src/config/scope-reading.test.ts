import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configPath, schemaPath } from './mirror-layout.ts';
import { parseScope } from './scope-reading.ts';
import { scopeSchema } from './scope-schema.ts';

const HEAD = 'version: 1\nsource: wiki\n';
const GOOD = `${HEAD}spaces:\n  - key: ENG\n`;

function problemsOf(text: string, options = {}) {
  const result = parseScope(text, options);
  return result.ok ? [] : result.problems;
}

function warningsOf(text: string) {
  const result = parseScope(text);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.warnings;
}

function selectedOf(lines: string) {
  const result = parseScope(`${GOOD}${lines}`);
  return result.ok ? result.scope.spaces[0]!.selectedPageIds : result.problems;
}

describe('parseScope', () => {
  it('R4: reads absent and null as the whole space, a list as those pages, [] as none', () => {
    expect(selectedOf('')).toBeNull();
    expect(selectedOf('    selectedPageIds: null\n')).toBeNull();
    expect(selectedOf('    selectedPageIds: []\n')).toEqual([]);
    expect(selectedOf('    selectedPageIds: ["1", 2]\n')).toEqual(['1', '2']);
  });

  it('keeps every digit of ids that are written as numbers', () => {
    expect(selectedOf('    selectedPageIds: [12345678901234567890, 0x1f, 007]\n')).toEqual([
      '12345678901234567890',
      '0x1f',
      '007',
    ]);
  });

  it('F26: reads past a byte order mark and Windows line ends', () => {
    expect(parseScope(`\ufeff${GOOD.replaceAll('\n', '\r\n')}`).ok).toBe(true);
    expect(problemsOf(`\ufeff${HEAD}spaces: 3\n`.replaceAll('\n', '\r\n'))).toMatchObject([{ line: 3, column: 9 }]);
    expect(problemsOf('\ufeffverzion: 1\n')[0]).toMatchObject({ line: 1, column: 1 });
  });

  it.each([
    ['an empty file', ' \n', 1, 1, 'empty'],
    ['a comment alone', '# nothing\n', 1, 1, 'mapping'],
    ['broken YAML', `${HEAD}spaces: [`, 3, 10, 'YAML'],
    ['a tab', `${HEAD}spaces:\n\t- key: A\n`, 4, 1, 'YAML'],
    ['two documents', `${GOOD}---\n${GOOD}`, 5, 1, 'A second document begins here.'],
    ['an unknown key', `${GOOD}  \nexclde: {}\n`, 6, 1, 'exclde is not known'],
    ['an unknown key of a space', `${GOOD}    label: x\n`, 5, 5, 'label is not known'],
    ['an unknown key of exclude', `${GOOD}    exclude: {page: []}\n`, 5, 15, 'page is not known'],
    ['an unknown key of attachments', `${GOOD}attachments: {kind: []}\n`, 5, 15, 'kind is not known'],
    ['an unknown kind', `${GOOD}attachments: {kinds: [image, film]}\n`, 5, 30, 'A kind is image'],
    ['an unknown choice of comments', `${GOOD}comments: some\n`, 5, 11, 'comments is none, open, all'],
    ['no label at all', `${GOOD}    labels: []\n`, 5, 13, 'one label'],
    ['a day that does not exist', `${GOOD}    exclude: {modifiedBefore: 2024-02-30}\n`, 5, 31, 'is a day'],
    ['a month that does not exist', `${GOOD}    exclude: {modifiedBefore: 2024-13-01}\n`, 5, 31, 'is a day'],
    ['a day in words', `${GOOD}    exclude: {modifiedBefore: May}\n`, 5, 31, 'is a day'],
    ['a flag in words', `${GOOD}history: yes please\n`, 5, 10, 'true or false'],
    ['an old name in the current version', `${GOOD}blogs: true\n`, 5, 1, 'blogs is not known'],
    [
      'an old and a new name',
      `version: 0\nsource: wiki\nspaces: []\nblogs: true\nblogPosts: true\n`,
      4,
      1,
      'blogs is not',
    ],
    [
      'an older version with a mistake',
      `version: 0\nsource: wiki\nspaces:\n  - key: A\n    pages: 5\n`,
      5,
      12,
      'list of page ids',
    ],
    ['an older version without spaces', `version: 0\nsource: wiki\nspaces: 3\n`, 3, 9, 'spaces is a list'],
    ['an older version with odd spaces', `version: 0\nsource: wiki\nspaces: [3]\n`, 3, 10, 'A space is written'],
    ['a duplicate key', `${GOOD}source: other\n`, 5, 1, 'twice'],
    ['a duplicate space', `${GOOD}  - key: ENG\n`, 5, 10, 'twice'],
    ['a missing version', 'source: wiki\nspaces: []\n', 1, 1, 'version is missing'],
    ['a missing key', `${HEAD}spaces:\n  - selectedPageIds: []\n`, 4, 5, 'key is missing'],
    ['missing spaces', HEAD, 1, 1, 'spaces is missing'],
    ['a later version', 'version: 2\nsource: wiki\nspaces: []\nnew: 1\n', 1, 10, 'written for version 2'],
    ['a version in words', 'version: one\nsource: wiki\nspaces: []\n', 1, 10, 'version is 1'],
    ['a version with a fraction', 'version: 1.5\nsource: wiki\nspaces: []\n', 1, 10, 'version is 1'],
    ['a version in quotes', 'version: "1"\nsource: wiki\nspaces: []\n', 1, 10, 'version is 1, and "1" stands here.'],
    [
      'a version with a nought',
      'version: 1.0\nsource: wiki\nspaces: []\n',
      1,
      10,
      'version is 1, and 1.0 stands here.',
    ],
    ['a version that is a list', 'version: [1]\nsource: wiki\nspaces: []\n', 1, 10, 'and a list stands here.'],
    ['a list at the top', '- a\n', 1, 1, 'mapping'],
    ['text at the top', 'hello\n', 1, 1, 'mapping'],
    ['a wrong type', `${HEAD}spaces:\n  - key: ENG\n    selectedPageIds: 5\n`, 5, 22, 'list of page ids'],
    ['an empty value', `${HEAD}spaces:\n`, 3, 8, 'spaces is a list'],
    ['an id that is a list', `${GOOD}    selectedPageIds: [[1]]\n`, 5, 23, 'page id'],
    ['spaces around a key', `${HEAD}spaces: [{key: " A"}]\n`, 3, 16, 'ends'],
    ['a negative size', `${GOOD}attachments: {maxBytes: -1}\n`, 5, 25, 'negative'],
    ['an alias', `${HEAD}spaces: &a []\nblogPosts: *a\n`, 4, 12, 'alias'],
    ['a merge key', `${GOOD}<<: {version: 2}\n`, 5, 1, '<< is not known'],
    ['a prototype', `${GOOD}__proto__: {version: 2}\n`, 5, 1, 'not a key'],
    ['a key that is a list', `${GOOD}[a]: 1\n`, 5, 1, 'not a key'],
    ['a custom tag', `${HEAD}spaces: !!js/function x\n`, 3, 23, 'list'],
  ])('F26, S22: says where %s is wrong', (_name, text, line, column, message) => {
    const [first] = problemsOf(text);
    expect(first).toMatchObject({ line, column, message: expect.stringContaining(message) });
    expect(first!.hint).not.toBe('');
    expect(first!.message).toMatch(/\.$/);
  });

  it('F26: names what is wrong in the order of its lines', () => {
    const lines = problemsOf(`${GOOD}historyVersions: 51\nhistory: maybe\ncomments: some\n`).map(({ line }) => line);
    expect(lines).toEqual([5, 6, 7]);
  });

  it('F26: refuses bytes that are not UTF-8, where the first of them stands, and takes all others', () => {
    const bytes = (text: string, encoding: BufferEncoding = 'utf8') => Buffer.from(text, encoding);
    const latin = `${HEAD}spaces:\n  - key: ENG # f\u00fcr\n`;
    const bad = (given: Uint8Array) => parseScope(given);
    expect(bad(bytes(latin, 'latin1'))).toMatchObject({
      ok: false,
      problems: [{ line: 4, column: 17, message: 'The file is not UTF-8 from here on.' }],
    });
    expect(bad(bytes(`\ufeff${GOOD}`, 'utf16le'))).toMatchObject({ ok: false, problems: [{ line: 1, column: 1 }] });
    expect(bad(bytes(`${GOOD}# \u20ac`).subarray(0, -1))).toMatchObject({
      ok: false,
      problems: [{ line: 5, column: 3 }],
    });
    expect(parseScope(bytes(`\ufeff${latin}# \ufffd`))).toEqual(parseScope(latin));
    expect(bad(Buffer.alloc(300_000, 0xff))).toMatchObject({
      problems: [{ message: expect.stringContaining('larger') }],
    });
  });

  it('warns of a key that no space has, and of none that one can have', () => {
    for (const key of ['../../etc', 'a/b', 'a\\b', 'EN G', '..', '~', '~a/b'])
      expect(warningsOf(`${HEAD}spaces:\n  - key: '${key}'\n`)).toMatchObject([
        { line: 4, column: 10, message: expect.stringContaining('does not look like the key of a space') },
      ]);
    for (const key of [
      'ENG',
      'eng',
      '2024',
      'Docs2',
      '~712020abc',
      '~5b10ac8d82e05b22cc7d4ef5',
      '~ada.l@acme.example',
      '~557058:6a-b_c',
    ])
      expect(warningsOf(`${HEAD}spaces:\n  - key: '${key}'\n`)).toEqual([]);
  });

  it('F26, S22: refuses 5 MB, an anchors bomb and deep nesting quickly', () => {
    const laughs = `a: &a [x]\n${[...'bcdefghijk'].map((c, i) => `${c}: &${c} [${`*${'abcdefghij'[i]},`.repeat(9)}]`).join('\n')}\n`;
    const keys = Array.from({ length: 20_000 }, (_, index) => `k${index}: 1`).join('\n');
    const started = performance.now();
    for (const text of [
      'a'.repeat(5_000_000),
      laughs,
      '['.repeat(100_000),
      '- '.repeat(50_000),
      `${HEAD}spaces: ${'['.repeat(30)}${']'.repeat(30)}`,
      keys,
    ]) {
      expect(problemsOf(text).length).toBeGreaterThan(0);
    }
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('refuses a file of another source', () => {
    expect(problemsOf(GOOD, { source: 'other' })).toMatchObject([{ line: 2, column: 9 }]);
    expect(parseScope(GOOD, { source: 'wiki' }).ok).toBe(true);
    expect(parseScope(GOOD, { source: ['other', 'wiki'] }).ok).toBe(true);
    expect(problemsOf(GOOD, { source: ['other', 'more'] })).toMatchObject([
      { line: 2, column: 9, message: 'There is no source wiki.', hint: 'Write source: other or more' },
    ]);
  });

  it('R6: never throws, whatever a person pushed: a broken file is told of and decides nothing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), (text) => {
        const result = parseScope(text);
        if (!result.ok) for (const p of result.problems) expect(p.line).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });

  it('warns of what is allowed and hardly meant', () => {
    expect(warningsOf(`${HEAD}spaces: []\n`)).toMatchObject([{ line: 3 }]);
    expect(warningsOf(`${GOOD}    selectedPageIds:\n`)).toMatchObject([
      { line: 5, message: expect.stringContaining('whole space') },
    ]);
    expect(warningsOf(`${GOOD}    includeDescendants: true\n`)).toHaveLength(1);
    expect(warningsOf(`${GOOD}    selectedPageIds: [1, "1"]\n`)).toMatchObject([{ line: 5, column: 26 }]);
    expect(warningsOf(`${GOOD}    selectedPageIds: [1]\n    exclude: {pageIds: ["1"]}\n`)).toHaveLength(1);
    expect(warningsOf(`${GOOD}    subtreePageIds: ["1"]\n`)).toMatchObject([
      { line: 5, column: 21, message: expect.stringContaining('subtreePageIds changes nothing') },
    ]);
    expect(warningsOf(`${GOOD}    selectedPageIds: []\n    subtreePageIds: ["1", "1"]\n`)).toMatchObject([
      { line: 6, column: 27 },
    ]);
    expect(warningsOf('version: 0\nsource: wiki\nspaces:\n  - key: ENG\n')).toMatchObject([
      {
        line: 1,
        column: 10,
        message: expect.stringContaining('version 0'),
        hint: expect.stringContaining('version 1'),
      },
    ]);
    expect(warningsOf(GOOD)).toEqual([]);
  });
});

describe('scopeSchema', () => {
  it('describes the file for editors', () => {
    expect(scopeSchema).toMatchObject({
      type: 'object',
      required: ['version', 'source', 'spaces'],
      additionalProperties: false,
    });
  });
});

describe('mirror layout', () => {
  it('keeps the scope file and its schema in the folder of the mirror', () => {
    expect([configPath('wiki'), schemaPath('wiki')]).toEqual(['wiki/config.yaml', 'wiki/config.schema.json']);
  });
});
