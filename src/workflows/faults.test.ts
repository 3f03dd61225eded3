import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { putFile, putPage } from '../connectors/fake/site.ts';
import { Problem } from '../core/problem.ts';
import type { ContentSource } from '../core/roles/content-source.ts';
import type { Run } from '../core/run.ts';
import { type Bed, configOf, keepServer, scopeOf, spaceScope, startBed } from './workflows.testbed.ts';

let bed: Bed;
let letGo: () => Promise<void>;

beforeAll(async () => {
  letGo = await keepServer();
});
afterAll(() => letGo());
beforeEach(async () => {
  bed = await startBed();
  for (const id of ['1', '2', '3']) putPage(bed.site, id);
  putFile(bed.site, 'a1', '2', 'plan.png', Buffer.from('picture'));
  await bed.putScope(scopeOf(spaceScope()));
});
afterEach(() => bed.close());

const unavailable = () =>
  new Problem({ code: 'source-unavailable', message: 'It answered 503.', retry: { kind: 'soon' } });

function breaking(change: (source: ContentSource) => Partial<ContentSource>): void {
  bed.wrap = (source) => ({ ...source, ...change(source) });
}

function covered({ counts }: Run): number {
  return counts.written + counts.moved + counts.unchanged + counts.skipped + counts.held + counts.failed;
}

describe('what goes wrong with one page stays with it', () => {
  it('where its body cannot be converted: a link to the page stands for it', async () => {
    breaking((source) => ({
      toMarkdown: (body, context) => {
        if (context.page.id === '3') throw new Error('nested too deep');
        return source.toMarkdown(body, context);
      },
    }));
    const run = await bed.run('initial');
    expect(run).toMatchObject({ state: 'succeeded-with-failures', counts: { pages: 3, written: 3, failed: 0 } });
    expect(covered(run)).toBe(3);
    expect(await bed.ports.ledger.page(bed.orgId, bed.source.id, '3')).toMatchObject({
      state: 'mirrored',
      reason: 'body-not-converted',
      losses: 1,
    });
    expect(bed.file('3')?.text).toMatch(/could not be converted \(nested too deep\): \[open it at its source\]\(/);
    const again = await bed.run('sweep');
    expect(again).toMatchObject({ state: 'succeeded-with-failures', commit: null });
    const log = await bed.ports.runs.readLog(bed.orgId, run.id, 20);
    expect(log.map((line) => line.message).join()).toContain('nested too deep');
    bed.wrap = (source) => source;
    expect(await bed.run('sweep')).toMatchObject({ state: 'succeeded', counts: { written: 1, unchanged: 2 } });
  });

  it('where its body cannot be converted in one format, and can in the other', async () => {
    breaking((source) => ({
      readBodies: async (ids) =>
        new Map(ids.map((id) => [id, { version: 1, body: { format: 'storage', value: 'the other body' } }])),
      toMarkdown: (body, context) => {
        if (context.page.id === '3' && body.format !== 'storage') throw new Error('no JSON');
        return source.toMarkdown(body, context);
      },
    }));
    expect(await bed.run('initial')).toMatchObject({ state: 'succeeded', counts: { written: 3 } });
    expect(bed.file('3')?.text).toContain('the other body');
  });

  it('where a new body cannot be converted: the file of the one before stands', async () => {
    await bed.run('initial');
    const before = bed.file('3')?.text;
    putPage(bed.site, '3', { version: 2, markdown: 'A body to choke on.\n' });
    breaking((source) => ({
      toMarkdown: (body, context) => {
        if (context.page.id === '3') throw new Error('nested too deep');
        return source.toMarkdown(body, context);
      },
    }));
    const run = await bed.run('sweep');
    expect(run).toMatchObject({ state: 'succeeded-with-failures', counts: { held: 1 }, commit: null });
    expect(bed.file('3')?.text).toBe(before);
  });

  it('where its body cannot be read', async () => {
    breaking((source) => ({
      listPages: async (query) => {
        const { items, next } = await source.listPages(query);
        return { items: items.map((page) => (page.id === '3' ? { ...page, body: null } : page)), next };
      },
      readPages: async (ids) => ids.map((id) => ({ state: 'failed', id, problem: unavailable() })),
    }));
    const run = await bed.run('initial');
    expect(run).toMatchObject({ state: 'succeeded-with-failures', counts: { pages: 3, written: 2, failed: 1 } });
    expect(covered(run)).toBe(3);
    bed.wrap = (source) => source;
    expect(await bed.run('sweep')).toMatchObject({ state: 'succeeded', counts: { written: 1 } });
    expect(bed.file('3')).not.toBeNull();
  });

  it('where its attachment cannot be read: the next run brings it', async () => {
    breaking(() => ({ readAttachment: () => Promise.reject(unavailable()) }));
    expect(await bed.run('initial')).toMatchObject({ state: 'succeeded-with-failures', counts: { written: 3 } });
    expect(Object.keys(bed.files())).toHaveLength(3);
    bed.wrap = (source) => source;
    expect(await bed.run('sweep')).toMatchObject({
      state: 'succeeded',
      counts: { written: 0, unchanged: 3, attachments: 1 },
    });
    expect(Object.keys(bed.files()).filter((path) => path.endsWith('plan.png'))).toHaveLength(1);
  });
});

describe('what goes wrong with all of them', () => {
  it('F1: waits as long as it is told, and takes no place of a worker meanwhile', async () => {
    let refusals = 1;
    const asked: number[] = [];
    breaking((source) => ({
      listSpaces: (cursor) => {
        asked.push(Date.now());
        refusals -= 1;
        if (refusals < 0) return source.listSpaces(cursor);
        const later = { kind: 'after', ms: 1_500 } as const;
        return Promise.reject(new Problem({ code: 'rate-limited', message: 'Too many requests.', retry: later }));
      },
    }));
    expect(await bed.run('initial')).toMatchObject({ state: 'succeeded', counts: { written: 3 } });
    expect(asked).toHaveLength(2);
    expect(asked[1]! - asked[0]!).toBeGreaterThanOrEqual(1_500);
  });

  it('tries again where the source was away for a moment', async () => {
    let failures = 1;
    breaking((source) => ({
      listSpaces: (cursor) => (failures-- > 0 ? Promise.reject(unavailable()) : source.listSpaces(cursor)),
    }));
    expect(await bed.run('initial')).toMatchObject({ state: 'succeeded', counts: { written: 3 } });
  });

  it('F22: writes nothing more into a repository that was made public', async () => {
    await bed.run('initial');
    const commits = bed.commits();
    Object.assign(bed.host.repository, { private: false });
    putPage(bed.site, '1', { version: 2 });
    expect(await bed.run('sweep')).toMatchObject({ state: 'failed', problem: { code: 'repository-made-public' } });
    expect(bed.commits()).toBe(commits);
    // Not in the list of runs alone: the connection itself says so, and stands still.
    expect(await configOf(bed)).toMatchObject({ paused: true, alert: { code: 'repository-made-public' } });
    expect(await bed.ports.audit.list(bed.orgId, 50)).toContainEqual(
      expect.objectContaining({ action: 'target.made-public', connectionId: bed.source.id }),
    );
  });

  it('F22: pauses as soon as the host says that the repository was made public, and says it once', async () => {
    await bed.run('initial');
    Object.assign(bed.host.repository, { private: false });
    for (let times = 0; times < 2; times += 1) {
      const run = await bed.jobs.sync(bed.orgId, bed.repositories.id, 'sweep');
      await bed.ended(run.id);
    }
    expect(await configOf(bed)).toMatchObject({ paused: true, alert: { code: 'repository-made-public' } });
    const told = (await bed.ports.audit.list(bed.orgId, 50)).filter(({ action }) => action === 'target.made-public');
    expect(told).toHaveLength(1);
  });
});

describe('a resync', () => {
  it('I2: shows people by the names that they have now', async () => {
    await bed.run('initial');
    expect(bed.file('1')?.text).toContain('authors: ["Ada"]');
    bed.site.people.set('p1', { id: 'p1', name: 'Ada Lovelace' });
    expect((await bed.run('sweep')).commit).toBeNull();
    await bed.run('resync');
    expect(bed.file('1')?.text).toContain('authors: ["Ada Lovelace"]');
  });

  it('renders every page again, and commits only what differs', async () => {
    await bed.run('initial');
    const commits = bed.commits();
    expect(await bed.run('resync')).toMatchObject({
      state: 'succeeded',
      commit: null,
      counts: { written: 0, unchanged: 3 },
    });
    expect(bed.commits()).toBe(commits);
  });
});
