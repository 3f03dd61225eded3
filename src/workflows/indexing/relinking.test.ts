import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IndexedDocument } from '../../core/chunk.ts';
import type { DocumentFacts } from '../../core/entity.ts';
import { trackRepository } from '../../store/search/index.testbed.ts';
import { createTestStore, type TestStore } from '../../store/store.testbed.ts';
import { namesBefore, relink, saveNames } from './relinking.ts';

const ORG = 'org-1';
const commit = 'c'.repeat(40);

function document(repositoryId: string, fields: Partial<IndexedDocument>): IndexedDocument {
  return {
    repositoryId,
    path: 'docs/a.md',
    commit,
    blob: 'b',
    kind: 'markdown',
    title: 'A',
    source: null,
    chunks: [{ ordinal: 0, headingPath: [], text: 'Text', startLine: 1, endLine: 9 }],
    links: [],
    ...fields,
  };
}

describe('documents that were indexed before what they name', () => {
  let bed: TestStore;
  beforeAll(async () => {
    bed = await createTestStore();
  });
  afterAll(() => bed.close());

  it('are linked to the files and names of a repository that is connected later, their bodies unread', async () => {
    const { ports } = bed;
    const wiki = await trackRepository(ports, ORG, '1');
    const code = { ...(await trackRepository(ports, ORG, '2')), fullName: 'org/repository-2' };
    const linking = document(wiki.id, { links: [{ href: `${code.url}/blob/main/src/x.ts`, text: 'x', line: 3 }] });
    const naming = document(wiki.id, { path: 'docs/b.md', terms: [{ text: 'calibrateTwice()', line: 4 }] });
    await ports.chunks.apply(ORG, wiki.id, { commit, documents: [linking, naming], removed: [] });
    await saveNames(ports, wiki, new Map([linking, naming].map((one) => [one.path, one])), {
      repository: wiki,
      hasFile: () => false,
    });

    const repository = { kind: 'repository' as const, key: code.fullName, name: code.fullName, url: code.url };
    const symbol = {
      kind: 'symbol' as const,
      key: `${code.fullName}:src/x.ts#calibrateTwice`,
      name: 'calibrateTwice',
      url: null,
    };
    const facts = new Map<string, DocumentFacts>([['src/x.ts', { entities: [repository, symbol], relations: [] }]]);
    const entityAt = (url: string) =>
      url.startsWith(`${code.url}/blob/`) ? { kind: 'file' as const, key: `${code.fullName}:src/x.ts` } : undefined;
    const before = await namesBefore(ports, code, facts);
    await ports.graph.apply(ORG, code.id, facts);
    await relink(ports, code, before, new Set(facts.keys()), { entityAt });

    const said = async (path: string) => {
      const subject = { kind: 'file' as const, key: `${wiki.fullName}:${path}` };
      const around = await ports.graph.neighbours(ORG, subject, { depth: 1, limit: 10 });
      const keyOf = new Map(around.nodes.map((node) => [node.id, node.key]));
      return around.edges.map(({ kind, to, evidence }) => `${kind} ${keyOf.get(to)} @${evidence.lines[0]}`);
    };
    expect(await said('docs/a.md')).toEqual([`links-to ${code.fullName}:src/x.ts @3`]);
    expect(await said('docs/b.md')).toEqual([`mentions ${symbol.key} @4`]);

    const gone = new Map<string, DocumentFacts>([['src/x.ts', { entities: [repository], relations: [] }]]);
    const then = await namesBefore(ports, code, gone);
    await ports.graph.apply(ORG, code.id, gone);
    await relink(ports, code, then, new Set(gone.keys()), { entityAt });
    expect(await said('docs/a.md')).toHaveLength(1);
    expect(await said('docs/b.md')).toEqual([]);
  });
});
