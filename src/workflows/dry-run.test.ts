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
    expect(preview.requests).toBeGreaterThan(0);
    expect([bed.commits(), JSON.stringify(await configOf(bed))]).toEqual(before);
  });
});
