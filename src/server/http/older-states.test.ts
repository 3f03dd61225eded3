import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { printFrontMatter } from '../../config/front-matter.ts';
import type { IndexedDocument } from '../../core/chunk.ts';
import { indexFile } from '../../pipeline/indexing/index.ts';
import { type ServerBed, startServer } from '../server.testbed.ts';

const url = 'https://git.example/acme/knowledge';

function fileOf(pageId: string, version: number, body: string): string {
  const header = {
    pageId,
    spaceKey: 'DOC',
    title: `Page ${pageId}`,
    version,
    url: `https://wiki.example/${pageId}`,
    parentId: null,
    labels: [],
    author: null,
    editor: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    modifiedAt: '2026-02-01T00:00:00.000Z',
    sourceHash: `h${version}`,
    kind: 'page',
  };
  return `${printFrontMatter(header)}# Page ${pageId}\n\n${body}\n`;
}

describe('older states of pages and files', () => {
  let bed: ServerBed;
  let ours: Awaited<ReturnType<ServerBed['createOrg']>>;
  let theirs: Awaited<ReturnType<ServerBed['createOrg']>>;
  let first: string;
  let second: string;
  let head: string;
  let index: () => Promise<void>;
  const read = (query: Record<string, string>, org = 'acme', who = ours.member) =>
    who.ask(`/${org}/api/v1/read?${new URLSearchParams(query)}`);
  const at = (commit: string, path: string) => `${url}/blob/${commit}/${path}#L1-L9`;

  beforeAll(async () => {
    bed = await startServer();
    ours = await bed.createOrg('acme');
    theirs = await bed.createOrg('other');
    const hub = bed.connectors.host;
    const host = await bed.ports.connections.create(ours.org.id, { connector: 'hub', name: 'Hub' });
    const tracked = { connectionId: host.id, remoteId: '41', fullName: 'acme/knowledge', url, branch: 'main' };
    const { id } = await bed.ports.repositories.track(ours.org.id, tracked);
    const write = async (path: string, text: string) => {
      await hub.commitElsewhere('main', path, text);
      return hub.content.branches.get('main')!;
    };
    await write('wiki/DOC/lever.md', fileOf('7', 1, 'Pull the red lever.'));
    await write('wiki/DOC/withheld.md', fileOf('8', 1, 'The old secret of eight.'));
    await write('wiki/DOC/place.md', fileOf('9', 1, 'The old secret of nine.'));
    await write('docs/taken.md', fileOf('9', 2, 'Another secret of nine.'));
    await write('dist/bundle.js', 'const never = "indexed";\n');
    first = await write('notes.md', '# Notes\n\nThe old word.\n');
    await write('wiki/DOC/lever.md', fileOf('7', 2, 'Pull the green lever.'));
    await write('wiki/DOC/place.md', fileOf('10', 1, 'Ten stands here now.'));
    await write('docs/taken.md', '# Taken\n\nAn ordinary file.\n');
    second = await write('notes.md', '# Notes\n\nThe new word.\n');
    head = await write('wiki/DOC/lever.md', fileOf('7', 3, 'Pull the blue lever.'));
    index = async () => {
      const texts: Readonly<Record<string, string>> = {
        'wiki/DOC/lever.md': fileOf('7', 3, 'Pull the blue lever.'),
        'wiki/DOC/place.md': fileOf('10', 1, 'Ten stands here now.'),
        'docs/taken.md': '# Taken\n\nAn ordinary file.\n',
        'notes.md': '# Notes\n\nThe new word.\n',
      };
      const mirror = await (await bed.deps.openRepoHost(host)).openMirror({ id: '41' } as never);
      const documents: IndexedDocument[] = [];
      for (const { path, blob } of await mirror.readTree(head, '')) {
        const text = texts[path];
        if (text === undefined) continue;
        const content = new TextEncoder().encode(text);
        const read = indexFile({ repositoryId: id, path, commit: head, blob, content, mirrorRoot: 'wiki' });
        if (!('skipped' in read)) documents.push(read);
      }
      await bed.ports.chunks.apply(ours.org.id, id, { commit: head, documents, removed: [] });
    };
    await bed.ports.repositories.setHead(ours.org.id, id, head);
    await index();
    await bed.ports.repositories.setIndexed(ours.org.id, id, head);
  });
  afterAll(() => bed?.close());

  it('are read at the commit that an address names, cited there, and told from the newest', async () => {
    const page = (await read({ target: at(first, 'wiki/DOC/lever.md') })).json;
    expect(page.text).toContain('red lever');
    expect(page).toMatchObject({
      citation: { commit: first, version: 1, path: 'wiki/DOC/lever.md' },
      source: { version: 1 },
      newest: { commit: head, version: 3 },
    });
    expect(page.citation.fileUrl).toContain(`/blob/${first}/wiki/DOC/lever.md`);
    const file = (await read({ target: at(first, 'notes.md') })).json;
    expect(file).toMatchObject({ citation: { commit: first }, newest: { commit: head, version: null } });
    expect(file.text).toContain('The old word.');
    const outline = await ours.member.ask(
      `/acme/api/v1/outline?${new URLSearchParams({ target: at(first, 'notes.md') })}`,
    );
    expect(outline.json).toMatchObject({ citation: { commit: first }, newest: { commit: head } });
  });

  it('are the newest where nothing changed since, or the indexed branch or commit is named', async () => {
    for (const ref of [second, head, 'main']) {
      const { json } = await read({ target: at(ref, 'notes.md') });
      expect(json).toMatchObject({ newest: null, citation: { commit: ref === second ? second : head } });
      expect(json.text).toContain('The new word.');
    }
  });

  it('are read at a version of the page, or it says which there are', async () => {
    expect((await read({ target: '7', version: '2' })).json).toMatchObject({
      text: expect.stringContaining('green lever'),
      citation: { version: 2 },
      newest: { version: 3 },
    });
    expect((await read({ target: '7', version: '3' })).json).toMatchObject({ newest: null });
    const none = await read({ target: '7', version: '9' });
    expect(none).toMatchObject({ status: 404, json: { code: 'version-not-found' } });
    expect(none.json.hint).toContain('3, 2, 1');
    expect((await read({ target: 'notes.md', version: '1' })).json).toMatchObject({ code: 'version-not-found' });
  });

  it.each([
    ['a page that is not indexed now', 'wiki/DOC/withheld.md'],
    ['a page that stood where another page stands', 'wiki/DOC/place.md'],
    ['a page that stood where another file stands', 'docs/taken.md'],
    ['a file that was never indexed', 'dist/bundle.js'],
    ['a file that never was', 'none.md'],
  ])('show nothing of %s', async (_what, path) => {
    const answer = await read({ target: at(first, path) });
    expect(answer.status).toBe(404);
    expect(answer.text).not.toMatch(/secret|never =/);
  });

  it('show nothing of commits beside the branch, of other refs, and to other organizations', async () => {
    const text = fileOf('7', 4, 'A draft that was never merged.');
    await bed.connectors.host.commitElsewhere('draft', 'wiki/DOC/lever.md', text);
    const draft = bed.connectors.host.content.branches.get('draft')!;
    for (const ref of [draft, 'draft', 'f'.repeat(40), first.slice(0, 10), '--help']) {
      const answer = await read({ target: at(ref, 'wiki/DOC/lever.md') });
      expect([ref, answer.status, answer.json.code]).toEqual([
        ref,
        404,
        ref === draft ? 'document-not-found' : 'version-not-found',
      ]);
      expect(answer.text).not.toContain('never merged');
    }
    expect((await read({ target: at(first, 'notes.md') }, 'other', theirs.member)).status).toBe(404);
  });

  it('go with the page: what is withheld now is withheld at every commit and version', async () => {
    const [repository] = await bed.ports.repositories.list(ours.org.id);
    const removed = ['wiki/DOC/lever.md'];
    await bed.ports.chunks.apply(ours.org.id, repository!.id, { commit: head, documents: [], removed });
    for (const query of [{ target: at(first, 'wiki/DOC/lever.md') }, { target: '7', version: '1' }]) {
      const answer = await read(query as Record<string, string>);
      expect(answer.status).toBe(404);
      expect(answer.text).not.toContain('lever.');
    }
    await index();
  });
});
