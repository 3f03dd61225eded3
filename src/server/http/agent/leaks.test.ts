import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillLibrary } from '../../knowledge/library.testbed.ts';
import { type ServerBed, startServer } from '../../server.testbed.ts';
import { type FieldSchema, probesOf } from './leak-matrix.testbed.ts';

const accept = { accept: 'application/json, text/event-stream' };
const CANARY = 'canarywalrus';

interface ToolSchema {
  readonly name: string;
  readonly inputSchema: FieldSchema;
}

/** A route that reads: by its address, or by what is sent to it. */
interface Reading {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly schema: FieldSchema;
}

interface Described {
  readonly parameters?: readonly { name: string; in: string; required?: boolean; schema: FieldSchema }[];
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: FieldSchema } } };
}

/** An answer, and by which tool or route and which optional field of it. */
interface Told {
  readonly by: string;
  readonly field: string | null;
  readonly text: string;
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

/** What optional fields take: those that let the page through, and others. */
const words = [
  'ENG',
  CANARY,
  'acme/docs',
  'wiki/ENG',
  `Ada ${CANARY}`,
  '4711',
  'mirrored-page',
  '2000-01-01',
  '2100-01-01',
];

describe('what nobody else may learn', { timeout: 120_000 }, () => {
  let bed: ServerBed;
  let ours: Awaited<ReturnType<ServerBed['createOrg']>>;
  let theirs: Awaited<ReturnType<ServerBed['createOrg']>>;
  let tools: readonly ToolSchema[];
  let routes: readonly Reading[];
  const prompts: string[] = [];
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
    bed = await startServer({
      writer: {
        // A model that says all that it was given is the worst there can be.
        async write({ material }) {
          prompts.push(material);
          return `The ${CANARY} swims. [1]`;
        },
      },
    });
    ours = await bed.createOrg('acme');
    theirs = await bed.createOrg('other');
    await fillLibrary(bed.ports, theirs.org.id, { pages: [{ id: '2', title: 'Theirs', body: 'Nothing.' }] }, 'x/y');
    key = (await ours.admin.ask('/acme/api/v1/keys', { body: { name: 'agent' } })).json;
    const listed = await rpc(key.key, 'acme', 'tools/list', {});
    tools = (listed.json as { result: { tools: ToolSchema[] } }).result.tools;
    const { paths } = bed.server.openApi() as { paths: Record<string, { get?: Described; post?: Described }> };
    routes = Object.entries(paths).flatMap(([path, { get, post }]) => {
      const found: Reading[] = [];
      if (!path.startsWith('/{orgSlug}/') || path.endsWith('/events')) return found;
      if (get) {
        const query = (get.parameters ?? []).filter((one) => one.in === 'query');
        const properties = Object.fromEntries(query.map(({ name, schema }) => [name, schema]));
        const required = query.flatMap((one) => (one.required ? [one.name] : []));
        found.push({ method: 'GET', path, schema: { properties, required } });
      }
      const body = post?.requestBody?.content['application/json'].schema;
      if (body?.properties?.question) found.push({ method: 'POST', path, schema: body });
      return found;
    });
  });
  afterAll(() => bed?.close());

  const rpc = (apiKey: string, org: string, method: string, params: object) =>
    bed.visitor().ask(`/mcp?orgSlug=${org}`, {
      body: { jsonrpc: '2.0', id: 1, method, params },
      headers: { ...accept, 'x-api-key': apiKey },
    });

  /** Every tool with every probe in every field that it needs, and with every value of every field that it may have. */
  async function askTools(apiKey: string, org: string): Promise<readonly Told[]> {
    const answers: Told[] = [];
    for (const { name, inputSchema } of tools)
      for (const { field, fields } of probesOf(inputSchema, probes, words)) {
        const { status, text } = await rpc(apiKey, org, 'tools/call', { name, arguments: fields });
        expect(status).not.toBe(429);
        answers.push({ by: name, field, text });
      }
    return answers;
  }

  /** Every reading route in the same way. */
  async function askRoutes(
    by: { ask(path: string, options?: object): Promise<{ status: number; text: string }> },
    org: string,
  ): Promise<readonly Told[]> {
    const answers: Told[] = [];
    const takesWords = ['q', 'target', 'from', 'to', 'text', 'space'];
    for (const { method, path, schema } of routes) {
      const named = (id: string) => path.replace('{orgSlug}', org).replace(/\{\w+\}/g, encodeURIComponent(id));
      const filters = path.endsWith('/search') || path.endsWith('/ask') ? ['q', 'question'] : takesWords;
      const asked = probesOf(schema, probes, words, filters);
      const ids = /\{(?!orgSlug)/.test(path) ? probes : ['4711'];
      for (const id of ids)
        for (const { field, fields } of id === ids[0] ? asked : asked.slice(0, 1)) {
          const query = new URLSearchParams();
          for (const [name, value] of Object.entries(fields)) query.set(name, String(value));
          const { status, text } =
            method === 'POST' ? await by.ask(named(id), { body: fields }) : await by.ask(`${named(id)}?${query}`);
          expect(status).not.toBe(429);
          answers.push({ by: path, field, text });
        }
    }
    return answers;
  }

  /** What was asked for comes back in some answers; what stands on the page beside it must not. */
  const told = (answers: readonly Told[]) =>
    answers.filter(
      ({ text }) =>
        text.includes('swims') || text.includes(`Secret of Ada ${CANARY}`) || text.includes(`${CANARY} heading`),
    );

  /** Fields of a schema beside which something was told. */
  const fieldsOf = (answers: readonly Told[], by: string) =>
    new Set(told(answers).flatMap((answer) => (answer.by === by && answer.field ? [answer.field] : [])));

  it('is told to members by every kind of tool, so that silence below means something', async () => {
    await fill(true);
    const answers = await askTools(key.key, 'acme');
    // The tool that says how fresh the sources are speaks of no page.
    expect(new Set([...told(answers).map(({ by }) => by), 'sources'])).toEqual(new Set(tools.map(({ name }) => name)));
    const filters = ['spaces', 'labels', 'repositories', 'path_prefix', 'modified_after', 'modified_before'];
    expect([...fieldsOf(answers, 'search')]).toEqual([...filters, 'authors', 'kinds', 'explain']);
    const routeAnswers = await askRoutes(ours.member, 'acme');
    expect(told(routeAnswers).length).toBeGreaterThan(25);
    const named = ['space', 'label', 'repository', 'pathPrefix', 'modifiedAfter', 'modifiedBefore', 'author', 'kind'];
    for (const route of ['search', 'ask'])
      expect([...fieldsOf(routeAnswers, `/{orgSlug}/api/v1/${route}`)]).toEqual(
        expect.arrayContaining([...named, 'explain']),
      );
    expect(prompts.filter((prompt) => prompt.includes('swims'))).not.toEqual([]);
    prompts.length = 0;
    expect(tools.length).toBeLessThanOrEqual(8);
  });

  it('is told to no other organization (S16)', async () => {
    const { json } = await theirs.admin.ask('/other/api/v1/keys', { body: { name: 'spy' } });
    expect(told(await askTools(json.key, 'other'))).toEqual([]);
    expect(told(await askTools(json.key, 'acme'))).toEqual([]);
    expect(told(await askRoutes(theirs.owner, 'other'))).toEqual([]);
    expect(told(await askRoutes(theirs.owner, 'acme'))).toEqual([]);
    expect(prompts.filter((prompt) => prompt.includes('swims'))).toEqual([]);
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
    expect(prompts.filter((prompt) => prompt.includes('swims'))).toEqual([]);
  });
});
