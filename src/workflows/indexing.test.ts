import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { putPage } from '../connectors/fake/site.ts';
import type { ChunkMatch } from '../core/ports/chunk-index.ts';
import { type Bed, keepServer, scopeOf, spaceScope, startBed } from './workflows.testbed.ts';

let bed: Bed;
let letGo: () => Promise<void>;

beforeAll(async () => {
  letGo = await keepServer();
});
afterAll(() => letGo());
beforeEach(async () => {
  bed = await startBed();
  putPage(bed.site, '1', { title: 'Home', markdown: 'The heron stands in the shallows.\n' });
  putPage(bed.site, '2', { title: 'Guide', parentId: '1', markdown: 'Turn the ratchet twice.\n' });
  await bed.host.commitElsewhere('main', 'src/index.ts', 'export function calibrate() { return 1; }\n');
  await bed.putScope(scopeOf(spaceScope()));
  await bed.run('initial');
});
afterEach(() => bed.close());

async function search(text: string): Promise<readonly ChunkMatch[]> {
  return (await bed.ports.chunks.search(bed.orgId, { text, limit: 5 })).matches;
}

const found = (text: string) =>
  bed.until(async () => {
    const matches = await search(text);
    return matches.length > 0 ? matches : null;
  }, `"${text}" to be found`);

async function indexed() {
  return bed.until(async () => {
    const [repository] = await bed.ports.repositories.list(bed.orgId);
    return repository && repository.indexedCommit === bed.host.content.branches.get('main') ? repository : null;
  }, 'the index to follow');
}

describe('the index', () => {
  it('follows the first sync: pages, code and graph, each at the commit', async () => {
    const [match] = await found('ratchet');
    const commit = bed.host.content.branches.get('main');
    expect(match).toMatchObject({ path: bed.file('2')?.path, commit, source: { pageId: '2', version: 1 } });
    await indexed();
    expect((await search('calibrate')).map(({ path }) => path)).toEqual(['src/index.ts']);
    const { nodes } = await bed.ports.graph.snapshot(bed.orgId, { nodes: 100, edges: 100 });
    expect(nodes.filter((node) => node.kind === 'page').map((node) => node.key)).toEqual(
      expect.arrayContaining(['1', '2']),
    );
  });

  it('links a page to the code that it names', async () => {
    putPage(bed.site, '2', { version: 2, markdown: 'Call `calibrate()` from `src/index.ts`, never `index`.\n' });
    await bed.event(['2', 'updated']);
    await found('never');
    await indexed();
    const around = await bed.ports.graph.neighbours(bed.orgId, { kind: 'page', key: '2' }, { depth: 1, limit: 50 });
    const nameOf = new Map(around.nodes.map((node) => [node.id, `${node.kind} ${node.name}`]));
    const named = around.edges.filter((edge) => edge.kind === 'mentions').map((edge) => nameOf.get(edge.to));
    expect(named.sort()).toEqual(['file src/index.ts', 'symbol calibrate']);
  });

  it('links a page that did not change to code that comes later, and no longer once it goes', async () => {
    putPage(bed.site, '2', { version: 2, markdown: 'Later there is `calibrateTwice()` in `src/later.ts`.\n' });
    await bed.event(['2', 'updated']);
    await found('Later');
    await indexed();
    const named = async () => {
      const around = await bed.ports.graph.neighbours(bed.orgId, { kind: 'page', key: '2' }, { depth: 1, limit: 50 });
      const nameOf = new Map(around.nodes.map((node) => [node.id, `${node.kind} ${node.name}`]));
      return around.edges
        .filter((edge) => edge.kind === 'mentions')
        .map((edge) => nameOf.get(edge.to))
        .sort();
    };
    expect(await named()).toEqual([]);
    const change = async (path: string, text: string) => {
      await bed.host.commitElsewhere('main', path, text);
      const [repository] = await bed.ports.repositories.list(bed.orgId);
      await bed.ports.repositories.setHead(bed.orgId, repository!.id, bed.host.content.branches.get('main')!);
      await indexed();
    };
    await change('src/later.ts', 'export function calibrateTwice() { return 2; }\n');
    expect(await named()).toEqual(['file src/later.ts', 'symbol calibrateTwice']);
    await change('src/other.ts', 'export function calibrateTwice() { return 3; }\n');
    expect(await named()).toEqual(['file src/later.ts']);
    await change('src/other.ts', 'export function another() { return 3; }\n');
    expect(await named()).toEqual(['file src/later.ts', 'symbol calibrateTwice']);
  });

  it('relates code by what a parser finds in it: files brought in and names used, retracted with them', async () => {
    const put = async (path: string, text: string) => {
      await bed.host.commitElsewhere('main', path, text);
      const [repository] = await bed.ports.repositories.list(bed.orgId);
      await bed.ports.repositories.setHead(bed.orgId, repository!.id, bed.host.content.branches.get('main')!);
      return indexed();
    };
    const filler = Array.from({ length: 60 }, (_, at) => `    step(${at}, 'one of many steps');`).join('\n');
    const { fullName } = await put('src/ratchet.ts', 'export class Ratchet {\n  turn() {}\n}\n');
    await put(
      'src/caller.ts',
      `import { Ratchet } from './ratchet.js';\n\nexport class Caller {\n  first() {\n${filler}\n  }\n\n  second() {\n    return new Ratchet();\n  }\n}\n`,
    );
    const used = async () => {
      const file = { kind: 'file' as const, key: `${fullName}:src/caller.ts` };
      const around = await bed.ports.graph.neighbours(bed.orgId, file, { depth: 1, limit: 50 });
      const nameOf = new Map(around.nodes.map((node) => [node.id, `${node.kind} ${node.name}`]));
      return around.edges
        .filter(({ kind }) => kind === 'depends-on')
        .map(({ to, evidence }) => `${nameOf.get(to)} @${evidence.lines[0]} ${evidence.rule}`);
    };
    expect((await used()).sort()).toEqual(['file src/ratchet.ts @1 import:file', 'symbol Ratchet @68 call:symbol']);
    const [chunk] = (await search('second')).filter(({ path }) => path === 'src/caller.ts');
    expect(chunk).toMatchObject({
      headingPath: ['Caller', 'second'],
      text: '  second() {\n    return new Ratchet();\n  }\n}',
    });
    await put('src/caller.ts', "import { Ratchet } from './ratchet.js';\n\nexport const made = new Ratchet();\n");
    expect((await used()).sort()).toEqual(['file src/ratchet.ts @1 import:file', 'symbol Ratchet @3 call:symbol']);
    await put('src/ratchet.ts', 'export class Other {}\n');
    expect(await used()).toEqual(['file src/ratchet.ts @1 import:file']);
  });

  it('follows an edit within ten seconds, and forgets what is gone', async () => {
    await indexed();
    putPage(bed.site, '2', { version: 2, markdown: 'Fasten the gasket.\n' });
    const began = Date.now();
    await bed.event(['2', 'updated']);
    expect(await found('gasket')).toMatchObject([{ source: { version: 2 } }]);
    expect(Date.now() - began).toBeLessThan(60_000);
    expect(await search('ratchet')).toEqual([]);

    putPage(bed.site, '2', { state: 'trashed' });
    await bed.event(['2', 'removed']);
    await indexed();
    expect(await search('gasket')).toEqual([]);
    const [heron] = await search('heron');
    expect(heron?.commit).toBe(bed.host.content.branches.get('main'));
  });

  it('is made anew where the indexed commit is gone from the repository', async () => {
    const { id } = await indexed();
    await bed.ports.repositories.setIndexed(bed.orgId, id, 'f'.repeat(40));
    await indexed();
    expect(await search('heron')).toHaveLength(1);
  });
});
