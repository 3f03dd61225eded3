import { afterEach, describe, expect, it } from 'vitest';
import type { Page } from '../../core/page.ts';
import type { ContentSource, Listing } from '../../core/roles/content-source.ts';
import { problemOf } from '../../net/wire.testbed.ts';
import { facts, type SandboxBed, startSandboxBed, visiblePageIds } from './sandbox.testbed.ts';

let bed: SandboxBed | null = null;
afterEach(async () => {
  await bed?.close();
  bed = null;
});

async function start(timeoutMs?: number): Promise<SandboxBed> {
  bed = await startSandboxBed(timeoutMs);
  return bed;
}

async function listIds(source: ContentSource): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | null = null; ; ) {
    const listing: Listing<Page> = await source.listPages({
      spaceId: facts.space.id,
      kind: 'page',
      cursor,
      bodies: true,
    });
    for (const page of listing.items) if (page.state === 'current' && page.body !== null) ids.push(page.id);
    if (listing.next === null) return ids.sort();
    cursor = listing.next;
  }
}

const complete = [...visiblePageIds].sort();
const listing = 'GET /wiki/api/v2/spaces/:id/pages';

describe('a listing on a site that fails', () => {
  for (const fail of ['reset', 'stall', 'stall-body', 'cut', 'truncate', 'html', 'gzip'] as const) {
    it(`is complete although one answer is spoilt: ${fail} (F5, F6, F7)`, async () => {
      const { atlassian, open } = await start(600);
      atlassian.faults.set({ route: listing, fail, times: 1, skip: 1 });
      expect(await listIds(open())).toEqual(complete);
    });
    it(`is never taken for complete while answers stay spoilt: ${fail}`, async () => {
      const { atlassian, open } = await start(600);
      atlassian.faults.set({ route: listing, fail, skip: 1 });
      expect((await problemOf(listIds(open()))).retry).toEqual({ kind: 'soon' });
    }, 60_000);
  }

  it('is complete after twenty failures in a row (F3)', async () => {
    const { atlassian, open } = await start();
    atlassian.faults.set({ route: listing, fail: { status: 503, headers: { 'retry-after': '2' } }, times: 20 });
    expect(await listIds(open())).toEqual(complete);
  });

  it('goes on with less where much at a time times out (F4)', async () => {
    const { atlassian, open } = await start();
    const when = ({ url }: { url: URL }) => Number(url.searchParams.get('limit')) > 25;
    atlassian.faults.set({ route: listing, fail: { status: 504 }, when });
    expect(await listIds(open())).toEqual(complete);
  });

  it('stops at the end of the budget and says when to go on', async () => {
    const { atlassian, open } = await start();
    atlassian.clock.freeze(Date.parse('2026-03-02T10:20:00Z'));
    atlassian.state.registerSystemToken('contract-system-token', {
      cloudId: facts.cloudId,
      appId: facts.appId,
      scopes: ['read:space:confluence', 'read:page:confluence'],
      expiresAt: Date.parse('2100-01-01T00:00:00Z'),
    });
    atlassian.state.settings.pointsPerHour = 200;
    const problem = await problemOf(listIds(open()));
    expect(problem.code).toBe('rate-limited');
    expect(problem.retry).toMatchObject({ kind: 'after' });
    if (problem.retry.kind === 'after') expect(problem.retry.ms).toBeGreaterThan(30 * 60_000);
  });
});

it('reads blog posts by listing and by id', async () => {
  const source = (await start()).open();
  const { items } = await source.listPages({ spaceId: facts.space.id, kind: 'blog', cursor: null, bodies: true });
  expect(items).toMatchObject([{ id: '1013', kind: 'blog', title: 'News' }]);
  expect(await source.readPages(['1013'])).toMatchObject([{ state: 'present', page: { id: '1013', kind: 'blog' } }]);
  expect(await source.listLabels({ pageIds: ['1013'] })).toEqual(new Map([['1013', ['news']]]));
});

it('tells archived, trashed and invisible pages apart', async () => {
  const source = (await start()).open();
  expect(await source.readPages(['1010', '1011', '1008', '1009'])).toMatchObject([
    { state: 'gone', how: 'archived' },
    { state: 'gone', how: 'trashed' },
    { state: 'hidden' },
    { state: 'hidden' },
  ]);
});

it('keeps an id that no number can hold', async () => {
  const source = (await start()).open();
  expect(await source.readPages(['9007199254740993'])).toMatchObject([
    { page: { id: '9007199254740993', title: 'Large id' } },
  ]);
});

it('counts the requests and points that the site counts', async () => {
  const { atlassian, open } = await start();
  const source = open();
  await listIds(source);
  await source.listLabels({ spaceId: facts.space.id });
  await source.listAttachments(visiblePageIds);
  await source.readPeople([facts.user.accountId]);
  await source.readPages(visiblePageIds);
  const counted = atlassian.log.counts();
  expect(source.usage()).toEqual({ requests: counted.requests, points: counted.points });
});
