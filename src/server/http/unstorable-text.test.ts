import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServerBed, startServer } from '../server.testbed.ts';
import type { Browser } from '../testbed/browser.testbed.ts';

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minItems?: number;
  readonly minLength?: number;
  readonly minimum?: number;
}

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly body: Schema | null;
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
}

interface Document {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          {
            readonly parameters?: Operation['parameters'];
            readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
          }
        >
      >
    >
  >;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

const bad = { NUL: 'a\0b', 'half of a pair': 'a\ud800b', 'the other half': 'a\udc00b' } as const;

/** Values of a schema: one that is right, and one for each text in it, in which that text holds `bad`. */
function createSampler(document: Document) {
  const resolve = (schema: Schema): Schema => {
    if (schema.$ref) return resolve(document.components.schemas[schema.$ref.split('/').at(-1)!]!);
    const [first] = (schema.anyOf ?? schema.oneOf ?? []).filter((one) => one.type !== 'null');
    if (first) return resolve(first);
    if (schema.allOf) return Object.assign({}, ...schema.allOf.map(resolve)) as Schema;
    return schema;
  };
  const kindOf = ({ type }: Schema) => [type].flat().find((one) => one !== 'null');

  function right(given: Schema): unknown {
    const schema = resolve(given);
    if (schema.const !== undefined) return schema.const;
    if (schema.enum) return schema.enum[0];
    if (schema.format === 'email') return 'ada@acme.example';
    if (schema.format === 'date') return '2026-01-01';
    if (schema.format === 'date-time') return '2026-01-01T00:00:00Z';
    if (schema.format === 'uri') return 'https://wiki.example/';
    const kind = kindOf(schema);
    const { pattern } = schema;
    if (pattern !== undefined)
      return ['1', 'x', 'x.y', 'https://wiki.example/'].find((text) => new RegExp(pattern, 'u').test(text));
    if (kind === 'string') return 'x'.repeat(Math.max(1, schema.minLength ?? 1));
    if (kind === 'number' || kind === 'integer') return Math.max(1, schema.minimum ?? 1);
    if (kind === 'boolean') return false;
    if (kind === 'array') return Array.from({ length: schema.minItems ?? 0 }, () => right(schema.items!));
    const needed = (schema.required ?? []).map((name) => [name, right(schema.properties![name]!)] as const);
    return Object.fromEntries(needed);
  }

  function wrong(given: Schema, text: string, path: string): readonly (readonly [path: string, value: unknown])[] {
    const schema = resolve(given);
    const kind = kindOf(schema);
    if (kind === 'string') return schema.enum || schema.const !== undefined ? [] : [[path, text]];
    if (kind === 'array' && schema.items)
      return wrong(schema.items, text, `${path}.0`).map(([at, value]) => [at, [value]] as const);
    const base = () => right(schema) as Record<string, unknown>;
    return Object.entries(schema.properties ?? {}).flatMap(([name, inner]) =>
      wrong(inner, text, path === '' ? name : `${path}.${name}`).map(
        ([at, value]) => [at, { ...base(), [name]: value }] as const,
      ),
    );
  }
  return { right, wrong };
}

function operationsOf({ paths }: Document): readonly Operation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters, requestBody }]) => ({
      method: method.toUpperCase(),
      path,
      body: requestBody?.content['application/json']?.schema ?? null,
      parameters: parameters ?? [],
    })),
  );
}

describe('text that no store can keep', { timeout: 120_000 }, () => {
  let bed: ServerBed;
  let owner: Browser;
  let document: Document;
  beforeAll(async () => {
    bed = await startServer();
    owner = (await bed.createOrg('acme')).owner;
    document = bed.server.openApi() as Document;
  });
  afterAll(() => bed?.close());

  const named = (path: string) => path.replace('{orgSlug}', 'acme').replace(/\{\w+\}/g, 'x');
  const limited = (path: string) => path.includes('/first-owner');

  it('is refused in every field of every body, by the name of the field', async () => {
    const sampler = createSampler(document);
    let fields = 0;
    for (const { method, path, body } of operationsOf(document)) {
      if (body === null || limited(path)) continue;
      for (const [what, text] of Object.entries(bad))
        for (const [at, value] of sampler.wrong(body, text, '')) {
          fields += 1;
          const { status, json } = await owner.ask(named(path), { method, body: value as object });
          const name = `${method} ${path} ${at}: ${what}`;
          const paths = (json?.errors ?? []).map((error: { path: string }) => error.path);
          expect([name, status, json?.code, paths]).toEqual([name, 400, 'invalid-request', [at]]);
        }
    }
    expect(fields).toBeGreaterThan(100);
  });

  it('is refused in every parameter of every address', async () => {
    let parameters = 0;
    for (const operation of operationsOf(document))
      for (const { name, in: place } of operation.parameters) {
        if (name === 'orgSlug' || limited(operation.path) || !['path', 'query'].includes(place)) continue;
        parameters += 1;
        const path =
          place === 'path'
            ? named(operation.path.replace(`{${name}}`, 'a%00b'))
            : `${named(operation.path)}?${name}=a%00b`;
        const body = operation.body ? { body: {} } : {};
        const { status } = await owner.ask(path, { method: operation.method, ...body });
        const what = `${operation.method} ${operation.path} ${name}`;
        expect([what, status]).toEqual([what, place === 'path' ? 404 : 400]);
      }
    expect(parameters).toBeGreaterThan(50);
  });

  it('fails nowhere else either', async () => {
    const visitor = bed.visitor();
    const key = (await owner.ask('/acme/api/v1/keys', { body: { name: 'k' } })).json.key as string;
    for (const text of Object.values(bad)) {
      const agent = {
        jsonrpc: '2.0',
        id: 1,
        method: 'tools/call',
        params: { name: 'search', arguments: { query: text } },
      };
      const headers = { 'x-api-key': key, accept: 'application/json, text/event-stream' };
      for (const [path, sent] of [
        ['/api/auth/sign-in/email', { body: { email: `${text}@acme.example`, password: text } }],
        ['/api/auth/oauth2/register', { body: { client_name: text, redirect_uris: ['https://agent.example/'] } }],
        ['/api/v1/invitations/a%00b', { body: { name: text, password: text } }],
        ['/mcp?orgSlug=acme', { body: agent, headers }],
        ['/first-owner/x', { form: { name: text, email: text, password: text } }],
        ['/oauth/sign-in', { form: { email: `${text}@acme.example`, password: text } }],
        ['/oauth/consent', { form: { decision: text } }],
        ['/a%00b/api/v1/connectors', {}],
        ['/api/v1/webhook/atlassian/forge/a%00b', { body: {} }],
        ['/api/v1/integrations/atlassian/callback?state=a%00b&code=a%00b', {}],
        ['/mcp?orgSlug=a%00b', { body: agent, headers }],
      ] as const) {
        const answer = await visitor.ask(path, sent);
        expect([path, answer.status < 500 || answer.text]).toEqual([path, true]);
      }
    }
  });
});
