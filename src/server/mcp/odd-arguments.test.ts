import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestStore, type TestStore } from '../../store/store.testbed.ts';
import { createKnowledge } from '../knowledge/index.ts';
import { fileUrl, fillLibrary } from '../knowledge/library.testbed.ts';
import { type McpBed, serveMcp, textOf } from './mcp.testbed.ts';

interface Schema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

/** Arguments that every tool answers. */
const plain: Readonly<Record<string, object>> = {
  search: { question: 'walrus' },
  read: { target: '1' },
  outline: { target: '1' },
  related: { target: '1' },
  health: {},
  recent_changes: {},
  sources: {},
};
const unstorable = ['\0', 'a\0b', 'a\ud800b', '\udc00'];
const odd = [
  '0000-01-01',
  '0001-01-01T00:00:00+14:00',
  '9999-12-31T23:59:59-23:59',
  '2026-05-01T00:00:00+23:59',
  '1000000-01-01',
  'NaN',
  '%00',
  '%',
  '\\',
  "' or 1=1 --",
  '1000000',
  '\u202e\ufeff',
  '🦭'.repeat(100),
];
const numbers = [-1, 0, 1, 2, 10 ** 6, 10 ** 7, 2 ** 31, 2 ** 53, 1e300, 0.5];
const inner =
  /internal:|postgres|database|statement|timestamp|syntax|invalid byte|out of range for|TypeError|undefined/i;

describe('odd arguments', () => {
  let store: TestStore;
  let bed: McpBed;
  let fields: { tool: string; name: string; schema: Schema }[];
  let call: (tool: string, args: object) => Promise<{ failed: boolean; text: string }>;

  beforeAll(async () => {
    store = await createTestStore();
    await fillLibrary(store.ports, 'org-1', {
      pages: [{ id: '1', title: 'Walrus', labels: ['runbook'], body: '## Steps\n\nThe walrus swims.\n'.repeat(40) }],
      files: { 'src/walrus.ts': 'export class Walrus {}\n' },
    });
    bed = await serveMcp(createKnowledge({ ports: store.ports, clock: { now: Date.now }, fileUrl }));
    const client = await bed.client();
    const { tools } = await client.listTools();
    fields = tools.flatMap(({ name: tool, inputSchema }) =>
      Object.entries(inputSchema.properties ?? {}).map(([name, schema]) => ({ tool, name, schema: schema as Schema })),
    );
    call = async (tool, args) => {
      const result = await client.callTool({ name: tool, arguments: { ...plain[tool], ...args } });
      return { failed: result.isError === true, text: textOf(result as never) };
    };
  });
  afterAll(async () => {
    await bed.close();
    await store.close();
  });

  const valueFor = ({ type, items }: Schema, text: string) =>
    type === 'string' ? text : type === 'array' && items?.type === 'string' ? [text] : null;

  test('text that no store can keep is refused in every field, by its name', async () => {
    let tried = 0;
    for (const { tool, name, schema } of fields)
      for (const text of unstorable) {
        const value = valueFor(schema, text);
        if (value === null) continue;
        tried += 1;
        const { failed, text: said } = await call(tool, { [name]: value });
        expect([tool, name, failed, said.includes(name), inner.test(said)]).toEqual([tool, name, true, true, false]);
      }
    expect(tried).toBeGreaterThan(40);
  });

  test('nothing odd in any field fails on our side', async () => {
    for (const { tool, name, schema } of fields) {
      const texts = odd.flatMap((text) => valueFor(schema, text) ?? []);
      const values = [...texts.map((text) => valueFor(schema, text)), ...(texts.length > 0 ? [] : numbers)];
      for (const value of values) {
        const { failed, text } = await call(tool, { [name]: value });
        const what = `${tool} ${name} ${JSON.stringify(value).slice(0, 60)}`;
        expect([what, failed && inner.test(text) ? text : null]).toEqual([what, null]);
      }
    }
  });

  test.each(['0000-01-01', '0001-01-01', '9999-12-31T23:59:59-23:59'])('%s is no time of a page', async (moment) => {
    for (const [tool, name] of [
      ['search', 'modified_after'],
      ['search', 'modified_before'],
      ['recent_changes', 'since'],
    ] as const) {
      const { failed, text } = await call(tool, { [name]: moment });
      expect([failed, text]).toEqual([true, expect.stringMatching(/^bad-time: .*2026-05-01/)]);
    }
  });

  test('a cursor that was tampered with is refused or answered, whatever it says', async () => {
    const asked = { target: '1', max_tokens: 1_000 };
    const result = await bed.call('read', asked);
    const { next_cursor: cursor } = result.structuredContent as { next_cursor: string };
    const [of, at, column, state] = cursor.split('.');
    for (const change of [{ at: 0 }, { at: -1 }, { at: 10 ** 6 }, { column: 10 ** 6 }, { state: '%00' }, { of: '' }]) {
      const tampered = Object.values({ of, at, column, state, ...change }).join('.');
      const { failed, text } = await call('read', { ...asked, cursor: tampered });
      const isPlace = 'column' in change || 'state' in change || change.at === 10 ** 6;
      expect([change, failed, inner.test(text)]).toEqual([change, !isPlace, false]);
      if (failed) expect(text).toMatch(/^bad-cursor: .*start again/);
    }
  });
});
