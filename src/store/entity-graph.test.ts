import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DocumentFacts, Entity, RelationKind } from '../core/entity.ts';
import type { GraphSnapshot } from '../core/ports/entity-graph.ts';
import { trackRepository } from './search/index.testbed.ts';
import { createTestStore, type TestStore } from './store.testbed.ts';

const page = (key: string, name = `Page ${key}`): Entity => ({
  kind: 'page',
  key,
  name,
  url: `https://wiki.example/${key}`,
});
const space: Entity = { kind: 'space', key: 'ENG', name: 'Engineering', url: null };

function facts(
  path: string,
  entities: readonly Entity[],
  relations: readonly [string, RelationKind, string][],
): DocumentFacts {
  const ref = (text: string) => {
    const [kind, key] = text.split(':') as [Entity['kind'], string];
    return { kind, key };
  };
  return {
    entities,
    relations: relations.map(([from, kind, to], at) => ({
      from: ref(from),
      kind,
      to: ref(to),
      evidence: { path, commit: 'c1', lines: [at + 1, at + 2], rule: `rule-${kind}` },
    })),
  };
}

const names = (snapshot: GraphSnapshot) => snapshot.nodes.map(({ kind, key }) => `${kind}:${key}`).sort();

describe('the graph', () => {
  let bed: TestStore;
  let org = '';
  let repositoryId = '';
  let next = 0;
  const apply = (said: Readonly<Record<string, DocumentFacts>>, repository = repositoryId) =>
    bed.ports.graph.apply(org, repository, new Map(Object.entries(said)));
  const everything = () => bed.ports.graph.snapshot(org, { nodes: 1000, edges: 1000 });
  const nothing: DocumentFacts = { entities: [], relations: [] };
  const wiki = {
    'a.md': facts(
      'a.md',
      [page('1', 'Start'), space],
      [
        ['page:1', 'in-space', 'space:ENG'],
        ['page:1', 'links-to', 'page:2'],
      ],
    ),
    'b.md': facts(
      'b.md',
      [page('2', 'Deploy'), space],
      [
        ['page:2', 'in-space', 'space:ENG'],
        ['page:2', 'child-of', 'page:1'],
        ['page:2', 'labelled', 'label:runbook'],
      ],
    ),
  };

  beforeAll(async () => {
    bed = await createTestStore();
  });
  afterAll(() => bed.close());
  beforeEach(async () => {
    next += 1;
    org = `org-${next}`;
    repositoryId = (await trackRepository(bed.ports, org, String(next))).id;
  });

  it('shows nodes with their number of relations, and relations with what shows them', async () => {
    await apply(wiki);
    const { nodes, edges, ...totals } = await everything();
    expect(nodes.map(({ kind, key, name, degree }) => [kind, key, name, degree])).toEqual(
      expect.arrayContaining([
        ['page', '2', 'Deploy', 4],
        ['page', '1', 'Start', 3],
        ['space', 'ENG', 'Engineering', 2],
        ['label', 'runbook', 'runbook', 1],
      ]),
    );
    expect(totals).toEqual({ totalNodes: 4, totalEdges: 5, omittedNodes: 0, omittedEdges: 0 });
    const idOf = (key: string) => nodes.find((node) => node.key === key)!.id;
    expect(edges).toContainEqual({
      from: idOf('2'),
      to: idOf('runbook'),
      kind: 'labelled',
      evidence: { path: 'b.md', commit: 'c1', lines: [3, 4], rule: 'rule-labelled' },
    });
  });

  it('is the same after saying the same again, in any order', async () => {
    await apply(wiki);
    const before = await everything();
    await apply({ 'b.md': wiki['b.md'] });
    await apply({ 'a.md': wiki['a.md'] });
    expect(await everything()).toEqual(before);
  });

  it('names an entity by what its own document says, whichever comes first', async () => {
    await apply({ 'a.md': wiki['a.md'] });
    expect(await bed.ports.graph.find(org, '2', 1)).toMatchObject([{ key: '2', name: '2' }]);
    await apply({ 'b.md': wiki['b.md'] });
    expect(await bed.ports.graph.find(org, 'deploy', 1)).toMatchObject([{ key: '2', name: 'Deploy' }]);
    await apply({ 'b.md': facts('b.md', [page('2', 'Ship')], []) });
    expect(await bed.ports.graph.find(org, 'ship', 1)).toMatchObject([{ key: '2', name: 'Ship' }]);
    await apply({ 'b.md': nothing });
    expect((await everything()).nodes.find(({ key }) => key === '2')).toMatchObject({ name: '2', url: null });
  });

  it('retracts what no document shows any more, and keeps what another still does', async () => {
    await apply(wiki);
    await apply({ 'b.md': nothing });
    expect(names(await everything())).toEqual(['page:1', 'page:2', 'space:ENG']);
    expect((await everything()).nodes.find(({ key }) => key === 'ENG')!.degree).toBe(1);
    await apply({ 'a.md': nothing });
    expect(await bed.ports.graph.counts(org)).toEqual({ nodes: 0, edges: 0 });
  });

  it('keeps a relation that two documents show until both are silent', async () => {
    const same = (path: string) => facts(path, [], [['page:1', 'links-to', 'page:2']]);
    await apply({ 'x.md': same('x.md'), 'y.md': same('y.md') });
    await apply({ 'x.md': nothing });
    expect((await everything()).edges.map(({ evidence }) => evidence.path)).toEqual(['y.md']);
    await apply({ 'y.md': nothing });
    expect(await bed.ports.graph.counts(org)).toEqual({ nodes: 0, edges: 0 });
  });

  it('says what it left out', async () => {
    const many = Array.from({ length: 30 }, (_, at): [string, RelationKind, string] => [
      `page:${at}`,
      'in-space',
      'space:ENG',
    ]);
    await apply({ 'all.md': facts('all.md', [space], many) });
    const part = await bed.ports.graph.snapshot(org, { nodes: 10, edges: 4 });
    expect(part.nodes[0]).toMatchObject({ key: 'ENG', degree: 30 });
    expect(part).toMatchObject({ totalNodes: 31, totalEdges: 30, omittedNodes: 21, omittedEdges: 26 });
    const near = await bed.ports.graph.neighbours(org, { kind: 'space', key: 'ENG' }, { depth: 1, limit: 5 });
    expect([near.nodes.length, near.totalNodes, near.omittedNodes]).toEqual([5, 31, 26]);
    expect(near.edges).toHaveLength(4);
  });

  it('walks one step or two, both ways', async () => {
    await apply({
      'c.md': facts(
        'c.md',
        [],
        [
          ['page:1', 'links-to', 'page:2'],
          ['page:3', 'links-to', 'page:2'],
          ['page:3', 'links-to', 'page:4'],
          ['page:4', 'links-to', 'page:5'],
        ],
      ),
    });
    const around = (depth: 1 | 2) => bed.ports.graph.neighbours(org, { kind: 'page', key: '2' }, { depth, limit: 50 });
    expect(names(await around(1))).toEqual(['page:1', 'page:2', 'page:3']);
    expect(names(await around(2))).toEqual(['page:1', 'page:2', 'page:3', 'page:4']);
    expect((await around(1)).nodes[0]).toMatchObject({ key: '2' });
    expect((await around(2)).totalEdges).toBe(3);
    const unknown = await bed.ports.graph.neighbours(org, { kind: 'page', key: 'none' }, { depth: 1, limit: 5 });
    expect(unknown).toMatchObject({ nodes: [], edges: [], totalNodes: 0 });
  });

  it('finds by part of a name, misspelt name and key, the best first', async () => {
    await apply({
      'n.md': facts('n.md', [page('1', 'Deployment guide'), page('2', 'Deploy'), page('3', '100%_sure')], []),
    });
    const keys = async (text: string) => (await bed.ports.graph.find(org, text, 5)).map(({ key }) => key);
    expect(await keys('deploy')).toEqual(['2', '1']);
    expect((await keys('deploymnet guide'))[0]).toBe('1');
    expect(await keys('%_')).toEqual(['3']);
    expect(await keys('3')).toEqual(['3']);
    expect(await keys('')).toEqual([]);
  });

  it('says what a name in code means, in its organization alone', async () => {
    const symbol: Entity = { kind: 'symbol', key: 'a/b:x.ts#run', name: 'run', url: null };
    await apply({ 'x.ts': facts('x.ts', [symbol, page('1', 'run')], []) });
    expect(await bed.ports.graph.named!(org, ['run', 'walk'])).toMatchObject([{ kind: 'symbol', key: symbol.key }]);
    expect(await bed.ports.graph.named!('other', ['run'])).toEqual([]);
  });

  it('finds the shortest way between two things, with what shows each step', async () => {
    const file = (key: string): Entity => ({ kind: 'file', key, name: key, url: null });
    const [one, two, three, four] = ['1', '2', '3', '4'].map((key) => page(key, `Page ${key}`));
    const code = file('x.ts');
    await apply({
      'a.md': facts('a.md', [one!, two!], [['page:1', 'links-to', 'page:2']]),
      'b.md': facts(
        'b.md',
        [three!, code],
        [
          ['page:2', 'links-to', 'page:3'],
          ['page:3', 'mentions', 'file:x.ts'],
        ],
      ),
      'c.md': facts('c.md', [four!], [['page:4', 'links-to', 'page:1']]),
    });
    const between = (from: Entity, to: Entity, most = 6) => bed.ports.graph.path!(org, from, to, most);
    const way = await between(four!, code);
    expect(way!.nodes.map(({ key }) => key)).toEqual(['4', '1', '2', '3', 'x.ts']);
    expect(way!.edges.map(({ kind, evidence }) => `${kind} ${evidence.path}`)).toEqual([
      'links-to c.md',
      'links-to a.md',
      'links-to b.md',
      'mentions b.md',
    ]);
    expect((await between(code, four!))!.nodes.map(({ key }) => key)).toEqual(['x.ts', '3', '2', '1', '4']);
    expect((await between(one!, one!))!.nodes).toHaveLength(1);
    expect(await between(four!, code, 2)).toBeNull();
    expect(await between(one!, page('9', 'None'))).toBeNull();
    expect(await bed.ports.graph.path!('other', one!, two!, 6)).toBeNull();
    const concerned = await bed.ports.graph.impact!(org, code, 10);
    expect(concerned).toMatchObject({
      total: 1,
      items: [{ kind: 'mentions', node: { key: '3' }, through: { key: code.key } }],
    });
    expect((await bed.ports.graph.impact!('other', code, 10)).total).toBe(0);
  });

  it('keeps organizations apart, even for one key', async () => {
    await apply(wiki);
    const first = org;
    const firstRepository = repositoryId;
    org = `${org}-other`;
    repositoryId = (await trackRepository(bed.ports, org, `other-${next}`)).id;
    await apply({ 'z.md': facts('z.md', [page('1', 'Theirs')], []) });
    expect(names(await everything())).toEqual(['page:1']);
    expect(await bed.ports.graph.find(first, 'Theirs', 5)).toEqual([]);
    expect(await bed.ports.graph.counts(first)).toEqual({ nodes: 4, edges: 5 });
    const near = await bed.ports.graph.neighbours(org, { kind: 'page', key: '1' }, { depth: 2, limit: 50 });
    expect(near.nodes).toHaveLength(1);
    await expect(apply({ 'a.md': wiki['a.md'] }, firstRepository)).rejects.toMatchObject({ code: 'not-found' });
  });

  it.each(['dropRepository', 'untrack', 'remove the connection'])('goes with its repository: %s', async (how) => {
    const second = await trackRepository(bed.ports, org, `second-${next}`);
    await apply({ 'a.md': wiki['a.md'] });
    await apply({ 'b.md': wiki['b.md'] }, second.id);
    if (how === 'untrack') await bed.ports.repositories.untrack(org, second.id);
    else if (how === 'dropRepository') await bed.ports.graph.dropRepository(org, second.id);
    else await bed.ports.connections.remove(org, second.connectionId);
    const left = await everything();
    expect(names(left)).toEqual(['page:1', 'page:2', 'space:ENG']);
    expect(left.nodes.map(({ degree }) => degree).reduce((sum, degree) => sum + degree)).toBe(4);
  });

  it('counts right whatever several writers do at once', async () => {
    const second = (await trackRepository(bed.ports, org, `second-${next}`)).id;
    await Promise.all([
      apply(wiki),
      apply(wiki, second),
      apply({ 'a.md': nothing }),
      apply({ 'b.md': nothing, 'a.md': wiki['a.md'] }, second),
      apply({ 'c.md': wiki['b.md'] }, second),
    ]);
    const { nodes, edges } = await everything();
    for (const node of nodes)
      expect(node.degree).toBe(edges.filter((edge) => edge.from === node.id || edge.to === node.id).length);
    for (const path of ['a.md', 'b.md', 'c.md']) {
      await apply({ [path]: nothing });
      await apply({ [path]: nothing }, second);
    }
    expect(await bed.ports.graph.counts(org)).toEqual({ nodes: 0, edges: 0 });
  });
});
