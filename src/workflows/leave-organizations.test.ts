import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { putPage } from '../connectors/fake/site.ts';
import { Secret } from '../core/secret.ts';
import { type Bed, keepServer, scopeOf, spaceScope, startBed } from './workflows.testbed.ts';

let bed: Bed;
let sql: postgres.Sql;
let letGo: () => Promise<void>;

beforeAll(async () => {
  letGo = await keepServer();
});
afterAll(() => letGo());
beforeEach(async () => {
  bed = await startBed();
  sql = postgres(bed.testStore.url, { max: 1 });
  await sql`insert into auth.organization (id, name, slug) values (${bed.orgId}, 'Acme', 'acme')`;
  await sql`insert into auth.apikey (id, reference_id, key) values ('k1', ${bed.orgId}, 'hash')`;
  putPage(bed.site, '1');
  await bed.putScope(scopeOf(spaceScope()));
  await bed.run('initial');
  const { connections, agentCalls } = bed.ports;
  await connections.putSecret(bed.orgId, bed.source.id, 'appSystemToken', new Secret('canary-system-token-of-acme'));
  await connections.putSecret(bed.orgId, bed.repositories.id, 'githubPrivateKey', new Secret('canary-key-of-acme'));
  await agentCalls.record(bed.orgId, {
    tool: 'search',
    outcome: 'answered',
    took: 5,
    passages: 1,
    caller: { kind: 'key', id: 'k1' },
  });
});
afterEach(async () => {
  await sql.end();
  await bed.close();
});

const leave = (files: 'keep' | 'remove') =>
  bed.ports.organizations.beginLeaving(bed.orgId, { files, by: 'u1', at: '2026-03-02T10:00:00.000Z' });
const gone = () =>
  bed.until(async () => (await sql`select 1 from auth.organization`).length === 0, 'the organization to go', 60_000);

/** Tables in which the organization is still named. */
async function named(): Promise<readonly string[]> {
  const columns = await sql<{ table: string; column: string }[]>`
    select format('%I.%I', table_schema, table_name) as table, column_name as column from information_schema.columns
    where column_name in ('org_id', 'organization_id', 'reference_id') and table_schema in ('public', 'auth')`;
  const found: string[] = [];
  for (const { table, column } of columns)
    if ((await sql.unsafe(`select 1 from ${table} where ${column} = $1 limit 1`, [bed.orgId])).length > 0)
      found.push(table);
  return found;
}

describe('an organization that is removed', () => {
  it('leaves nothing behind but the audit log: products are disconnected in order, files go in one commit', async () => {
    const before = bed.commits();
    expect(await named()).toContain('public.connections');
    await leave('remove');
    await gone();
    expect(await named()).toEqual(['public.audit']);
    expect(bed.files()).toEqual({});
    expect(bed.commits()).toBe(before + 1);
    const told = (await bed.ports.audit.list(bed.orgId, 9)).map(({ action, connectionId }) => [action, connectionId]);
    expect(told).toEqual([
      ['organization.removed', null],
      ['connection.disconnected', bed.repositories.id],
      ['connection.disconnected', bed.source.id],
    ]);
    expect((await bed.ports.audit.list(bed.orgId, 1))[0]).toMatchObject({ actorId: 'u1', detail: { slug: 'acme' } });
  });

  it('goes on wherever it was stopped, and keeps the files where asked', async () => {
    const stopped = new Set<string>();
    bed.reached = (point) => {
      if (!['disconnect:end runs', 'disconnect:revoke', 'disconnect:wiped'].includes(point) || stopped.has(point))
        return;
      stopped.add(point);
      throw new Error('the process was stopped here');
    };
    const { end } = bed.ports.organizations;
    let refused = 0;
    Object.assign(bed.ports.organizations, {
      end: async (...args: Parameters<typeof end>) => {
        refused += 1;
        if (refused === 1) throw new Error('the process was stopped here');
        return end(...args);
      },
    });
    expect(await leave('keep')).toMatchObject({ files: 'keep' });
    // Whoever asks again changes nothing of what was asked first.
    expect(await leave('remove')).toMatchObject({ files: 'keep' });
    await gone();
    expect(stopped.size).toBe(3);
    expect(Object.keys(bed.files())).toHaveLength(1);
    expect(await named()).toEqual(['public.audit']);
  }, 60_000);
});
