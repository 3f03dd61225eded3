import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { putComment, putFile, putPage } from '../../connectors/fake/site.ts';
import { Problem } from '../../core/problem.ts';
import type { Scope } from '../../core/scope.ts';
import { type Bed, keepServer, scopeOf, spaceScope, startBed } from '../workflows.testbed.ts';

let bed: Bed;
let letGo: () => Promise<void>;

beforeAll(async () => {
  letGo = await keepServer();
});
afterAll(() => letGo());
beforeEach(async () => {
  bed = await startBed();
  putPage(bed.site, '1', { title: 'Home' });
});
afterEach(() => bed.close());

const scope = (change: Partial<Scope>): Scope => ({ ...scopeOf(spaceScope()), ...change });
const textOf = (id: string) => bed.file(id)?.text ?? '';

describe('comments', () => {
  beforeEach(() => {
    putComment(bed.site, 'c1', '1');
    putComment(bed.site, 'c2', '1', { parentId: 'c1' });
    putComment(bed.site, 'c3', '1', { kind: 'inline', resolved: true, anchorText: 'words' });
  });

  it('stand below their page as the scope says, and nowhere without it', async () => {
    await bed.putScope(scope({}));
    await bed.run('initial');
    expect(textOf('1')).not.toContain('Comment c1');

    await bed.putScope(scope({ comments: 'open' }));
    await bed.run('sweep');
    expect(textOf('1')).toContain('> > Comment c2.');
    expect(textOf('1')).not.toContain('Comment c3');

    await bed.putScope(scope({ comments: 'all' }));
    await bed.run('sweep');
    expect(textOf('1')).toContain('Comment c3');
  });

  it('are written again when one changes, and only then', async () => {
    await bed.putScope(scope({ comments: 'open' }));
    await bed.run('initial');
    const commits = bed.commits();
    expect(await bed.run('sweep')).toMatchObject({ counts: { written: 0, unchanged: 1 } });
    expect(bed.commits()).toBe(commits);
    putComment(bed.site, 'c1', '1', { resolved: true });
    expect(await bed.run('sweep')).toMatchObject({ counts: { written: 1 } });
    expect(textOf('1')).not.toContain('Comment c1');
  });

  it('stay where they are while they cannot be read', async () => {
    await bed.putScope(scope({ comments: 'open' }));
    await bed.run('initial');
    const commits = bed.commits();
    let broken = true;
    const refused = new Problem({ code: 'comments-refused', message: 'No.', status: 403, actor: 'site-admin' });
    bed.wrap = (source) => ({
      ...source,
      listComments: (ids) => (broken ? Promise.reject(refused) : source.listComments!(ids)),
    });
    expect((await bed.run('sweep')).state).toBe('failed');
    expect(bed.commits()).toBe(commits);
    broken = false;
    expect((await bed.run('sweep')).state).toBe('succeeded');
    expect(textOf('1')).toContain('Comment c1');
  });
});

describe('attachments', () => {
  it('are copied by kind', async () => {
    putFile(bed.site, 'a1', '1', 'plan.png', Buffer.from('picture'));
    putFile(bed.site, 'a2', '1', 'film.mp4', Buffer.from('film'));
    await bed.putScope(scope({ attachments: { include: true, maxBytes: 1_000, kinds: ['image'] } }));
    expect(await bed.run('initial')).toMatchObject({ counts: { attachments: 1 } });
    const names = Object.keys(bed.files());
    expect(names.some((name) => name.endsWith('plan.png'))).toBe(true);
    expect(names.some((name) => name.endsWith('film.mp4'))).toBe(false);
  });
});

describe('archived pages', () => {
  it('come in where the scope wants them, restricted ones excepted, and leave with it', async () => {
    putPage(bed.site, '2', { title: 'Old' });
    await bed.putScope(scope({ archivedPages: true }));
    await bed.run('initial');
    putPage(bed.site, '3', { title: 'Older', state: 'archived' });
    putPage(bed.site, '4', { title: 'Secret', state: 'archived', restricted: true });
    putPage(bed.site, '2', { state: 'archived' });
    expect((await bed.run('sweep')).state).toBe('succeeded');
    expect(textOf('2')).toContain('Text of page 2');
    expect(textOf('3')).toContain('Text of page 3');
    expect(bed.file('4')).toBeNull();

    await bed.putScope(scope({}));
    await bed.run('sweep');
    expect(bed.file('2')).toBeNull();
    expect(bed.file('3')).toBeNull();
    expect(textOf('1')).toContain('Text of page 1');
  });
});

describe('counts', () => {
  it('call written what holds other bytes now: pages that are read again and stay the same are unchanged', async () => {
    putPage(bed.site, '2', { title: 'Guide' });
    await bed.putScope(scope({}));
    expect(await bed.run('initial')).toMatchObject({ counts: { written: 2, unchanged: 0 } });
    const commits = bed.commits();
    expect(await bed.run('resync')).toMatchObject({ counts: { pages: 2, written: 0, unchanged: 2 }, commit: null });
    expect(bed.commits()).toBe(commits);
    putPage(bed.site, '2', { version: 2, markdown: 'Other words.\n' });
    expect(await bed.run('resync')).toMatchObject({ counts: { pages: 2, written: 1, unchanged: 1 } });
  });
});
