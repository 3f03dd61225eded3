import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { printFrontMatter } from '../../../config/front-matter.ts';
import type { LedgerPage } from '../../../core/ports/page-ledger.ts';
import { type ServerBed, startServer } from '../../server.testbed.ts';

const source = '/acme/api/v1/connectors/atlassian';

function fileOf(version: number, body: string): string {
  const header = {
    pageId: '7',
    spaceKey: 'DOC',
    title: 'Turbine',
    version,
    url: 'https://wiki.example/7',
    parentId: null,
    labels: [],
    author: null,
    editor: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    modifiedAt: '2026-02-01T00:00:00.000Z',
    sourceHash: `h${version}`,
    kind: 'page',
  };
  return `${printFrontMatter(header)}# Turbine\n\n${body}\n`;
}

const page = (change: Partial<LedgerPage>): LedgerPage => ({
  pageId: '7',
  spaceId: 's1',
  spaceKey: 'DOC',
  kind: 'page',
  parentId: null,
  title: 'Turbine',
  version: 2,
  path: 'wiki/DOC/turbine.md',
  sourceHash: 'h2',
  linksTo: [],
  attachmentPaths: [],
  state: 'mirrored',
  reason: null,
  absences: 0,
  losses: 0,
  modifiedAt: null,
  url: 'https://wiki.example/7',
  ...change,
});

describe('the history of mirrored files', () => {
  let bed: ServerBed;
  let ours: Awaited<ReturnType<ServerBed['createOrg']>>;
  let theirs: Awaited<ReturnType<ServerBed['createOrg']>>;
  let connectionId: string;
  let repositoryId: string;
  beforeAll(async () => {
    bed = await startServer();
    ours = await bed.createOrg('acme');
    theirs = await bed.createOrg('other');
    const host = await bed.ports.connections.create(ours.org.id, { connector: 'hub', name: 'Hub' });
    const wiki = await bed.ports.connections.create(ours.org.id, { connector: 'wiki', name: 'Wiki' });
    connectionId = wiki.id;
    const target = { connectionId: host.id, repositoryId: '41', fullName: 'acme/knowledge', branch: 'main' };
    await bed.ports.connections.patch(ours.org.id, wiki.id, { target });
    const tracked = await bed.ports.repositories.track(ours.org.id, {
      connectionId: host.id,
      remoteId: '41',
      fullName: 'acme/knowledge',
      url: 'https://git.example/acme/knowledge',
      branch: 'main',
    });
    repositoryId = tracked.id;
    const write = (path: string, text: string) => bed.connectors.host.commitElsewhere('main', path, text);
    await write('secret/plan.md', 'Not a page');
    await write('wiki/DOC/turbine.md', fileOf(1, 'Pull the red lever.'));
    await write('wiki/DOC/turbine.md', fileOf(2, 'Pull the green lever.'));
    await bed.ports.ledger.save(ours.org.id, wiki.id, [
      page({}),
      page({ pageId: '8', path: null, state: 'skipped' }),
      page({ pageId: '9', state: 'skipped', reason: 'restricted' }),
      page({ pageId: '10', state: 'held', reason: 'hidden' }),
    ]);
    const head = bed.connectors.host.content.branches.get('main')!;
    await bed.ports.repositories.setHead(ours.org.id, repositoryId, head);
  });
  afterAll(() => bed?.close());

  const history = async () => (await ours.member.ask(`${source}/pages/7/history?connectionId=${connectionId}`)).json;
  const difference = (query: string, id = '7') =>
    ours.member.ask(`${source}/pages/${id}/difference?connectionId=${connectionId}&${query}`);

  it('lists the versions of a page with commit, time and addresses', async () => {
    const { items, path, repository } = await history();
    expect({ path, repository }).toEqual({ path: 'wiki/DOC/turbine.md', repository: 'acme/knowledge' });
    expect(items).toMatchObject([{ version: 2 }, { version: 1 }]);
    expect(items[1].fileUrl).toBe(`https://git.example/acme/knowledge/blob/${items[1].commit}/wiki/DOC/turbine.md`);
    expect(items[1].commitUrl).toBe(`https://git.example/acme/knowledge/commit/${items[1].commit}`);
  });

  it('gives two versions to compare, and a first one against nothing', async () => {
    const { items } = await history();
    const { json } = await difference(`from=${items[1].commit}&to=${items[0].commit}`);
    expect(json.from).toMatchObject({ version: 1, text: expect.stringContaining('red lever') });
    expect(json.to).toMatchObject({ version: 2, text: expect.stringContaining('green lever') });
    expect((await difference(`to=${items[1].commit}`)).json).toMatchObject({ from: null, to: { version: 1 } });
  });

  it('opens only commits of the page itself, and nothing for a page without a file', async () => {
    const [other] = [...bed.connectors.host.content.commits.keys()];
    expect((await difference(`to=${other}`)).status).toBe(404);
    expect((await difference('to=--help')).status).toBe(400);
    const { items } = await history();
    for (const id of ['8', '9', '10']) expect((await difference(`to=${items[0].commit}`, id)).status).toBe(404);
    expect((await theirs.admin.ask(`/other/api/v1/connectors/atlassian/pages/7/history`)).status).toBe(404);
    const foreign = await theirs.admin.ask(
      `/other/api/v1/connectors/atlassian/pages/7/history?connectionId=${connectionId}`,
    );
    expect(foreign.status).toBe(404);
  });

  it('tells what a run changed, with the pages', async () => {
    const { run } = await bed.ports.runs.open(ours.org.id, connectionId, 'events');
    const changes = async () =>
      (await ours.member.ask(`${source}/runs/${run.id}/changes?connectionId=${connectionId}`)).json;
    expect(await changes()).toEqual({ items: [], more: 0 });
    const commit = (await history()).items[0].commit;
    await bed.ports.runs.finish(ours.org.id, run.id, { state: 'succeeded', commit });
    expect(await changes()).toEqual({
      items: [
        {
          change: 'modified',
          path: 'wiki/DOC/turbine.md',
          from: null,
          page: { id: '7', title: 'Turbine', url: 'https://wiki.example/7', version: 2 },
          fileUrl: `https://git.example/acme/knowledge/blob/${commit}/wiki/DOC/turbine.md`,
        },
      ],
      more: 0,
    });
    expect((await ours.member.ask(`${source}/runs/none/changes?connectionId=${connectionId}`)).status).toBe(404);
  });
});
