import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldPath } from '../../config/index.ts';
import type { ContentKind } from '../../core/page.ts';
import { compareIds } from './ids.ts';
import { assignPaths, LONGEST_PATH, type PlacedPage } from './paths.ts';

const page = (
  id: string,
  title: string,
  parentId: string | null = null,
  change: Partial<PlacedPage> = {},
): PlacedPage => ({
  id,
  title,
  parentId,
  kind: 'page',
  spaceKey: 'ENG',
  ...change,
});
const place = (pages: readonly PlacedPage[], existing: Record<string, string> = {}) =>
  Object.fromEntries(assignPaths(pages, new Map(Object.entries(existing)), { root: 'wiki' }));

const title = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom(
    'API',
    'api',
    'Api',
    'C',
    'C++',
    'C#',
    '日本語',
    '???',
    '🚀',
    'CON',
    'aux',
    'nul.',
    '.git',
    '..',
    'a/b',
    'a\u0000b',
    'é',
    'e\u0301',
    'Straße',
    'STRASSE',
    'ﬁ',
    'fi',
    'İ',
    'i',
    'ı',
    'blog',
    'a 2',
    'a',
    '  .',
    'x'.repeat(300),
    '한국어',
    'हिन्दी',
    'עברית',
    '\u202egnp',
    'Ａ１',
    'A1',
    '①',
    '1',
    'ǆ',
    'Ǆ',
    'ς',
    'Σ',
    'COM¹',
    'lpt9.txt',
    'CLOCK$',
    'trailing...',
    'trailing   ',
    '👩‍👩‍👧‍👦',
    '規程'.repeat(120),
    'é'.repeat(200),
    'e\u0301'.repeat(200),
    'K',
    'k',
  ),
);
const kind = fc.constantFrom<ContentKind>('page', 'page', 'page', 'folder', 'blog', 'whiteboard');
const anyPages = fc
  .array(
    fc.record({
      title,
      kind,
      parent: fc.option(fc.nat(30), { nil: null }),
      spaceKey: fc.constantFrom('ENG', 'eng', '~x', 'CON', 'Ö/..', ''),
    }),
    { maxLength: 25 },
  )
  .map((items) =>
    items.map(
      (item, index): PlacedPage => ({
        ...item,
        id: String(index + 1),
        parentId: item.parent === null ? null : String(item.parent),
      }),
    ),
  );
const random = (pages: readonly PlacedPage[]) => fc.shuffledSubarray([...pages], { minLength: pages.length });

describe('assignPaths', () => {
  it('F29, F30, F31: is unique on every file system, safe and short, whatever pages are called', () => {
    fc.assert(
      fc.property(anyPages, (pages) => {
        const paths = Object.values(place(pages));
        expect(paths).toHaveLength(pages.filter((item) => item.kind !== 'folder').length);
        expect(new Set(paths.map(foldPath)).size).toBe(paths.length);
        for (const path of paths) {
          expect(Buffer.byteLength(path)).toBeLessThanOrEqual(LONGEST_PATH);
          expect(path).toMatch(/^wiki\/.*\.md$/s);
          for (const segment of path.slice(0, -3).split('/').slice(1)) {
            expect(segment).toMatch(/^[~_\p{L}\p{N}][\p{L}\p{N}\p{M}_-]*$/u);
            expect(segment).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)$/i);
            expect(segment.normalize('NFC')).toBe(segment);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is the same in any order, and the same again from what it gave', () => {
    fc.assert(
      fc.property(
        anyPages.chain((pages) => fc.tuple(fc.constant(pages), random(pages))),
        ([pages, shuffled]) => {
          const paths = place(pages);
          expect(place(shuffled)).toEqual(paths);
          expect(place(shuffled, paths)).toEqual(paths);
        },
      ),
    );
  });

  it('no directory is a file, and names in one directory differ by more than case', () => {
    fc.assert(
      fc.property(anyPages, (pages) => {
        const spelled = new Map<string, string>();
        for (const path of Object.values(place(pages))) {
          const parts = path.split('/');
          for (let end = 1; end <= parts.length; end += 1) {
            const part = parts.slice(0, end).join('/');
            expect(spelled.get(foldPath(part)) ?? part).toBe(part);
            spelled.set(foldPath(part), part);
          }
        }
      }),
    );
  });

  it('R17: a path depends on no other page and on nothing that stood there before', () => {
    expect(place([page('5', 'Same'), page('9', 'Same')])).toEqual({
      5: 'wiki/ENG/same-5.md',
      9: 'wiki/ENG/same-9.md',
    });
    expect(place([page('9', 'Same')], { 9: 'wiki/ENG/old-9.md' })).toEqual({ 9: 'wiki/ENG/same-9.md' });
    const alone = place([page('1', 'Guide')]);
    expect(place([page('1', 'Guide'), page('2', 'Setup', '1')])).toEqual({
      ...alone,
      2: 'wiki/ENG/guide-1/setup-2.md',
    });
    fc.assert(
      fc.property(
        anyPages.chain((pages) => fc.tuple(fc.constant(pages), fc.subarray(pages))),
        ([pages, some]) => {
          const tops = new Set(['ENG', '~x']);
          const isFree = (item: PlacedPage) => item.parentId === null && tops.has(item.spaceKey);
          const [all, few] = [place(pages), place(some)];
          for (const item of some.filter(isFree)) expect(few[item.id]).toBe(all[item.id]);
        },
      ),
    );
  });

  it('gives folders directories, blog posts a folder and every script its letters', () => {
    expect(
      place([
        page('1', 'Plans', null, { kind: 'folder' }),
        page('2', 'Plans'),
        page('3', '設計 メモ', '1'),
        page('4', 'Release 1.2', null, { kind: 'blog' }),
        page('5', 'Blog'),
        page('6', '🚀'),
        page('7', 'COM1'),
        page('8', "What's new?"),
        page('9', 'C++'),
        page('10', 'x'.repeat(300)),
        page('11', 'Elsewhere', '1', { spaceKey: 'OPS' }),
      ]),
    ).toEqual({
      2: 'wiki/ENG/plans-2.md',
      3: 'wiki/ENG/plans-1/設計-メモ-3.md',
      4: 'wiki/ENG/blog/release-1-2-4.md',
      5: 'wiki/ENG/blog-5.md',
      6: 'wiki/ENG/6.md',
      7: 'wiki/ENG/7.md',
      8: 'wiki/ENG/whats-new-8.md',
      9: 'wiki/ENG/c-9.md',
      10: `wiki/ENG/${'x'.repeat(48)}-10.md`,
      11: 'wiki/OPS/elsewhere-11.md',
    });
  });

  it('starts deep trees again under a name that stays short', () => {
    const deep = Array.from({ length: 20 }, (_, index) =>
      page(`${index + 1}`, `A rather long title of level ${index + 1}`, index === 0 ? null : `${index}`),
    );
    const paths = place(deep);
    expect(paths['4']).toMatch(
      /^wiki\/ENG\/(a-rather-long-title-of-level-(\d)-\2\/){3}a-rather-long-title-of-level-4-4\.md$/,
    );
    expect(paths['6']).toBe(
      'wiki/ENG/_deep/a-rather-long-title-4/a-rather-long-title-of-level-5-5/a-rather-long-title-of-level-6-6.md',
    );
    const nameless = Array.from({ length: 60 }, (_, index) =>
      page(`1000${index + 100}`, '🚀', index === 0 ? null : `1000${index + 99}`),
    );
    expect(Object.values(place(nameless)).some((path) => /_deep\/1000\d+\//.test(path))).toBe(true);
  });

  it('pins what must stay', () => {
    const pinned = new Set(['1', '2']);
    const paths = assignPaths(
      [page('1', 'New'), page('2', 'Fresh'), page('3', 'Child', '1')],
      new Map([['1', 'wiki/ENG/old/name-1.md']]),
      { root: 'wiki', pinned },
    );
    expect(Object.fromEntries(paths)).toEqual({
      1: 'wiki/ENG/old/name-1.md',
      2: 'wiki/ENG/fresh-2.md',
      3: 'wiki/ENG/old/name-1/child-3.md',
    });
    const odd = assignPaths([page('1', 'New'), page('3', 'Child', '1')], new Map([['1', 'wiki/ENG/name']]), {
      root: 'wiki',
      pinned,
    });
    expect(odd.get('3')).toBe('wiki/ENG/name/child-3.md');
  });
});

describe('ids', () => {
  it('orders ids by age', () => {
    expect(['10', '9', 'b', 'a', '9'].sort(compareIds)).toEqual(['9', '9', '10', 'a', 'b']);
  });
});
