import { describe, expect, test } from 'vitest';
import { printFrontMatter } from '../../config/front-matter.ts';
import { indexFile } from './document.ts';
import { excludedBy } from './exclusion.ts';
import { documentOf, fileOf } from './file.testbed.ts';

const header = {
  pageId: '42',
  spaceKey: 'ENG',
  title: 'Deploy guide',
  version: 7,
  url: 'https://wiki.example/pages/42',
  parentId: '1',
  labels: ['runbook'],
  author: 'Ada',
  editor: 'Grace',
  createdAt: '2026-01-01T00:00:00.000Z',
  modifiedAt: '2026-02-01T00:00:00.000Z',
  sourceHash: 'abc',
  kind: 'page',
};
const page = `${printFrontMatter(header)}\n## Steps\n\nRun it.\n`;

describe('a file becomes a document', () => {
  test('front matter names the page below the root of a mirror', () => {
    const document = documentOf('wiki/ENG/deploy-guide.md', page, {}, 'wiki');
    const { title: _title, sourceHash: _hash, kind: _kind, ...source } = header;
    expect(document).toMatchObject({ kind: 'mirrored-page', title: 'Deploy guide', source });
    expect(document.chunks).toEqual([
      { ordinal: 0, headingPath: ['Steps'], text: '## Steps\n\nRun it.', startLine: 16, endLine: 18 },
    ]);
  });

  test('a page without text is found by the line of its title', () => {
    const { chunks } = documentOf('wiki/a.md', printFrontMatter(header), {}, 'wiki');
    expect(chunks).toMatchObject([{ text: 'title: "Deploy guide"', startLine: 4, endLine: 4 }]);
  });

  test.each([null, 'other'])('front matter names no page elsewhere (mirror root %s)', (root) => {
    const document = documentOf('wiki/ENG/deploy-guide.md', page, {}, root ?? undefined);
    expect(document).toMatchObject({ kind: 'markdown', title: 'Deploy guide', source: null });
    expect(document.chunks[0]!.startLine).toBe(16);
  });

  test.each([
    ['---\ntitle: "From the head"\n---\n# Heading\n', 'From the head'],
    ['---\nid: 1\n---\n# Heading **of** it\n', 'Heading of it'],
    ['no heading\n', 'readme.md'],
    ['---\nnever closed\n', 'readme.md'],
    ["---\ntitle: 'Quoted'\n...\ntext\n", 'Quoted'],
  ])('the title of %j is %s', (text, title) => {
    expect(documentOf('docs/readme.md', text).title).toBe(title);
  });

  test('line ends of Windows change no line number and stay out of passages', () => {
    const { chunks } = documentOf('a.md', '# A\r\n\r\nText.\r\n');
    expect(chunks).toMatchObject([{ text: '# A\n\nText.', startLine: 1, endLine: 3 }]);
  });

  test('a byte order mark and two-byte encodings are read', () => {
    expect(documentOf('a.md', '\ufeff# A\n').title).toBe('A');
    const little = new Uint8Array([0xff, 0xfe, ...Buffer.from('# Ü\n', 'utf16le')]);
    const big = new Uint8Array([0xfe, 0xff, ...Buffer.from('# Ü\n', 'utf16le').swap16()]);
    expect(indexFile(fileOf('a.md', little))).toMatchObject({ title: 'Ü' });
    expect(indexFile(fileOf('a.md', big))).toMatchObject({ title: 'Ü' });
  });

  test.each(['constructor', 'a.constructor', 'toString', '__proto__', 'a.__proto__'])(
    'a file named %s is text',
    (path) => {
      expect(documentOf(path, 'words\n')).toMatchObject({ kind: 'text', chunks: [{ text: 'words' }], definitions: [] });
    },
  );

  test('an empty file is a document without passages', () => {
    expect(documentOf('notes.txt', '')).toMatchObject({ kind: 'text', title: 'notes.txt', chunks: [] });
  });
});

describe('what is left out', () => {
  test.each([
    ['logo.png', 10, 'binary'],
    ['node_modules/a/index.js', 10, 'vendored'],
    ['go/vendor/x.go', 10, 'vendored'],
    ['dist/app.js', 10, 'generated'],
    ['package-lock.json', 10, 'generated'],
    ['lib/jquery.min.js', 10, 'generated'],
    ['api/user.pb.go', 10, 'generated'],
    ['api/user_pb2.py', 10, 'generated'],
    ['big.md', 2_000_000, 'too-large'],
    ['src/build.ts', 10, null],
    ['docs/vendor.md', 10, null],
    ['Makefile', 10, null],
  ])('%s of %i bytes: %s', (path, size, reason) => {
    expect(excludedBy(path, size)).toBe(reason);
  });

  test('names of folders below the mirror are titles of pages and exclude nothing', () => {
    expect(excludedBy('wiki/ENG/build/vendor/notes.md', 10, undefined, 'wiki')).toBeNull();
    expect(excludedBy('wiki/ENG/build/diagram.png', 10, undefined, 'wiki')).toBe('binary');
    expect(excludedBy('wiki/ENG/a.md', 200, 100, 'wiki')).toBe('too-large');
    expect(excludedBy('wiki/config.schema.json', 10, undefined, 'wiki')).toBe('generated');
    expect(excludedBy('wiki/config.yaml', 10, undefined, 'wiki')).toBeNull();
  });

  test('a large page of the mirror is cut to its end, a file beside the mirror is not read', () => {
    const row = (at: number) => `| row ${at} | some value of it |\n`;
    const rows = Array.from({ length: 45_000 }, (_, at) => row(at)).join('');
    const text = `${printFrontMatter(header)}\n| a | b |\n|---|---|\n${rows}`;
    expect(text.length).toBeGreaterThan(1_400_000);
    const { chunks } = documentOf('wiki/a.md', text, {}, 'wiki');
    expect(chunks.at(-1)!.text).toContain('row 44999');
    expect(indexFile(fileOf('docs/a.md', text))).toEqual({ skipped: 'too-large' });
    expect(excludedBy('wiki/a.md', 8 * 1_048_576 + 1, undefined, 'wiki')).toBe('too-large');
    expect(excludedBy('wiki/a.json', 2_000_000, undefined, 'wiki')).toBe('too-large');
  });

  test('content decides where the name does not', () => {
    expect(indexFile(fileOf('data', new Uint8Array([1, 0, 2])))).toEqual({ skipped: 'binary' });
    expect(indexFile(fileOf('a.go', '// Code generated by x. DO NOT EDIT.\npackage a\n'))).toEqual({
      skipped: 'generated',
    });
    expect(indexFile(fileOf('a.js', `var a=1;${'a+=1;'.repeat(4_000)}`))).toEqual({ skipped: 'generated' });
    expect(indexFile(fileOf('a.md', 'x'.repeat(200)), { maxBytes: 100 })).toEqual({ skipped: 'too-large' });
  });

  test('a page that speaks of generated code is still a page', () => {
    const text = `${printFrontMatter(header)}\nFiles with @generated at their top are left out.\n`;
    expect(documentOf('wiki/a.md', text, {}, 'wiki').chunks).toHaveLength(1);
  });
});
