import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { putFile, putPage } from '../../connectors/fake/site.ts';
import { Problem } from '../../core/problem.ts';
import { type Bed, keepServer, scopeOf, spaceScope, startBed } from '../workflows.testbed.ts';

let bed: Bed;
let letGo: () => Promise<void>;
const scope = scopeOf(spaceScope());

beforeAll(async () => {
  letGo = await keepServer();
});
afterAll(() => letGo());
beforeEach(async () => {
  bed = await startBed();
  for (const id of ['1', '2', '3']) putPage(bed.site, id);
  putFile(bed.site, 'a2', '2', 'plan.png', Buffer.from('picture'));
  putFile(bed.site, 'a3', '3', 'draft.png', Buffer.from('draft'));
  await bed.putScope(scope);
  await bed.run('initial');
});
afterEach(() => bed.close());

const names = () =>
  Object.keys(bed.files())
    .map((path) => path.slice(path.lastIndexOf('/') + 1))
    .sort();

const newestMessage = () => {
  const { branches, commits } = bed.host.content;
  return commits.get(branches.get('main')!)!.message;
};
const logOf = async (runId: string) =>
  (await bed.ports.runs.readLog(bed.orgId, runId, 50)).map(({ message }) => message);

describe('a branch that is not as the mirror left it', () => {
  it('F21: set back to an older commit, it loses again what had moved and gone, and keeps what is not ours', async () => {
    await bed.host.commitElsewhere('main', 'wiki/own.md', 'Written by hand.\n');
    await bed.run('sweep');
    const older = bed.host.content.branches.get('main')!;
    putPage(bed.site, '2', { title: 'Renamed' });
    putPage(bed.site, '3', { state: 'trashed' });
    await bed.event(['2', 'updated'], ['3', 'removed']);
    const right = bed.files();
    expect(names()).toEqual(['own.md', 'page-1-1.md', 'plan.png', 'renamed-2.md']);
    bed.host.content.branches.set('main', older);
    for (let time = 0; time < 2; time += 1) expect((await bed.run('sweep')).state).toBe('succeeded');
    expect(bed.files()).toEqual(right);
  });

  it('F27: says in commit and log what was edited by hand, and keeps the edit in its history', async () => {
    const right = bed.files();
    const { path, text } = bed.file('2')!;
    await bed.host.commitElsewhere('main', path, `${text}By hand.\n`);
    const edited = bed.host.content.branches.get('main')!;
    const run = await bed.run('sweep');
    expect(bed.files()).toEqual(right);
    const message = newestMessage();
    expect(message.split('\n')[0]).toBe('Put right what was edited by hand: "Page 2"');
    expect(message).toContain('The page itself did not change.');
    expect(message).toContain(`commit ${edited.slice(0, 12)} has them as they were edited:\n- ${path}\n`);
    const log = await logOf(run.id);
    expect(log).toEqual([expect.stringContaining('Put right what was edited by hand in the repository')]);
    expect(log[0]).toContain(path);
    expect(log[0]).toContain(edited);
    expect(log[0]).toContain('Edit the pages in wiki');
    expect((await bed.run('sweep')).commit).toBeNull();
  });

  it('F27: says so of an edit that a change of the page, its removal or its event overwrites', async () => {
    const three = bed.file('3')!.path;
    await bed.host.commitElsewhere('main', bed.file('2')!.path, 'By hand.\n');
    await bed.host.commitElsewhere('main', three, 'By hand.\n');
    putPage(bed.site, '2', { version: 2, markdown: 'New.\n' });
    putPage(bed.site, '3', { state: 'trashed' });
    const run = await bed.event(['2', 'updated'], ['3', 'removed']);
    expect(bed.file('2')?.text).toContain('New.');
    expect(newestMessage()).toMatch(
      /^Update "Page 2", remove "Page 3"\n[\s\S]*overwritten; commit [\s\S]*- .*page-3-3\.md\n/,
    );
    expect((await logOf(run.id)).join()).toContain(three);
  });

  it('F27: says so of an edit to a page that cannot be read, and overwrites it as soon as it can', async () => {
    const right = bed.files();
    await bed.host.commitElsewhere('main', bed.file('2')!.path, 'By hand.\n');
    putPage(bed.site, '1', { version: 2, markdown: 'New.\n' });
    const problem = new Problem({ code: 'source-unavailable', message: 'It answered 503.', retry: { kind: 'soon' } });
    bed.wrap = (source) => ({
      ...source,
      readPages: async (ids) =>
        (await source.readPages(ids)).map((one) =>
          one.state === 'present' && one.page.id === '2' ? { state: 'failed', id: '2', problem } : one,
        ),
    });
    const run = await bed.event(['1', 'updated'], ['2', 'updated']);
    expect(bed.file('1')?.text).toContain('New.');
    expect(Object.values(bed.files())).toContain('By hand.\n');
    expect((await logOf(run.id)).join()).toContain('put right as soon as the pages can be read again');
    bed.wrap = (source) => source;
    await bed.run('sweep');
    const { path } = bed.file('2')!;
    expect(bed.files()[path]).toBe(right[path]);
  });

  it('F27: calls no commit of ours an edit by hand, though a restored database does not know it', async () => {
    const config = (await bed.connection()).config;
    putPage(bed.site, '2', { version: 2, markdown: 'New.\n' });
    await bed.event(['2', 'updated']);
    await bed.ports.connections.patch(bed.orgId, bed.source.id, { mirrorCommit: config.mirrorCommit! });
    putPage(bed.site, '1', { version: 2, markdown: 'New too.\n' });
    const run = await bed.run('sweep');
    expect(newestMessage()).toContain('Page 1');
    expect(newestMessage()).not.toContain('by hand');
    expect((await logOf(run.id)).join()).not.toContain('by hand');
  });

  it('F27: gets back an attachment that somebody changed', async () => {
    const right = bed.files();
    const path = Object.keys(right).find((one) => one.endsWith('plan.png'))!;
    await bed.host.commitElsewhere('main', path, 'scribbled');
    await bed.run('sweep');
    expect(bed.files()).toEqual(right);
  });
});

describe('a scope that shows pages otherwise', () => {
  it('is carried out at pages that did not change', async () => {
    await bed.putScope({ ...scope, attachments: { ...scope.attachments, include: false } });
    await bed.run('sweep');
    expect(names()).toEqual(['page-1-1.md', 'page-2-2.md', 'page-3-3.md']);
    await bed.putScope(scope);
    await bed.run('sweep');
    expect(names()).toContain('plan.png');
  });
});

describe('an event of a page that cannot be read', () => {
  it('is followed by the next run that can', async () => {
    const problem = new Problem({ code: 'source-unavailable', message: 'It answered 503.', retry: { kind: 'soon' } });
    bed.wrap = (source) => ({
      ...source,
      readPages: async (ids) => ids.map((id) => ({ state: 'failed', id, problem })),
    });
    putFile(bed.site, 'a9', '2', 'later.png', Buffer.from('later'));
    expect((await bed.event(['2', 'updated'])).state).toBe('succeeded-with-failures');
    expect(names()).not.toContain('later.png');
    bed.wrap = (source) => source;
    await bed.run('sweep');
    expect(names()).toContain('later.png');
  });
});

describe('attachments whose events were lost', () => {
  const put = (id: string, version: number, content: string) => {
    putFile(bed.site, id, '2', 'plan.png', Buffer.from(content));
    bed.site.attachments.set(id, { ...bed.site.attachments.get(id)!, version });
  };

  it('F19: are right after one sweep, whether they came, changed or went, and no page is asked for by itself', async () => {
    let asked: readonly string[] = [];
    bed.wrap = (source) => ({
      ...source,
      listAttachments: (ids) => {
        asked = [...asked, ...ids];
        return source.listAttachments(ids);
      },
    });
    await bed.run('sweep');
    expect(asked).toEqual([]);

    put('a2', 2, 'another picture');
    bed.site.attachments.delete('a3');
    putFile(bed.site, 'a1', '1', 'new.png', Buffer.from('new'));
    expect((await bed.run('sweep')).counts).toMatchObject({ pages: 3, written: 0, unchanged: 3, attachments: 2 });
    expect(names()).toEqual(['new.png', 'page-1-1.md', 'page-2-2.md', 'page-3-3.md', 'plan.png']);
    expect(Object.entries(bed.files()).find(([path]) => path.endsWith('plan.png'))?.[1]).toBe('another picture');
    expect((await bed.run('sweep')).commit).toBeNull();
  });

  it('I1: stay where the index shows none of them, for it lags', async () => {
    const right = bed.files();
    bed.wrap = (source) => ({ ...source, findAttachments: async () => [] });
    expect((await bed.run('sweep')).commit).toBeNull();
    expect(bed.files()).toEqual(right);
  });

  it('I7: are said to be unknown where the index does not answer', async () => {
    const problem = new Problem({ code: 'source-unavailable', message: 'It answered 503.', retry: { kind: 'soon' } });
    bed.wrap = (source) => ({ ...source, findAttachments: () => Promise.reject(problem) });
    expect((await bed.run('sweep')).state).toBe('succeeded-with-failures');
  });
});

describe('an attachment that another page shows', () => {
  beforeEach(async () => {
    putPage(bed.site, '1', { version: 2, markdown: 'SHOWS\n' });
    bed.wrap = (source) => ({
      ...source,
      toMarkdown: (body, { page, resolve }) => {
        const file = { kind: 'attachment', pageId: '2', fileName: 'plan.png' } as const;
        const markdown = page.id === '1' ? `![plan](${resolve(file)?.href ?? 'nowhere'})\n` : body.value;
        return { markdown, report: [], links: [] };
      },
    });
    await bed.run('sweep');
  });
  const shown = () => /!\[plan\]\((.*)\)/.exec(bed.file('1')!.text)?.[1];

  it('I2: is followed there when it goes and when it comes back, by a sweep and by an event', async () => {
    const there = expect.stringMatching(/_files\/2\/plan\.png$/);
    expect(shown()).toEqual(there);
    bed.site.attachments.delete('a2');
    await bed.run('sweep');
    expect(shown()).toBe('https://wiki.example/2');
    putFile(bed.site, 'a2', '2', 'plan.png', Buffer.from('picture'));
    await bed.event(['2', 'updated']);
    expect(shown()).toEqual(there);
    bed.site.attachments.delete('a2');
    putPage(bed.site, '2', { version: 2 });
    await bed.event(['2', 'updated']);
    expect(shown()).toBe('https://wiki.example/2');
    expect((await bed.run('sweep')).commit).toBeNull();
  });
});

describe('a page that does not say whether it is restricted', () => {
  it('I1, S24: keeps its file, and gets none, until it does', async () => {
    putPage(bed.site, '4');
    bed.wrap = (source) => ({
      ...source,
      listMarks: async (wanted) =>
        new Map(wanted.flatMap(({ pageIds }) => pageIds.map((id) => [id, { labels: [], restricted: null }] as const))),
    });
    const right = bed.files();
    const run = await bed.run('sweep');
    expect(run).toMatchObject({ state: 'succeeded-with-failures', counts: { pages: 4, held: 3, failed: 1 } });
    expect(bed.files()).toEqual(right);
    bed.wrap = (source) => source;
    expect((await bed.run('sweep')).counts).toMatchObject({ pages: 4, written: 1, unchanged: 3 });
    expect(names()).toContain('page-4-4.md');
  });
});
