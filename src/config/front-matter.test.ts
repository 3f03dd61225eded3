import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { headerLine, type PageHeader, printFrontMatter, readFrontMatter } from './front-matter.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('a: b', '"', '# x', '---', 'yes', '\u0085\u2028\ufeff'),
);
const person = fc.option(fc.constantFrom('Ada', 'Grace', 'Åsa "A"'), { nil: null });
const anyHeader: fc.Arbitrary<PageHeader> = fc.record({
  pageId: fc.nat().map(String),
  spaceKey: text,
  title: text,
  version: fc.nat(),
  url: fc.webUrl(),
  parentId: fc.option(fc.nat().map(String), { nil: null }),
  labels: fc.array(text, { maxLength: 3 }),
  author: person,
  editor: person,
  createdAt: fc.constant('2026-01-02T03:04:05.000Z'),
  modifiedAt: fc.constant('2026-02-02T03:04:05.000Z'),
  sourceHash: fc.constant('f00d'),
  kind: fc.constantFrom('page', 'blog', 'whiteboard'),
});

const SAMPLE: PageHeader = {
  pageId: '1',
  spaceKey: 'ENG',
  title: 'T',
  version: 2,
  url: 'https://wiki.example/1',
  parentId: null,
  labels: ['a'],
  author: null,
  editor: 'Ada',
  createdAt: 'c',
  modifiedAt: 'm',
  sourceHash: 'h',
  kind: 'page',
};

describe('front matter', () => {
  it('is read back as printed, whatever the page is called', () => {
    fc.assert(
      fc.property(anyHeader, (header) => {
        expect(readFrontMatter(printFrontMatter(header).split('\n'))?.header).toEqual(header);
      }),
    );
  });

  it('is YAML that others read the same way', () => {
    fc.assert(
      fc.property(anyHeader, (header) => {
        const value = parse(
          printFrontMatter(header)
            .replace(/^---\n/, '')
            .replace(/---\n$/, ''),
        );
        expect(value).toMatchObject({
          id: header.pageId,
          title: header.title,
          labels: header.labels,
          version: header.version,
        });
      }),
    );
  });

  it('keeps each field at its line', () => {
    const lines = printFrontMatter(SAMPLE).split('\n');
    for (const field of ['id', 'parent', 'labels', 'authors', 'kind'] as const) {
      expect(lines[headerLine(field) - 1]).toMatch(new RegExp(`^${field}: `));
    }
    expect(lines[headerLine('authors') - 1]).toBe('authors: ["Unknown", "Ada"]'.replace(', ', ','));
  });

  it('names nobody where nobody is known', () => {
    const read = readFrontMatter(printFrontMatter({ ...SAMPLE, editor: null }).split('\n'));
    expect(read?.header).toMatchObject({ author: null, editor: null });
  });

  it.each([
    ['no fence', (lines: string[]) => lines.slice(1)],
    ['a missing field', (lines: string[]) => lines.filter((line) => !line.startsWith('url'))],
    ['another field', (lines: string[]) => lines.map((line) => line.replace(/^url/, 'uri'))],
    ['bare text', (lines: string[]) => lines.map((line) => line.replace(/^title: .*/, 'title: hello'))],
    ['a version in words', (lines: string[]) => lines.map((line) => line.replace(/^version: .*/, 'version: "2"'))],
    ['a parent that is a number', (lines: string[]) => lines.map((line) => line.replace(/^parent: .*/, 'parent: 3'))],
    ['labels that are no texts', (lines: string[]) => lines.map((line) => line.replace(/^labels: .*/, 'labels: [1]'))],
    [
      'authors that are no list',
      (lines: string[]) => lines.map((line) => line.replace(/^authors: .*/, 'authors: "A"')),
    ],
  ])('is not seen in a file with %s', (_name, change) => {
    expect(readFrontMatter(change(printFrontMatter(SAMPLE).split('\n')))).toBeNull();
  });
});
