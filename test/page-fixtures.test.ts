import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ServerBed, startServer } from '../src/server/server.testbed.ts';

type Route = readonly [method: string, pattern: RegExp, handle: (call: object) => unknown];
interface Described {
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>
  >;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: object;
}

// The pages have settings of their own for types, so their files are no part of this program.
const fixtures = new URL('../web/dev/workspace-routes.ts', import.meta.url).href;

let bed: ServerBed;
let document: Document;
let routes: readonly Route[];
beforeAll(async () => {
  bed = await startServer();
  document = bed.server.openApi() as Document;
  routes = ((await import(fixtures)) as { workspaceRoutes(): readonly Route[] }).workspaceRoutes();
});
afterAll(() => bed?.close());

/** The address as the fixtures match it, with an id in each place. */
const addressOf = (path: string) => path.replace('{orgSlug}', ':org').replace(/\{\w+\}/g, 'one');

it('lets the pages be looked at with answers of the shape that the server gives', () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ $id: 'document', components: document.components });
  const seen: string[] = [];
  const wrong: string[] = [];
  for (const [path, operations] of Object.entries(document.paths))
    for (const [name, { responses }] of Object.entries(operations)) {
      const method = name.toUpperCase();
      const route = routes.find(([of, pattern]) => of === method && pattern.test(addressOf(path)));
      const schema = Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1].content?.[
        'application/json'
      ]?.schema;
      if (!route || !schema) continue;
      seen.push(route[1].source);
      const answer = route[2]({ org: 'acme', params: ['111'], query: {}, body: {} });
      const local = JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"document#/components')) as object;
      if (!ajv.validate(local, JSON.parse(JSON.stringify(answer))))
        wrong.push(`${method} ${path}: ${ajv.errorsText()}`);
    }
  expect(wrong).toEqual([]);
  expect(routes.map(([, pattern]) => pattern.source).filter((source) => !seen.includes(source))).toEqual([]);
});
