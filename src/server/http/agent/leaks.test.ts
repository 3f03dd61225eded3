import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillLibrary } from '../../knowledge/library.testbed.ts';
import { type ServerBed, startServer } from '../../server.testbed.ts';

const accept = { accept: 'application/json, text/event-stream' };
const CANARY = 'canarywalrus';

interface ToolSchema {
  readonly name: string;
  readonly inputSchema: {
    readonly properties: Readonly<Record<string, unknown>>;
    readonly required?: readonly string[];
  };
}

interface Operation {
  readonly path: string;
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
}

/** Everything by which the page could be asked for. */
const probes = [
  CANARY,
  '4711',
  'https://wiki.example/pages/4711',
  'acme/docs:wiki/ENG/4711.md',
  'wiki/ENG/4711.md',
  'https://git.example/acme/docs/blob/main/wiki/ENG/4711.md',
  'Secret of Ada',
  'owner-of-the-canary',
];

describe('what nobody else may learn', { timeout: 120_000 }, () => {
  let bed: ServerBed;
  let ours: Awaited<ReturnType<ServerBed['createOrg']>>;
  let theirs: Awaited<ReturnType<ServerBed['createOrg']>>;
  let tools: readonly ToolSchema[];
  let routes: readonly Operation[];
  let key: { id: string; key: string };

  const fill = (pages: boolean) =>
    fillLibrary(bed.ports, ours.org.id, {
      pages: [
        ...(pages
          ? [
              {
                id: '4711',
                title: `Secret of Ada ${CANARY}`,
                labels: [CANARY],
                editor: `Ada ${CANARY}`,
                body: `## ${CANARY} heading\n\nThe ${CANARY} swims. [gone](${CANARY}.md)\n\nOwner: ${CANARY}\n\n${CANARY} limit: 5`,
              },
            ]
          : []),
        { id: '1', title: 'Open', body: 'Open to all members. See `src/open.ts`.' },
      ],
      files: { 'src/open.ts': 'export const open = 1;\n' },
    });

  beforeAll(async () => {
    bed = await startServer();
    ours = await bed.createOrg('acme');
    theirs = await bed.createOrg('other');
    await fillLibrary(bed.ports, theirs.org.id, { pages: [{ id: '2', title: 'Theirs', body: 'Nothing.' }] }, 'x/y');
    key = (await ours.admin.ask('/acme/api/v1/keys', { body: { name: 'agent' } })).json;
    const listed = await rpc(key.key, 'acme', 'tools/list', {});
    tools = (listed.json as { result: { tools: ToolSchema[] } }).result.tools;
    const { paths } = bed.server.openApi() as {
      paths: Record<string, Record<string, { parameters?: Operation['parameters'] }>>;
    };
    routes = Object.entries(paths).flatMap(([path, methods]) =>
      path.startsWith('/{orgSlug}/') && methods.get && !path.endsWith('/events')
        ? [{ path, parameters: methods.get.parameters ?? [] }]
        : [],
    );
  });
  afterAll(() => bed?.close());

  const rpc = (apiKey: string, org: string, method: string, params: object) =>
    bed.visitor().ask(`/mcp?orgSlug=${org}`, {
      body: { jsonrpc: '2.0', id: 1, method, params },
      headers: { ...accept, 'x-api-key': apiKey },
    });

  /** Every tool with every probe in every field that takes words. */
  async function askTools(apiKey: string, org: string): Promise<readonly string[]> {
    const answers: string[] = [];
    for (const { name, inputSchema } of tools) {
      const fields = Object.keys(inputSchema.properties).filter((field) => field === 'target' || field === 'question');
      const asked =
        fields.length === 0 ? [{}] : probes.map((probe) => Object.fromEntries(fields.map((one) => [one, probe])));
      for (const args of asked) answers.push((await rpc(apiKey, org, 'tools/call', { name, arguments: args })).text);
    }
    return answers;
  }

  /** Every reading route with every probe in every parameter. */
  async function askRoutes(
    by: { ask(path: string): Promise<{ text: string }> },
    org: string,
  ): Promise<readonly string[]> {
    const answers: string[] = [];
    const takesWords = ['q', 'target', 'from', 'to', 'text', 'space'];
    for (const { path, parameters } of routes) {
      const words = parameters.filter((one) => one.in === 'query' && takesWords.includes(one.name));
      const asked = words.length > 0 || /\{(?!orgSlug)/.test(path) ? probes : probes.slice(0, 1);
      for (const probe of asked.map(encodeURIComponent)) {
        const named = path.replace('{orgSlug}', org).replace(/\{\w+\}/g, probe);
        answers.push((await by.ask(`${named}?${words.map(({ name }) => `${name}=${probe}`).join('&')}`)).text);
      }
    }
    return answers;
  }

  /** What was asked for comes back in some answers; what stands on the page beside it must not. */
  const told = (answers: readonly string[]) =>
    answers.filter(
      (text) =>
        text.includes('swims') || text.includes(`Secret of Ada ${CANARY}`) || text.includes(`${CANARY} heading`),
    );

  it('is told to members by every kind of tool, so that silence below means something', async () => {
    await fill(true);
    const answers = await askTools(key.key, 'acme');
    expect(told(answers).length).toBeGreaterThan(10);
    expect(told(await askRoutes(ours.member, 'acme')).length).toBeGreaterThan(5);
    expect(tools.length).toBeLessThanOrEqual(8);
  });

  it('is told to no other organization (S16)', async () => {
    const { json } = await theirs.admin.ask('/other/api/v1/keys', { body: { name: 'spy' } });
    expect(told(await askTools(json.key, 'other'))).toEqual([]);
    expect(told(await askTools(json.key, 'acme'))).toEqual([]);
    expect(told(await askRoutes(theirs.owner, 'other'))).toEqual([]);
    expect(told(await askRoutes(theirs.owner, 'acme'))).toEqual([]);
  });

  it('is told to nobody with an ended key, and to no member who left (S25)', async () => {
    const ended = (await ours.admin.ask('/acme/api/v1/keys', { body: { name: 'old' } })).json;
    await ours.admin.ask(`/acme/api/v1/keys/${ended.id}`, { method: 'DELETE' });
    expect(told(await askTools(ended.key, 'acme'))).toEqual([]);
    const members = (await ours.owner.ask('/acme/api/v1/members')).json as { id: string; role: string }[];
    const left = members.find(({ role }) => role === 'member')!;
    await ours.owner.ask(`/acme/api/v1/members/${left.id}`, { method: 'DELETE' });
    expect(told(await askRoutes(ours.member, 'acme'))).toEqual([]);
  });

  it('is gone from every answer once the page left the mirror', async () => {
    const [repository] = await bed.ports.repositories.list(ours.org.id);
    const { id } = repository!;
    const path = 'wiki/ENG/4711.md';
    const commit = 'd'.repeat(40);
    await bed.ports.chunks.apply(ours.org.id, id, { commit, documents: [], removed: [path] });
    await bed.ports.graph.apply(ours.org.id, id, new Map([[path, { entities: [], relations: [] }]]));
    expect(told(await askTools(key.key, 'acme'))).toEqual([]);
    expect(told(await askRoutes(ours.owner, 'acme'))).toEqual([]);
  });
});
