import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { putFile, putPage } from '../connectors/fake/site.ts';
import { dryRun } from './dry-run.ts';
import { type Bed, configOf, scopeOf, spaceScope, startBed } from './workflows.testbed.ts';

let bed: Bed;

beforeEach(async () => {
  bed = await startBed();
  putPage(bed.site, '1', { title: 'Home' });
  putPage(bed.site, '2', { title: 'Secret', restricted: true });
  putPage(bed.site, '3', { title: 'Below', parentId: '2' });
  putPage(bed.site, '4', { title: 'Draft', labels: ['draft'] });
  putFile(bed.site, 'a1', '1', 'plan.png', Buffer.from('picture'));
  putFile(bed.site, 'a2', '1', 'film.mp4', Buffer.alloc(2_000));
});
afterEach(() => bed.close());

describe('a dry run', () => {
  it('says what a scope would bring, leave out and take, and changes nothing', async () => {
    await bed.putScope(scopeOf(spaceScope()));
    await bed.run('initial');
    const before = [bed.commits(), JSON.stringify(await configOf(bed))];
    const scope = scopeOf(spaceScope({ exclude: { pageIds: [], labels: ['draft'] } }));
    const preview = await dryRun(bed.context, bed.orgId, bed.source.id, scope);
    expect(preview).toMatchObject({
      pages: 4,
      files: [{ title: 'Home', pageId: '1' }],
      skippedByReason: { restricted: 2, excluded: 1 },
      removals: 1,
      attachments: { files: 1, bytes: 7, leftOut: 1 },
      repositoryVisibility: 'private',
    });
    // What would remain stands already, its attachment too.
    expect(preview.bytes).toBe(0);
    expect(preview.requests).toBeGreaterThan(0);
    expect([bed.commits(), JSON.stringify(await configOf(bed))]).toEqual(before);
  });

  it('estimates what the repository grows by close to what the run then writes', async () => {
    for (let id = 10; id < 60; id += 1)
      putPage(bed.site, String(id), { title: `Page ${id}`, markdown: 'words '.repeat(200) });
    const scope = scopeOf(spaceScope());
    const preview = await dryRun(bed.context, bed.orgId, bed.source.id, scope);
    await bed.putScope(scope);
    await bed.run('initial');
    const written = Object.values(bed.files()).reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    expect(preview.bytes! / written).toBeGreaterThan(0.7);
    expect(preview.bytes! / written).toBeLessThan(1.3);
    const long = preview.files.filter(({ title }) => title.startsWith('Page '));
    const shares = long.map(({ path, bytes }) => bytes! / Buffer.byteLength(bed.files()[path]!));
    expect(shares).toHaveLength(50);
    for (const share of shares) expect(share > 0.7 && share < 1.3).toBe(true);
  });

  it('names what the scope names and the source does not show', async () => {
    const scope = scopeOf(spaceScope({ selectedPageIds: ['1', '99'] }), spaceScope({ key: 'DOCC' }));
    const preview = await dryRun(bed.context, bed.orgId, bed.source.id, scope);
    expect(preview).toMatchObject({ pages: 1, missing: { spaces: ['DOCC'], pageIds: ['99'] } });
    expect(await dryRun(bed.context, bed.orgId, bed.source.id, scopeOf(spaceScope()))).not.toHaveProperty('missing');
  });

  it('looks at kinds of attachments and at archived pages as the scope does', async () => {
    putPage(bed.site, '5', { title: 'Old', state: 'archived' });
    putPage(bed.site, '6', { title: 'Old and secret', state: 'archived', restricted: true });
    const scope = {
      ...scopeOf(spaceScope()),
      archivedPages: true,
      attachments: { include: true, maxBytes: 10_000, kinds: ['image'] as const },
    };
    const preview = await dryRun(bed.context, bed.orgId, bed.source.id, scope);
    expect(preview.files.map(({ title }) => title).sort()).toEqual(['Draft', 'Home', 'Old']);
    expect(preview.attachments).toEqual({ files: 1, bytes: 7, leftOut: 1 });
  });
});
