import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPool, type Sql } from './pool.ts';
import { createTestStore, type TestStore } from './store.testbed.ts';

let database: TestStore;
let sql: Sql;
beforeAll(async () => {
  database = await createTestStore();
  sql = openPool(database.url, { max: 1, name: 'test' });
  for (const id of ['one', 'two'])
    await sql`insert into auth.organization (id, name, slug, created_at) values (${id}, ${id}, ${id}, now())`;
});
afterAll(async () => {
  await sql?.end();
  await database?.close();
});

const call = (tool: string) =>
  ({ caller: { kind: 'key', id: 'k1' }, tool, outcome: 'answered', took: 12.4, passages: 3 }) as const;

describe('calls of agents', () => {
  it('are listed newest first, each organization its own', async () => {
    const { agentCalls } = database.ports;
    for (const tool of ['search', 'read']) await agentCalls.record('one', call(tool));
    expect(await agentCalls.list('one', 10)).toMatchObject([{ tool: 'read', took: 12 }, { tool: 'search' }]);
    expect(await agentCalls.list('one', 1)).toHaveLength(1);
    expect(await agentCalls.list('two', 10)).toEqual([]);
  });

  it('are forgotten once many newer ones stand, and with their organization', async () => {
    const { agentCalls } = database.ports;
    for (let count = 0; count < 620; count += 1) await agentCalls.record('two', call(`t${count}`));
    const kept = await agentCalls.list('two', 10_000);
    expect(kept.length).toBeLessThan(560);
    expect(kept[0]!.tool).toBe('t619');
    expect(await agentCalls.list('one', 10)).toHaveLength(2);
    await sql`delete from auth.organization where id = 'two'`;
    expect(await agentCalls.list('two', 10)).toEqual([]);
  });
});
