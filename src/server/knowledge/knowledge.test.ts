import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Problem } from '../../core/problem.ts';
import { createTestStore, type TestStore } from '../../store/store.testbed.ts';
import { createKnowledge } from './create-knowledge.ts';
import type { Knowledge } from './knowledge.ts';
import { fileUrl, fillLibrary, type Library } from './library.testbed.ts';

const ORG = 'org-1';

describe('what an organization knows', () => {
  let bed: TestStore;
  let knowledge: Knowledge;
  let library: Library;

  beforeAll(async () => {
    bed = await createTestStore();
    knowledge = createKnowledge({ ports: bed.ports, clock: { now: Date.now }, fileUrl });
    library = await fillLibrary(bed.ports, ORG, {
      pages: [
        {
          id: '41',
          title: 'Deploy guide',
          labels: ['runbook'],
          body: `## Steps\n\nRun the walrus script, see [on call](../OPS/42.md).\n\n${'More words follow here. '.repeat(120)}\n\n## Rollback\n\nTurn the lever back.`,
        },
        {
          id: '42',
          title: 'On call',
          space: 'OPS',
          modified: '2026-03-01T00:00:00.000Z',
          editor: 'Grace',
          parent: '41',
          body: 'Who carries the walrus phone.',
        },
        { id: '43', title: 'Empty page', body: '' },
        { id: '44', title: 'Twins', space: 'TW', body: 'One.' },
        { id: '45', title: 'Twins', space: 'TW', body: 'The other.' },
      ],
      files: {
        'src/walrus.ts': 'export class Walrus {\n  swim() {\n    return 1;\n  }\n}\n',
        'openapi.yaml':
          'openapi: 3.1.0\ninfo:\n  title: Pay\npaths:\n  /v1/charges:\n    post:\n      summary: Charge\n',
      },
    });
    await fillLibrary(
      bed.ports,
      'org-2',
      { pages: [{ id: '41', title: 'Foreign', body: 'A walrus of somebody else.' }] },
      'other/docs',
    );
  });
  afterAll(() => bed.close());

  test('finds passages of its own alone, with citations whose lines hold them', async () => {
    const answer = await knowledge.search(ORG, { question: 'Where is the walrus?' });
    expect(answer.passages.map((passage) => passage.citation.path).sort()).toEqual(
      ['src/walrus.ts', 'wiki/ENG/41.md', 'wiki/OPS/42.md'].sort(),
    );
    for (const { text, citation } of answer.passages) {
      const lines = library.files.get(citation.path)!.split('\n');
      expect(lines.slice(citation.lines[0] - 1, citation.lines[1]).join('\n')).toContain(text);
      expect(citation.commit).toBe(library.commit);
      expect(citation.fileUrl).toContain(`/blob/${library.commit}/${citation.path}#L${citation.lines[0]}-`);
    }
    expect(answer.freshness.pendingCommits).toBe(0);
  });

  test.each([
    [{ spaceKeys: ['OPS'] }, ['wiki/OPS/42.md']],
    [{ labels: ['runbook'] }, ['wiki/ENG/41.md']],
    [{ pathPrefix: 'src/' }, ['src/walrus.ts']],
    [{ modifiedAfter: '2026-02-15T00:00:00.000Z' }, ['wiki/OPS/42.md']],
    [{ repositories: ['acme/none'] }, []],
    [{ repositories: ['acme/docs'], spaceKeys: ['OPS'] }, ['wiki/OPS/42.md']],
    [{ repositories: ['ACME/Docs'], spaceKeys: ['ops'] }, ['wiki/OPS/42.md']],
    [{ repositories: ['docs', 'acme/docs'], spaceKeys: ['OPS'] }, ['wiki/OPS/42.md']],
    [{ repositories: ['doc'] }, []],
  ])('narrows a search to %j', async (filters, paths) => {
    const { passages } = await knowledge.search(ORG, { question: 'walrus', filters });
    expect(passages.map((passage) => passage.citation.path)).toEqual(paths);
  });

  test('a question without words finds nothing', async () => {
    expect(await knowledge.search(ORG, { question: '?!' })).toMatchObject({ passages: [], more: 0 });
  });

  test.each([
    ['41', 'Deploy guide'],
    ['https://wiki.example/pages/42?x=1', 'On call'],
    ['https://wiki.example/wiki/viewpage?pageId=42', 'On call'],
    ['acme/docs:wiki/ENG/41.md', 'Deploy guide'],
    ['wiki/OPS/42.md', 'On call'],
    ['./src/walrus.ts', 'walrus.ts'],
    ['https://host.example/acme/docs/blob/main/src/walrus.ts#L1', 'walrus.ts'],
  ])('reads what %s names', async (target, title) => {
    expect(await knowledge.read(ORG, { target })).toMatchObject({ title });
  });

  test.each([
    '999',
    '../wiki/ENG/41.md',
    'other/docs:wiki/ENG/41.md',
    'https://host.example/other/docs/blob/main/a.md',
    '',
  ])('says that %j names nothing here', async (target) => {
    const problem = { code: 'document-not-found', status: 404 };
    await expect(knowledge.read(ORG, { target })).rejects.toMatchObject(problem);
    await expect(knowledge.outline(ORG, target)).rejects.toMatchObject(problem);
    await expect(knowledge.related(ORG, { target })).rejects.toMatchObject(problem);
  });

  test('reads a long page in parts that together are the page', async () => {
    const whole = library.files.get('wiki/ENG/41.md')!.split('\n').slice(15).join('\n').trimEnd();
    let text = '';
    let from: { line: number; column: number } | undefined;
    let last = 0;
    for (let parts = 0; parts < 40; parts += 1) {
      const part = await knowledge.read(ORG, { target: '41', from, budget: 500 });
      expect(part.text.length).toBeLessThanOrEqual(500);
      text += from === undefined || from.column > 0 || part.citation.lines[0] === last ? part.text : `\n${part.text}`;
      last = part.citation.lines[1];
      if (part.next === null) break;
      from = part.next;
    }
    expect(text).toBe(whole);
  });

  test('reads lines as asked for, and a page without text by its title', async () => {
    const part = await knowledge.read(ORG, { target: '41', from: { line: 16, column: 0 }, to: 18 });
    expect(part).toMatchObject({
      text: '## Steps\n\nRun the walrus script, see [on call](../OPS/42.md).',
      citation: { lines: [16, 18] },
      next: null,
    });
    expect(await knowledge.read(ORG, { target: '43' })).toMatchObject({ text: 'title: "Empty page"', next: null });
    const beyond = { target: '42', from: { line: 900, column: 0 } };
    expect(await knowledge.read(ORG, { ...beyond, goesOn: true })).toMatchObject({ next: null });
    await expect(knowledge.read(ORG, beyond)).rejects.toMatchObject({ code: 'no-such-lines', status: 400 });
  });

  test('reads an address at the indexed commit, and where no clone is at hand at no other', async () => {
    const at = (ref: string) => ({ target: `https://host.example/acme/docs/blob/${ref}/wiki/ENG/41.md` });
    expect(await knowledge.read(ORG, at(library.commit))).toMatchObject({ title: 'Deploy guide', newest: null });
    for (const ref of ['0123456789', 'a'.repeat(40), 'other'])
      await expect(knowledge.read(ORG, at(ref))).rejects.toMatchObject({ code: 'version-not-found' });
  });

  test('outlines pages by headings and code by definitions, on their lines', async () => {
    const page = await knowledge.outline(ORG, '41');
    expect(page.entries).toEqual([
      { title: 'Steps', depth: 2, line: 16 },
      { title: 'Rollback', depth: 2, line: 22 },
    ]);
    const code = await knowledge.outline(ORG, 'src/walrus.ts');
    expect(code.entries.map(({ title, line }) => `${line} ${title}`)).toEqual(['1 Walrus', '2 swim']);
  });

  test('shows what stands around a page, a file or a name', async () => {
    const page = await knowledge.related(ORG, { target: '42' });
    const named = (id: string) => page.graph.nodes.find((node) => node.id === id)!.name;
    const said = page.graph.edges.map(({ from, kind, to }) => `${named(from)} ${kind} ${named(to)}`);
    expect(said).toContain('On call child-of Deploy guide');
    expect(said).toContain('Deploy guide links-to On call');
    expect(said).toContain('On call edited-by Grace');
    const file = await knowledge.related(ORG, { target: 'src/walrus.ts' });
    expect(file.graph.nodes.find(({ id }) => id === file.center)).toMatchObject({
      kind: 'file',
      name: 'src/walrus.ts',
    });
    const person = await knowledge.related(ORG, { target: 'Grace' });
    expect(person.graph.nodes.find(({ id }) => id === person.center)).toMatchObject({ kind: 'person', name: 'Grace' });
  });

  test.each([
    ['4', []],
    ['410', []],
    ['410000000000000000000', []],
    ['https://elsewhere.example/pages/42', []],
    ['On call duty', ['page 42']],
    ['Walru', ['symbol "Walrus"', 'file "src/walrus.ts"']],
    ['src/walrus', ['file "src/walrus.ts"']],
  ])('answers about no other thing than %j, and suggests %j at most', async (target, suggested) => {
    for (const asked of [
      () => knowledge.related(ORG, { target }),
      () => knowledge.path(ORG, { from: '42', to: target }),
      () => knowledge.path(ORG, { from: target, to: '42' }),
      () => knowledge.impact(ORG, { target }),
    ]) {
      const problem = await (asked() as Promise<object>).then(String, (error: unknown) => error as Problem);
      expect(problem).toMatchObject({ code: 'document-not-found', status: 404 });
      const { hint = '' } = problem as Problem;
      expect(hint.includes('Did you mean')).toBe(suggested.length > 0);
      for (const name of suggested) expect(hint).toContain(name);
      expect(hint).not.toContain('On call');
    }
  });

  test.each([
    ['on CALL', { kind: 'page', key: '42' }],
    ['SRC/Walrus.ts', { kind: 'file', name: 'src/walrus.ts' }],
    ['walrus', { kind: 'symbol', name: 'Walrus' }],
    ['https://host.example/acme/docs', { kind: 'repository', name: 'acme/docs' }],
    ['/v1/charges', { kind: 'endpoint', name: 'POST /v1/charges' }],
    ['post /v1/charges', { kind: 'endpoint', name: 'POST /v1/charges' }],
  ])('knows %j by its exact name, in any case', async (target, center) => {
    expect((await knowledge.impact(ORG, { target })).center).toMatchObject(center);
  });

  test('asks which is meant where several bear a name, by what can be sent instead', async () => {
    await expect(knowledge.related(ORG, { target: 'Twins' })).rejects.toMatchObject({
      code: 'target-ambiguous',
      status: 409,
      hint: expect.stringMatching(/page 4[45], page 4[45]/),
    });
  });

  test('lists what changed last, newest first, since a time and in spaces', async () => {
    const titles = async (request: object) => (await knowledge.recentChanges(ORG, request)).map(({ title }) => title);
    expect((await titles({}))[0]).toBe('On call');
    expect(await titles({ limit: 1 })).toEqual(['On call']);
    expect(await titles({ since: '2026-02-15T00:00:00.000Z' })).toEqual(['On call']);
    expect(await titles({ spaceKeys: ['ENG'] })).toEqual(['Deploy guide', 'Empty page']);
  });

  test('says what is connected, what is mirrored into it, and whether the index has caught up', async () => {
    const { repository } = library;
    const target = {
      connectionId: repository.connectionId,
      repositoryId: repository.remoteId,
      fullName: 'acme/docs',
      branch: 'main',
    };
    const mirror = await bed.ports.connections.create(ORG, {
      connector: 'wiki',
      name: 'Wiki',
      config: {
        target,
        site: { id: 's', name: 'Acme', url: 'https://wiki.example' },
        scope: { spaces: [{ key: 'ENG' }, { key: 'OPS' }] },
      },
    });
    const { run } = await bed.ports.runs.open(ORG, mirror.id, 'initial');
    expect((await knowledge.sources(ORG)).sources).toMatchObject([
      {
        repository: 'acme/docs',
        upToDate: true,
        mirrors: [
          { connector: 'wiki', site: 'https://wiki.example', spaces: ['ENG', 'OPS'], lastRun: { state: run.state } },
        ],
      },
    ]);
    await bed.ports.repositories.setHead(ORG, repository.id, 'f00d');
    expect(await knowledge.sources(ORG)).toMatchObject({
      sources: [{ upToDate: false }],
      freshness: { pendingCommits: 1 },
    });
    await bed.ports.repositories.setHead(ORG, repository.id, library.commit);
    expect((await knowledge.graph(ORG, { nodes: 3, edges: 2 })).omittedNodes).toBeGreaterThan(0);
  });

  test('stops for a caller who is gone', async () => {
    await expect(knowledge.search(ORG, { question: 'walrus' }, AbortSignal.abort())).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});
