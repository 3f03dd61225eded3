import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldPath } from '../../config/index.ts';
import { attachmentPaths } from './attachments.ts';

const PAGE = 'wiki/ENG/home-1/release-plan-7.md';
const namesOf = (...files: readonly (readonly [id: string, fileName: string])[]) =>
  Object.fromEntries(
    [
      ...attachmentPaths(
        PAGE,
        files.map(([id, fileName]) => ({ id, fileName })),
        { pageId: '7' },
      ),
    ].map(([id, path]) => [id, path.replace('wiki/ENG/home-1/_files/7/', '')]),
  );

describe('attachmentPaths', () => {
  it('puts files beside the page, in a folder that its title does not name', () => {
    const files = [{ id: 'att1', fileName: 'Big Picture.PNG' }];
    expect([...attachmentPaths(PAGE, files, { pageId: '7' })]).toEqual([
      ['att1', 'wiki/ENG/home-1/_files/7/big-picture.png'],
    ]);
    expect([...attachmentPaths('wiki/ENG/home-1/renamed-7.md', files, { pageId: '7' }).values()]).toEqual([
      'wiki/ENG/home-1/_files/7/big-picture.png',
    ]);
  });

  it('F33: tells files apart whose names some file system takes for one', () => {
    expect(namesOf(['att5', 'a.PNG'], ['att12', 'A.png'], ['att3', 'a'], ['att4', 'a.jpeg'])).toEqual({
      att3: 'a',
      att4: 'a.jpeg',
      att5: 'a.png',
      att12: 'a-att12.png',
    });
    expect(namesOf(['1', 'a att7.png'], ['att5', 'a.png'], ['att7', 'a.png'])).toEqual({
      1: 'a-att7.png',
      att5: 'a.png',
      att7: 'a-att7-2.png',
    });
    expect(namesOf(['att1', 'x.png'], ['att1', 'y.png'])).toEqual({ att1: 'x.png' });
  });

  it('F30, F33: takes names apart that no file system takes', () => {
    expect(
      namesOf(
        ['att1', '../../.git/config'],
        ['att2', 'CON.png'],
        ['att3', '🚀.gif'],
        ['att4', 'a%2fb/c.tar.gz'],
        ['att5', '.gitattributes'],
        ['att6', `${'é'.repeat(300)}.svg`],
        ['att7', 'name.averyveryverylongextension'],
        ['att8', '設計.pdf'],
      ),
    ).toEqual({
      att1: 'git-config',
      att2: 'att2.png',
      att3: 'att3.gif',
      att4: 'a-2fb-c-tar.gz',
      att5: 'gitattributes',
      att6: `${'é'.repeat(28)}.svg`,
      att7: 'name-averyveryverylongextension',
      att8: '設計.pdf',
    });
  });

  it('F30, F33: is unique, short and the same in any order, whatever files are called', () => {
    const fileName = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.constantFrom('a.png', 'A.PNG', 'a', 'é.pdf', 'e\u0301.pdf', 'nul', 'aux.txt', '..', '', 'a att2.png'),
    );
    const files = fc
      .array(fileName, { maxLength: 12 })
      .map((names) => names.map((name, index) => ({ id: `att${index + 1}`, fileName: name })));
    const pagePath = fc.constantFrom(PAGE, `wiki/${'d'.repeat(125)}/page-7.md`, `wiki/${'d'.repeat(230)}/page-7.md`);
    fc.assert(
      fc.property(files, pagePath, (attachments, path) => {
        const paths = attachmentPaths(path, attachments, { pageId: '12345678901234567890' });
        expect(paths.size).toBe(attachments.length);
        expect(new Set([...paths.values()].map(foldPath)).size).toBe(attachments.length);
        expect(attachmentPaths(path, [...attachments].reverse(), { pageId: '12345678901234567890' })).toEqual(paths);
        for (const one of paths.values()) {
          expect(one.split('/').at(-1)).toMatch(/^[\p{L}\p{N}][\p{L}\p{N}\p{M}-]*(\.[a-z0-9]{1,10})?$/u);
          expect(one.split('/').at(-1)).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/);
          if (path.length < 200) expect(Buffer.byteLength(one)).toBeLessThanOrEqual(200);
        }
      }),
    );
  });
});
