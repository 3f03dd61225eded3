import { describe, expect, it } from 'vitest';
import { headOf, titleLine } from '../src/space-export/front-matter.ts';
import { SpaceModel } from '../src/space-export/model.ts';
import { filePaths, pagePaths, relativeAddress, slugOf, spaceFolder } from '../src/space-export/paths.ts';
import { Tally } from '../src/space-export/summary.ts';

type Texts = Readonly<Record<string, string>>;

/** A space of objects as they stand in an export: type, id, values and what they refer to. */
function spaceOf(...objects: readonly [type: string, id: string, values?: Texts, references?: Texts][]): SpaceModel {
  const model = new SpaceModel();
  for (const [type, id, values = {}, references = {}] of objects) {
    const refers = Object.entries(references).map(([name, to]) => [name, { type: 'Any', id: to }] as const);
    model.add({
      type,
      id,
      values: new Map(Object.entries(values)),
      references: new Map(refers) as never,
      cut: false,
    });
  }
  return model;
}

describe('objects of an export', () => {
  it('are read whatever they leave out', () => {
    const model = spaceOf(
      ['Space', '7'],
      ['Space', '8', { key: 'ENG', name: ' Engineering ' }, { homePage: '1' }],
      ['Page', '1', { creationDate: '2026-01-02 03:04:05', version: 'x' }, { space: '8', creator: 'k1' }],
      ['BlogPost', '2', { title: ' Post ', lastModifierName: 'ada' }, { space: '8' }],
      ['Page', '3', { contentStatus: 'deleted' }],
      ['Page', '4', { originalVersionId: '1' }],
      ['ConfluenceUserImpl', 'k1', { lowerName: 'ada', atlassianAccountId: 'a:1' }],
      ['ConfluenceUserImpl', 'k2', { name: 'Bo' }],
      ['ConfluenceUserImpl', 'k3', { fullName: 'Cy Twombly' }],
      ['ConfluenceUserImpl', 'k4'],
      ['Label', 'l1', { name: 'plan' }],
      ['Label', 'l2'],
      ['Labelling', 'm1', {}, { content: '1', label: 'l1' }],
      ['Labelling', 'm2', {}, { content: '1', label: 'l2' }],
      ['Labelling', 'm3', {}, { content: '1' }],
      ['Labelling', 'm4', {}, { content: '1', label: 'l1' }],
      ['ContentPermissionSet', 'p1', { type: ' View ' }, { owningContent: '2' }],
      ['ContentPermissionSet', 'p2', { type: 'Edit' }, { owningContent: '1' }],
      ['ContentPermissionSet', 'p3', { type: 'View' }],
      ['ContentPermissionSet', 'p4', {}, { owningContent: '1' }],
      ['Attachment', 'f1', { title: 'a.png', contentType: 'image/png', version: '2' }, { containerContent: '1' }],
      ['Attachment', 'f2', { fileName: 'b', mediaType: 'text/plain', attachmentVersion: '3' }, { content: '1' }],
      ['Attachment', 'f3', { title: 'c' }, { content: '1' }],
      ['Attachment', 'f4', { title: 'old', contentStatus: 'deleted' }, { content: '1' }],
      ['Attachment', 'f5', { title: 'nowhere' }],
      ['Attachment', 'f6', {}, { content: '1' }],
      ['Something', 's1'],
      ['Page', '1', { title: 'Twin' }],
      ['Attachment', 'f1', { title: 'older.png', version: '1' }, { containerContent: '1' }],
      ['Attachment', 'f2', { title: 'b', contentType: 'text/plain', version: '4' }, { containerContent: '1' }],
    );
    expect(model.repeated).toEqual(['page 1 "Twin"', 'attachment f1 "older.png"', 'attachment f2 "b"']);
    expect(model.described).toEqual([
      { id: '7', key: '7', name: '7', homepageId: null },
      { id: '8', key: 'ENG', name: 'Engineering', homepageId: '1' },
    ]);
    expect([...model.pages.values()]).toMatchObject([
      { id: '1', kind: 'page', title: 'Untitled', version: 1, created: '2026-01-02T03:04:05.000Z', creator: 'k1' },
      { id: '2', kind: 'blog', title: 'Post', version: 1, created: '', creator: null, modifier: 'ada' },
    ]);
    expect(['k1', 'a:1', 'k2', 'k3', 'k4', 'k5', null].map((key) => model.personName(key))).toEqual([
      ...['ada', 'ada', 'Bo', 'Cy Twombly', 'k4'],
      null,
      null,
    ]);
    expect([...model.labels()]).toEqual([['1', ['plan']]]);
    expect([...model.restricted]).toEqual(['2']);
    expect([...model.files.values()].map(({ name, version, mediaType }) => [name, version, mediaType])).toEqual([
      ['a.png', 2, 'image/png'],
      ['b', 4, 'text/plain'],
      ['c', 1, ''],
    ]);
  });
});

describe('paths of an export', () => {
  it('are names that every system takes', () => {
    expect(['CON', '???', 'ä'.repeat(60), "It's A/B"].map((title) => slugOf(title))).toEqual([
      '',
      '',
      'ä'.repeat(30),
      'its-a-b',
    ]);
    expect(['ENG', '~ada', '..', 'a/b', 'con'].map(spaceFolder)).toEqual([
      'ENG',
      '~ada',
      expect.stringMatching(/^x[0-9a-f]{12}$/),
      expect.stringMatching(/^x[0-9a-f]{12}$/),
      expect.stringMatching(/^x[0-9a-f]{12}$/),
    ]);
  });

  it('follow the tree of pages, and leave it where they would be too long', () => {
    const title = 'A title of many words that goes on';
    const chain = Array.from({ length: 5 }, (_, at): [string, string, Texts, Texts] => [
      'Page',
      String(at + 1),
      { title },
      at === 0 ? { space: '8' } : { space: '8', parent: String(at) },
    ]);
    const model = spaceOf(
      ['Space', '8', { key: 'ENG' }],
      ...chain,
      ['Page', 'ID:9', { title: '???' }, { parent: 'gone' }],
      ['BlogPost', '10', { title: 'Post' }],
      ['BlogPost', '11', { title: 'Post', creationDate: '2026-01-02 03:04:05.6' }, { space: '8' }],
    );
    const paths = pagePaths(model);
    expect(paths.get('1')).toBe('ENG/a-title-of-many-words-that-goes-on-1.md');
    expect(paths.get('4')).toBe('ENG/4.md');
    expect(paths.get('5')).toBe('ENG/4/a-title-of-many-words-that-goes-on-5.md');
    expect(paths.get('ID:9')).toMatch(/^space\/x[0-9a-f]{12}\.md$/);
    expect([paths.get('10'), paths.get('11')]).toEqual(['space/blog/post-10.md', 'ENG/blog/2026-01-02-post-11.md']);
    const file = (id: string, name: string, pageId = '1') => ({ id, pageId, name, version: 1, mediaType: '' });
    const files = [file('f1', 'a.PNG'), file('f2', 'A.png'), file('f3', '???'), file('f4', 'x', 'none')];
    expect([...filePaths(files, paths).values()]).toEqual([
      'ENG/_files/1/a.png',
      'ENG/_files/1/a-f2.png',
      'ENG/_files/1/f3',
    ]);
    expect(relativeAddress('a/b/c.md', 'a/d e.md')).toBe('../d%20e.md');
  });
});

describe('the head of a file', () => {
  it('holds what YAML cannot print as escapes, and a title without signs', () => {
    const model = spaceOf(['Page', '1', { title: 'A\u2028b # c' }]);
    const head = headOf({ page: model.pages.get('1')!, spaceKey: 'E', url: '', labels: [], authors: [], body: '' });
    expect(head).toContain('title: "A\\u2028b # c"\n');
    expect(head).toMatch(/---\n# A b # c\n$/);
    expect(titleLine('\u202e ')).toBe('# Untitled\n');
  });

  it('is counted', () => {
    const tally = new Tally();
    tally.pages++;
    expect(tally.summary()).toEqual({
      pages: 1,
      posts: 0,
      attachments: 0,
      missing: 0,
      failed: 0,
      losses: 0,
      repeated: 0,
      others: [],
    });
  });
});
