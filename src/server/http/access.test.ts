import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServerBed, startServer } from '../server.testbed.ts';
import type { Answer, Browser } from '../testbed/browser.testbed.ts';

type Role = 'member' | 'admin' | 'owner';

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly access: string;
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly takesBody: boolean;
}

const rank: Readonly<Record<Role, number>> = { member: 0, admin: 1, owner: 2 };

/** Routes that are no interface of an organization, each with why it needs no role. */
const openByDesign: Readonly<Record<string, string>> = {
  'GET /health/live': 'operations',
  'GET /health/ready': 'operations',
  'GET /metrics': 'operations',
  'GET /openapi.json': 'says only what routes there are',
  'ALL /:orgSlug/api/v1/*': 'a limit before the routes, none itself',
  'ALL /api/auth/*': 'sign-in itself',
  'GET /first-owner/:token': 'the link is the credential',
  'POST /first-owner/:token': 'the link is the credential',
  'GET /api/v1/integrations/atlassian/callback': 'bound to session, browser and state',
  'GET /api/v1/integrations/:connector/callback': 'bound to session, browser and state',
  'GET /api/v1/integrations/:connector/setup': 'bound to session, browser and state',
  'POST /api/v1/webhook/atlassian/forge/:connectionId': 'signed deliveries',
  'POST /api/v1/webhook/atlassian/forge/:connectionId/token-refresh': 'signed deliveries',
  'POST /api/v1/webhook/github/:connectionId': 'signed deliveries',
  'ALL /mcp': 'decides on its own, see agent.test.ts',
  'GET /oauth/sign-in': 'sign-in itself',
  'POST /oauth/sign-in': 'sign-in itself',
  'GET /oauth/consent': 'asks the person who is signed in',
  'POST /oauth/consent': 'asks the person who is signed in',
};

function operationsOf(document: object): readonly Operation[] {
  const { paths } = document as { paths: Record<string, Record<string, Record<string, unknown>>> };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      access: String(operation['x-access']),
      parameters: (operation.parameters ?? []) as Operation['parameters'],
      takesBody: operation.requestBody !== undefined,
    })),
  );
}

describe('who may do what', { timeout: 120_000 }, () => {
  let bed: ServerBed;
  let ours: Awaited<ReturnType<ServerBed['createOrg']>>;
  let theirs: Awaited<ReturnType<ServerBed['createOrg']>>;
  let operations: readonly Operation[];
  let organizationRoutes: readonly Operation[];
  beforeAll(async () => {
    bed = await startServer();
    ours = await bed.createOrg('acme');
    theirs = await bed.createOrg('other');
    operations = operationsOf(bed.server.openApi());
    organizationRoutes = operations.filter(({ path }) => path.startsWith('/{orgSlug}/'));
  });
  afterAll(() => bed?.close());

  const call = (by: Browser, { method, path, takesBody }: Operation, key?: string, ids = 'no-such-id') =>
    by.ask(path.replace('{orgSlug}', 'acme').replace(/\{\w+\}/g, ids), {
      method,
      ...(takesBody ? { body: {} } : {}),
      ...(key === undefined ? {} : { headers: { 'x-api-key': key } }),
    });
  const outside = (answer: Answer) =>
    answer.status === 404 && answer.json?.title === 'The organization does not exist here.';

  async function keyOf(org: typeof ours, slug: string, role: 'member' | 'admin') {
    return (await org.admin.ask(`/${slug}/api/v1/keys`, { body: { name: `a ${role} key`, role } })).json as {
      id: string;
      key: string;
    };
  }

  it('is stated for every route that is mounted (S16, S17)', () => {
    const described = new Set(operations.map(({ method, path }) => `${method} ${path.replace(/\{(\w+)\}/g, ':$1')}`));
    const without = bed.server
      .routes()
      // Middleware stands for no route of its own.
      .filter(({ path, method }) => !(method === 'ALL' && (path === '/*' || path === '*')))
      .map(({ method, path }) => `${method} ${path}`)
      .filter((route) => !described.has(route) && !(route in openByDesign));
    const middleware = [...described].map((route) => route.replace(/^\S+/, 'ALL'));
    const limited = Object.keys(openByDesign).map((route) => route.replace(/^\S+/, 'ALL'));
    expect(
      without.filter(
        (route) =>
          !middleware.includes(route) &&
          !limited.includes(route) &&
          !route.startsWith('ALL /api/auth/') &&
          !/^GET \/\.well-known\/(oauth-|openid-)/.test(route),
      ),
    ).toEqual([]);
    for (const { method, path, access } of operations) {
      const allowed = path.startsWith('/{orgSlug}/') ? ['member', 'admin', 'owner'] : ['anyone', 'person'];
      expect(allowed, `${method} ${path} has no rule`).toContain(access);
    }
    expect(organizationRoutes.length).toBeGreaterThan(50);
  });

  it('is described in a document that holds together', () => {
    const document = bed.server.openApi() as { openapi: string; components: object; security: readonly object[] };
    expect(document.openapi).toBe('3.1.0');
    const text = JSON.stringify(document);
    for (const [, name] of text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g))
      expect(document.components).toHaveProperty(['schemas', name!]);
    for (const scheme of document.security.flatMap(Object.keys))
      expect(document.components).toHaveProperty(['securitySchemes', scheme]);
    expect(text).not.toContain('"summary":""');
    expect(operations.every(({ parameters }) => parameters.every(({ name }) => name !== ''))).toBe(true);
  });

  it('is nothing for nobody: without a credential, with a made-up or an ended key (S16)', async () => {
    const ended = await keyOf(ours, 'acme', 'admin');
    await ours.admin.ask(`/acme/api/v1/keys/${ended.id}`, { method: 'DELETE' });
    const nobody = bed.visitor();
    for (const operation of organizationRoutes) {
      const name = `${operation.method} ${operation.path}`;
      for (const key of [undefined, 'ctx_made-up', ended.key]) {
        const { status, json } = await call(nobody, operation, key);
        expect([name, status, json?.code]).toEqual([name, 401, 'sign-in-needed']);
      }
    }
    for (const operation of operations.filter(({ access }) => access === 'person'))
      expect((await call(nobody, operation)).status).toBe(401);
  });

  it('is not even told to somebody of another organization (S16)', async () => {
    const key = (await keyOf(theirs, 'other', 'admin')).key;
    for (const operation of organizationRoutes) {
      const name = `${operation.method} ${operation.path}`;
      for (const answer of [
        await call(theirs.owner, operation),
        await call(theirs.admin, operation),
        await call(bed.visitor(), operation, key),
      ])
        expect([name, outside(answer)]).toEqual([name, true]);
    }
  });

  it('depends on the role (S17)', async () => {
    const keys = { member: (await keyOf(ours, 'acme', 'member')).key, admin: (await keyOf(ours, 'acme', 'admin')).key };
    for (const operation of organizationRoutes) {
      const name = `${operation.method} ${operation.path}`;
      for (const [role, browser, key] of [
        ['member', ours.member, undefined],
        ['admin', ours.admin, undefined],
        ['owner', ours.owner, undefined],
        ['member', bed.visitor(), keys.member],
        ['admin', bed.visitor(), keys.admin],
      ] as const) {
        const answer = await call(browser, operation, key);
        const refused = answer.status === 403 && answer.json?.code === 'role-needed';
        expect([name, role, refused]).toEqual([name, role, rank[role] < rank[operation.access as Role]]);
        expect([name, role, outside(answer)]).toEqual([name, role, false]);
        expect(answer.status, `${name} as ${role}: ${answer.text}`).toBeLessThan(500);
      }
    }
  });

  it('does not reach what another organization owns, by whatever id (S16)', async () => {
    const { ports } = bed;
    const source = await ports.connections.create(theirs.org.id, { connector: 'wiki', name: 'Theirs' });
    const host = await ports.connections.create(theirs.org.id, { connector: 'hub', name: 'Theirs' });
    const { run } = await ports.runs.open(theirs.org.id, source.id, 'initial');
    const repository = await ports.repositories.track(theirs.org.id, {
      connectionId: host.id,
      remoteId: '41',
      fullName: 'their/repository',
      url: 'https://git.example/their/repository',
      branch: 'main',
    });
    const key = await keyOf(theirs, 'other', 'member');
    const [member] = (await theirs.owner.ask('/other/api/v1/members')).json as { id: string }[];
    const ids = [source.id, host.id, run.id, repository.id, key.id, member!.id];
    const before = await Promise.all(ids.slice(0, 2).map((id) => ports.connections.get(theirs.org.id, id)));

    for (const operation of organizationRoutes) {
      const named = operation.parameters.filter((one) => one.in === 'path' && one.name !== 'orgSlug');
      const byQuery = operation.parameters.some(({ name }) => name === 'connectionId');
      if (named.length === 0 && !byQuery && !operation.takesBody) continue;
      for (const id of ids) {
        const path = operation.path.replace('{orgSlug}', 'acme').replace(/\{\w+\}/g, id);
        const { method, takesBody } = operation;
        const answer = await ours.owner.ask(byQuery ? `${path}?connectionId=${id}` : path, {
          method,
          ...(takesBody ? { body: { connectionId: id } } : {}),
        });
        const name = `${method} ${operation.path} with ${id}`;
        if (named.length > 0 || byQuery) expect([name, [400, 404].includes(answer.status)]).toEqual([name, true]);
        else expect(answer.text, name).not.toMatch(/Theirs|their\/repository/);
      }
    }
    expect(await Promise.all(ids.slice(0, 2).map((id) => ports.connections.get(theirs.org.id, id)))).toEqual(before);
    expect(await ports.repositories.get(theirs.org.id, repository.id)).not.toBeNull();
    expect((await theirs.owner.ask('/other/api/v1/members')).json).toHaveLength(3);
  });

  it('ends at once with the membership, and stays with the last owner (S17)', async () => {
    const members = (await ours.owner.ask('/acme/api/v1/members')).json as { id: string; role: string }[];
    const idOf = (role: string) => members.find((one) => one.role === role)!.id;
    const path = (role: string) => `/acme/api/v1/members/${idOf(role)}`;
    for (const answer of [
      await ours.owner.ask(path('owner'), { method: 'DELETE' }),
      await ours.owner.ask(path('owner'), { method: 'PATCH', body: { role: 'admin' } }),
    ])
      expect([answer.status, answer.json.code]).toEqual([409, 'last-owner']);
    expect((await ours.admin.ask('/acme/api/v1/keys')).status).toBe(200);
    await ours.owner.ask(path('admin'), { method: 'PATCH', body: { role: 'member' } });
    expect((await ours.admin.ask('/acme/api/v1/keys')).status).toBe(403);
    await ours.owner.ask(path('member'), { method: 'DELETE' });
    expect((await ours.member.ask('/acme/api/v1/connectors')).status).toBe(404);
  });
});
