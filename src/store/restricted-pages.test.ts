import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LedgerPage } from '../core/ports/page-ledger.ts';
import { documentOf, trackRepository } from './search/index.testbed.ts';
import { createTestStore, type TestStore } from './store.testbed.ts';

const path = 'wiki/ENG/7.md';
const row: LedgerPage = {
  pageId: '7',
  spaceId: 's1',
  spaceKey: 'ENG',
  kind: 'page',
  parentId: null,
  title: 'Seven',
  version: 1,
  path,
  sourceHash: 'h',
  linksTo: [],
  attachmentPaths: [],
  state: 'mirrored',
  reason: null,
  absences: 0,
  losses: 0,
  modifiedAt: null,
  url: null,
};

describe('a page that becomes restricted', () => {
  let bed: TestStore;
  beforeAll(async () => {
    bed = await createTestStore();
  });
  afterAll(() => bed.close());

  async function fill(org: string) {
    const { id, connectionId } = await trackRepository(bed.ports, org, org);
    const draft = { path, title: 'Seven', texts: ['The heron is secret.'], source: { pageId: '7' } };
    const other = { path: 'wiki/ENG/8.md', texts: ['The heron is open.'], source: { pageId: '8' } };
    const documents = [draft, other].map((one) => documentOf(id, 'c', one));
    await bed.ports.chunks.apply(org, id, { commit: 'c', documents, removed: [] });
    const page = { kind: 'page' as const, key: '7', name: 'Seven', url: null };
    const label = { kind: 'label' as const, key: 'x', name: 'x', url: null };
    const evidence = { path, commit: 'c', lines: [1, 1] as const, rule: 'r' };
    const relations = [{ kind: 'labelled' as const, from: page, to: label, evidence }];
    await bed.ports.graph.apply(org, id, new Map([[path, { entities: [page, label], relations }]]));
    await bed.ports.ledger.save(org, connectionId, [row]);
    return connectionId;
  }
  const found = async (org: string) => {
    const { matches } = await bed.ports.chunks.search(org, { text: 'heron', limit: 5 });
    return matches.map((match) => match.path).sort();
  };

  it('is gone from index and graph as soon as the ledger knows, in its organization alone', async () => {
    const [ours] = [await fill('org-1'), await fill('org-2')];
    await bed.ports.ledger.save('org-1', ours, [{ ...row, state: 'held', reason: 'read-failed' }]);
    expect(await found('org-1')).toHaveLength(2);
    await bed.ports.ledger.save('org-1', ours, [{ ...row, path: null, state: 'skipped', reason: 'restricted' }]);
    expect(await found('org-1')).toEqual(['wiki/ENG/8.md']);
    expect(await bed.ports.chunks.documentByPage('org-1', '7')).toBeNull();
    expect(await bed.ports.graph.counts('org-1')).toEqual({ nodes: 0, edges: 0 });
    expect((await bed.ports.chunks.counts('org-1')).chunks).toBe(1);
    expect(await found('org-2')).toHaveLength(2);
    expect(await bed.ports.graph.counts('org-2')).toEqual({ nodes: 2, edges: 1 });
  });
});
