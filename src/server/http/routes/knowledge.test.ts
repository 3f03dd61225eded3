import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IndexedDocument } from '../../../core/chunk.ts';
import { type ServerBed, startServer } from '../../server.testbed.ts';

const commit = 'c'.repeat(40);

function pageDocument(repositoryId: string, pageId: string, title: string, text: string): IndexedDocument {
  return {
    repositoryId,
    path: `wiki/DOC/${pageId}.md`,
    commit,
    blob: pageId.repeat(40).slice(0, 40),
    kind: 'mirrored-page',
    title,
    source: {
      pageId,
      spaceKey: 'DOC',
      url: `https://wiki.example/${pageId}`,
      version: 3,
      parentId: null,
      labels: ['runbook'],
      author: 'Ada',
      editor: null,
      createdAt: '2026-01-01T00:00:00.000Z',
      modifiedAt: `2026-02-0${pageId}T00:00:00.000Z`,
    },
    chunks: [{ ordinal: 0, headingPath: [title], text, startLine: 12, endLine: 14 }],
    links: [],
  };
}

describe('what an organization knows', () => {
  let bed: ServerBed;
  let ours: Awaited<ReturnType<ServerBed['createOrg']>>;
  let theirs: Awaited<ReturnType<ServerBed['createOrg']>>;
  beforeAll(async () => {
    bed = await startServer();
    ours = await bed.createOrg('acme');
    theirs = await bed.createOrg('other');
    for (const [{ org }, words] of [
      [ours, 'Restart the turbine with the green lever.\nThen wait.'],
      [theirs, 'Their turbine has a secret lever.'],
    ] as const) {
      const host = await bed.ports.connections.create(org.id, { connector: 'hub', name: 'Hub' });
      const { id } = await bed.ports.repositories.track(org.id, {
        connectionId: host.id,
        remoteId: '41',
        fullName: 'acme/knowledge',
        url: 'https://git.example/acme/knowledge',
        branch: 'main',
      });
      await bed.ports.repositories.setHead(org.id, id, commit);
      const documents = [
        pageDocument(id, '1', 'Turbine', words),
        pageDocument(id, '2', 'Holidays', 'Nobody works on the first of May.'),
      ];
      await bed.ports.chunks.apply(org.id, id, { commit, documents, removed: [] });
      await bed.ports.graph.apply(
        org.id,
        id,
        new Map([
          [
            'wiki/DOC/1.md',
            {
              entities: [
                { kind: 'page', key: '1', name: 'Turbine', url: null },
                { kind: 'label', key: 'runbook', name: 'runbook', url: null },
              ],
              relations: [
                {
                  kind: 'labelled',
                  from: { kind: 'page', key: '1' },
                  to: { kind: 'label', key: 'runbook' },
                  evidence: { path: 'wiki/DOC/1.md', commit, lines: [1, 9], rule: 'front matter' },
                },
              ],
            },
          ],
        ]),
      );
      await bed.ports.repositories.setIndexed(org.id, id, commit);
    }
  });
  afterAll(() => bed?.close());

  const get = async (path: string) => (await ours.member.ask(`/acme/api/v1${path}`)).json;

  it('is found by words, each passage with where it stands at its source and in the repository', async () => {
    const { passages, freshness } = await get('/search?q=turbine lever');
    expect(passages).toHaveLength(1);
    expect(passages[0]).toMatchObject({
      text: expect.stringContaining('green lever'),
      citation: {
        title: 'Turbine',
        pageUrl: 'https://wiki.example/1',
        version: 3,
        repository: 'acme/knowledge',
        path: 'wiki/DOC/1.md',
        commit,
        lines: [12, 14],
        fileUrl: `https://git.example/acme/knowledge/blob/${commit}/wiki/DOC/1.md#L12-L14`,
      },
    });
    expect(freshness.pendingCommits).toBe(0);
    expect((await get('/search?q=turbine&space=NONE')).passages).toEqual([]);
    expect((await get('/search?q=turbine&label=runbook&repository=acme/knowledge')).passages).toHaveLength(1);
    expect((await ours.member.ask('/acme/api/v1/search?q=')).status).toBe(400);
  });

  it('answers a question within a budget', async () => {
    const asked = await ours.member.ask('/acme/api/v1/ask', { body: { question: 'How do I restart the turbine?' } });
    expect(asked.json.passages[0].citation.pageUrl).toBe('https://wiki.example/1');
  });

  it('says which values of its filters nothing has, with those that there are, to members alone', async () => {
    const unknown = [{ filter: 'spaces', values: ['NONE'], known: ['DOC'], more: 0 }];
    for (const path of ['/search?q=turbine&space=NONE', '/recent?space=NONE', '/health?space=NONE'])
      expect((await get(path)).unknown).toEqual(unknown);
    const body = { question: 'turbine', space: 'DOC,NONE', label: 'runbok' };
    expect((await ours.member.ask('/acme/api/v1/ask', { body })).json.unknown).toMatchObject([
      ...unknown,
      { filter: 'labels', values: ['runbok'], known: ['runbook'] },
    ]);
    expect(await get('/search?q=turbine&space=doc&label=runbook')).not.toHaveProperty('unknown');
    expect((await ours.member.ask('/other/api/v1/search?q=turbine&space=NONE')).status).toBe(404);
  });

  it('says that there is no prose where no model is configured', async () => {
    const body = { question: 'How do I restart the turbine?', prose: true };
    expect((await ours.member.ask('/acme/api/v1/ask', { body })).json.prose).toEqual({ state: 'off', sentences: [] });
  });

  it('is read by id, by address and by path, never from another organization', async () => {
    const [{ documentId }] = (await get('/search?q=turbine')).passages;
    expect(await get(`/documents/${documentId}`)).toMatchObject({
      title: 'Turbine',
      repository: 'acme/knowledge',
      markdown: expect.stringContaining('green lever'),
      truncated: false,
      source: { pageId: '1', labels: ['runbook'] },
    });
    for (const target of ['1', 'https://wiki.example/x/pages/1', 'acme/knowledge:wiki/DOC/1.md'])
      expect((await get(`/read?target=${encodeURIComponent(target)}`)).text).toContain('green lever');
    expect((await get('/outline?target=1')).totalLines).toBeGreaterThan(0);
    expect((await theirs.owner.ask(`/other/api/v1/documents/${documentId}`)).status).toBe(404);
    expect((await theirs.owner.ask('/other/api/v1/search?q=turbine')).text).not.toContain('green');
  });

  it('is shown as a graph that says what it leaves out', async () => {
    expect(await get('/knowledge-graph')).toMatchObject({
      totalNodes: 2,
      totalEdges: 1,
      truncated: false,
      metrics: { nodesByKind: { page: 1, label: 1 }, edgesByKind: { labelled: 1 }, averageDegree: 1 },
      edges: [{ kind: 'labelled', evidence: { rule: 'front matter', lines: [1, 9] } }],
    });
    expect(await get('/knowledge-graph?nodeLimit=1&edgeLimit=0')).toMatchObject({ omittedNodes: 1, truncated: true });
    expect((await ours.member.ask('/acme/api/v1/knowledge-graph?nodeLimit=-1')).status).toBe(400);
  });

  it('tells how two things are connected, and what a change of one concerns', async () => {
    const { path } = await get('/path?from=1&to=runbook');
    expect(path.nodes.map(({ name }: { name: string }) => name)).toEqual(['Turbine', 'runbook']);
    expect(path.edges).toMatchObject([{ kind: 'labelled', evidence: { path: 'wiki/DOC/1.md', lines: [1, 9] } }]);
    expect(await get('/impact?target=runbook')).toMatchObject({ center: { name: 'runbook' }, items: [], total: 0 });
    expect((await ours.member.ask('/acme/api/v1/path?from=1&to=nothing')).status).toBe(404);
    expect((await ours.member.ask('/acme/api/v1/impact?target=')).status).toBe(400);
  });

  it('is plain text too: a list for models, and each page as Markdown at its own address', async () => {
    const list = await ours.member.ask('/acme/api/v1/llms.txt');
    expect(list.headers.get('content-type')).toContain('text/plain');
    expect(list.text).toMatch(/^# /);
    expect(list.text).toContain('## DOC\n\n- [Holidays](');
    const address = new URL(/\[Turbine\]\(([^)]+)\)/.exec(list.text)![1]!);
    const page = await ours.member.ask(address.pathname);
    expect(page.headers.get('content-type')).toContain('text/markdown');
    expect(page.text).toContain(
      '# Turbine\n\n> https://wiki.example/1, version 3. acme/knowledge:wiki/DOC/1.md at ccc',
    );
    expect(page.text).toContain('green lever');
    expect((await bed.visitor().ask(address.pathname)).status).toBe(401);
    expect((await theirs.owner.ask(address.pathname.replace('acme', 'other'))).text).not.toContain('green');
    expect((await ours.member.ask('/acme/api/v1/pages/999/markdown')).status).toBe(404);
  });

  it('says what is wrong with the pages, each organization its own', async () => {
    const whole = await get('/health');
    expect(whole).toMatchObject({ pages: 2, total: 2, next: null, truncated: [], counts: { orphan: 2, stale: 0 } });
    expect(whole.findings[0]).toMatchObject({
      kind: 'orphan',
      page: { pageUrl: 'https://wiki.example/1', spaceKey: 'DOC' },
      fix: { url: 'https://wiki.example/1' },
    });
    expect(await get('/health?kind=orphan,stale&limit=1&space=DOC')).toMatchObject({ next: 1, total: 2 });
    expect((await ours.member.ask('/acme/api/v1/health?kind=worse')).status).toBe(400);
    expect((await ours.member.ask('/other/api/v1/health')).status).toBe(404);
  });

  it('says what changed lately and where everything comes from', async () => {
    const { items } = await get('/recent?limit=1');
    expect(items).toMatchObject([{ title: 'Holidays', modifiedAt: '2026-02-02T00:00:00.000Z' }]);
    expect(await get('/sources')).toMatchObject({
      documents: 2,
      sources: [{ repository: 'acme/knowledge', upToDate: true }],
    });
  });
});
