import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { putFile, putPage } from '../../connectors/fake/site.ts';
import type { ChangeAction } from '../../core/change.ts';
import { type Bed, changeOf, keepServer, scopeOf, spaceScope, startBed } from '../workflows.testbed.ts';

let bed: Bed;
let letGo: () => Promise<void>;

beforeAll(async () => {
  letGo = await keepServer();
});
afterAll(() => letGo());
beforeEach(async () => {
  bed = await startBed();
  for (const id of ['1', '2', '3', '4', '5', '6']) putPage(bed.site, id);
  putPage(bed.site, '7', { parentId: '2', markdown: 'Below the second.\n' });
  putFile(bed.site, 'a2', '2', 'plan.png', Buffer.from('picture'));
  await bed.putScope(scopeOf(spaceScope()));
});
afterEach(() => bed.close());

/** Everything that may happen to pages. */
function turnOver(): readonly (readonly [string, ChangeAction])[] {
  putPage(bed.site, '1', { title: 'Renamed', version: 2 });
  putPage(bed.site, '2', { parentId: '1' });
  putPage(bed.site, '3', { state: 'trashed' });
  putPage(bed.site, '4', { state: 'archived' });
  putPage(bed.site, '5', { restricted: true });
  putPage(bed.site, '6', { version: 2, markdown: 'New words.\n' });
  putPage(bed.site, '8', { parentId: '2' });
  return [
    ['1', 'updated'],
    ['2', 'moved'],
    ['3', 'removed'],
    ['4', 'archived'],
    ['5', 'restricted'],
    ['6', 'updated'],
    ['8', 'created'],
  ];
}

const right = [
  'wiki/DOC/page-6-6.md',
  'wiki/DOC/renamed-1.md',
  'wiki/DOC/renamed-1/_files/2/plan.png',
  'wiki/DOC/renamed-1/page-2-2.md',
  'wiki/DOC/renamed-1/page-2-2/page-7-7.md',
  'wiki/DOC/renamed-1/page-2-2/page-8-8.md',
];
const paths = () => Object.keys(bed.files()).sort();

describe('what happens while a run works', () => {
  it.each(['sync:staged', 'sync:listed', 'sync:planned', 'sync:rendered', 'sync:committed', 'sync:pushed'])(
    'F28: at %s is in the mirror after the next sweep, whatever the run had seen',
    async (point) => {
      let once = false;
      bed.reached = (at) => {
        if (at !== point || once) return;
        once = true;
        turnOver();
      };
      expect((await bed.run('initial')).state).toBe('succeeded');
      expect(once).toBe(true);
      for (let sweeps = 0; sweeps < 2; sweeps += 1) expect((await bed.run('sweep')).state).toBe('succeeded');
      expect(paths()).toEqual(right);
      expect(bed.file('6')?.text).toContain('New words.');
      expect((await bed.run('sweep')).commit).toBeNull();
    },
  );
});

describe('an attachment', () => {
  it('that comes with a newer body while its page is read stands beside that body', async () => {
    await bed.run('initial');
    bed.wrap = (source) => ({
      ...source,
      async readPages(ids, known) {
        await new Promise((resolve) => setTimeout(resolve, 100));
        putFile(bed.site, 'n1', '1', 'new.bin', Buffer.from('new'));
        putPage(bed.site, '1', { version: 3, markdown: 'See ![it](new.bin).\n' });
        return source.readPages(ids, known);
      },
    });
    putPage(bed.site, '1', { version: 2, markdown: 'Two.\n' });
    await bed.event(['1', 'updated']);
    expect(paths()).toContain('wiki/DOC/_files/1/new.bin');
  });
});

describe('events in any order', () => {
  it('F16: twice, backwards and late, lead to what the source says now', async () => {
    await bed.run('initial');
    const changes = turnOver();
    const told = [...changes].reverse().map(([id, action]) => changeOf(id, action));
    const before = changeOf('3', 'created');
    await bed.ports.journal.append(bed.orgId, bed.source.id, 'once', told);
    await bed.ports.journal.append(bed.orgId, bed.source.id, 'once', told);
    await bed.ports.journal.append(bed.orgId, bed.source.id, 'again', [...told, before]);
    await bed.event(['3', 'updated'], ['5', 'updated']);
    const late = await bed.event(['3', 'created'], ['1', 'updated']);
    expect(late.state).toBe('succeeded');
    expect(paths()).toEqual(right);
  });
});
