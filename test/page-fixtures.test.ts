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
const fixtures = new URL('../web/dev/routes.ts', import.meta.url).href;

let bed: ServerBed;
let document: Document;
let routes: readonly Route[];
beforeAll(async () => {
  bed = await startServer();
  document = bed.server.openApi() as Document;
  routes = ((await import(fixtures)) as { routes(): readonly Route[] }).routes();
});
afterAll(() => bed?.close());

/** The address as the fixtures match it, with an id in each place. */
const addressOf = (path: string) => path.replace('{orgSlug}', ':org').replace(/\{\w+\}/g, 'one');

/** What the pages ask for, in the states that the fixtures know. */
const calls = ['c-live', 'c-guard', 'c-scope', 'c-claim', 'c-install', 'c-review', 'c-provision-failed'].flatMap(
  (connectionId) =>
    ['111', 'r-8811', 'r-8808', 'd0', 'acme', 'ENG'].map((one) => ({
      org: 'acme',
      params: [one],
      query: { connectionId, q: 'events', space: one, from: one, to: one },
      body: { connectionId },
    })),
);

/** A library answers these, or they are the description itself. */
const described = ({ source }: RegExp) => !/api\\\/auth|openapi/.test(source);

async function answersOf([, , handle]: Route): Promise<readonly unknown[]> {
  const answers = await Promise.all(calls.map(handle));
  // Nothing there, or a refusal: problems have one shape everywhere.
  const given = answers.filter((answer) => answer !== undefined && !(answer instanceof Object && 'refuse' in answer));
  return given.map((answer) => JSON.parse(JSON.stringify(answer)) as unknown);
}

it('lets the pages be looked at with answers of the shape that the server gives', async () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema({ $id: 'document', components: document.components });
  const seen: string[] = [];
  const wrong = new Set<string>();
  for (const [path, operations] of Object.entries(document.paths))
    for (const [name, { responses }] of Object.entries(operations)) {
      const method = name.toUpperCase();
      const route = routes.find(([of, pattern]) => of === method && pattern.test(addressOf(path)));
      const schema = Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1].content?.[
        'application/json'
      ]?.schema;
      if (!route || !schema) continue;
      seen.push(route[1].source);
      const local = JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"document#/components')) as object;
      const fits = ajv.compile(local);
      for (const answer of await answersOf(route))
        if (!fits(answer)) wrong.add(`${method} ${path}: ${ajv.errorsText(fits.errors)}`);
    }
  expect([...wrong]).toEqual([]);
  const sources = routes.filter(([, pattern]) => described(pattern)).map(([, { source }]) => source);
  expect(sources.filter((source) => !seen.includes(source))).toEqual([]);
});
