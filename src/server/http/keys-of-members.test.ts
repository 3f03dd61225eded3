import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makersOfKeys } from '../../store/migrations/0018-makers-of-keys.ts';
import { openPool } from '../../store/pool.ts';
import { type ServerBed, startServer } from '../server.testbed.ts';
import type { Browser } from '../testbed/browser.testbed.ts';
import { addMember } from './auth/organizations.ts';

interface Made {
  readonly id: string;
  readonly key: string;
}

describe('S17: a key and the person who made it', { timeout: 60_000 }, () => {
  let bed: ServerBed;
  beforeAll(async () => {
    bed = await startServer();
  });
  afterAll(() => bed?.close());

  let count = 0;
  async function setUp() {
    const slug = `keys-${++count}`;
    const people = await bed.createOrg(slug);
    const at = (path: string) => `/${slug}/api/v1${path}`;
    const members = (await people.owner.ask(at('/members'))).json as { id: string; userId: string; role: string }[];
    const person = (role: string) => members.find((one) => one.role === role)!;
    const make = async (by: Browser, role: 'member' | 'admin' = 'admin') =>
      (await by.ask(at('/keys'), { body: { name: `of ${role}`, role } })).json as Made;
    const use = async ({ key }: Made, path: string) =>
      (await bed.visitor().ask(at(path), { headers: { 'x-api-key': key } })).status;
    const ask = async (by: Made) => [await use(by, '/keys'), await use(by, '/connectors')];
    const agent = async ({ key }: Made) =>
      (await bed.visitor().ask(`/mcp?orgSlug=${slug}`, { body: {}, headers: { 'x-api-key': key } })).status;
    const last = async () => (await bed.ports.audit.list(people.org.id, 1))[0];
    return { ...people, at, person, make, ask, agent, last };
  }

  it('is shown with its maker and with what it may do now', async () => {
    const { owner, admin, at, person, make } = await setUp();
    await make(admin);
    const [shown] = (await owner.ask(at('/keys'))).json;
    expect(shown).toMatchObject({ createdBy: 'admin', role: 'admin', grantedRole: 'admin' });
    const listed = (await owner.ask(at('/members'))).json as { id: string }[];
    expect(listed.find(({ id }) => id === person('admin').id)).toMatchObject({ keys: 1, adminKeys: 1 });
  });

  it('does no more than its maker: who is demoted demotes the key, and said so', async () => {
    const { owner, admin, at, person, make, ask, last } = await setUp();
    const key = await make(admin);
    expect(await ask(key)).toEqual([200, 200]);
    const path = at(`/members/${person('admin').id}`);
    const demoted = await owner.ask(path, { method: 'PATCH', body: { role: 'member' } });
    expect(demoted.json).toMatchObject({ role: 'member', keysLimited: 1 });
    expect((await last())?.detail).toMatchObject({ role: 'member', keysLimited: 1 });
    expect(await ask(key)).toEqual([403, 200]);
    expect((await owner.ask(at('/keys'))).json).toMatchObject([{ role: 'member', grantedRole: 'admin' }]);
    await owner.ask(path, { method: 'PATCH', body: { role: 'owner' } });
    expect(await ask(key)).toEqual([200, 200]);
  });

  it('ends when its maker is removed, and stays ended when they come back', async () => {
    const { org, owner, admin, at, person, make, ask, agent, last } = await setUp();
    const [key, other] = [await make(admin), await make(owner)];
    const removed = await owner.ask(at(`/members/${person('admin').id}`), { method: 'DELETE' });
    expect(removed.json).toEqual({ done: true, keysEnded: 1 });
    expect((await last())?.detail).toMatchObject({ userId: person('admin').userId, keysEnded: 1 });
    expect([await ask(key), await agent(key)]).toEqual([[401, 401], 401]);
    await addMember(bed.identity, { orgId: org.id, userId: person('admin').userId, role: 'admin' });
    expect([await ask(key), await ask(other)]).toEqual([
      [401, 401],
      [200, 200],
    ]);
    expect(await ask(await make(admin))).toEqual([200, 200]);
  });

  it('ends when its maker leaves', async () => {
    const { org, admin, make, ask, last } = await setUp();
    const key = await make(admin, 'member');
    const left = await admin.ask(`/${org.slug}/api/v1/membership?confirm=${org.slug}`, { method: 'DELETE' });
    expect(left.json).toEqual({ done: true, keysEnded: 1 });
    expect((await last())?.detail).toMatchObject({ keysEnded: 1 });
    expect(await ask(key)).toEqual([401, 401]);
  });

  it('is good for nothing where the membership or the account went past the routes', async () => {
    const { org, owner, admin, at, person, make, ask } = await setUp();
    const key = await make(admin);
    const sql = openPool(bed.url, { max: 1, name: 'test' });
    await sql`delete from auth.member where id = ${person('admin').id}`;
    expect(await ask(key)).toEqual([401, 401]);
    expect((await owner.ask(at('/keys'))).json).toEqual([]);
    await addMember(bed.identity, { orgId: org.id, userId: person('admin').userId, role: 'admin' });
    expect(await ask(key)).toEqual([401, 401]);
    const next = await make(admin);
    await sql`delete from auth."user" where id = ${person('admin').userId}`;
    expect(await ask(next)).toEqual([401, 401]);
    await sql.end();
  });

  it('works as no more than its owner demoted to admin', async () => {
    const { owner, admin, at, person, make, ask } = await setUp();
    const key = await make(owner);
    const path = (role: string) => at(`/members/${person(role).id}`);
    await owner.ask(path('admin'), { method: 'PATCH', body: { role: 'owner' } });
    await admin.ask(path('owner'), { method: 'PATCH', body: { role: 'admin' } });
    expect(await ask(key)).toEqual([200, 200]);
    await admin.ask(path('owner'), { method: 'PATCH', body: { role: 'member' } });
    expect(await ask(key)).toEqual([403, 200]);
  });

  it('has the maker that the audit log names where it is older than this rule', async () => {
    const { admin, owner, at, person, make, ask } = await setUp();
    const [key, orphan] = [await make(admin), await make(owner)];
    const sql = openPool(bed.url, { max: 1, name: 'test' });
    await sql`update auth.apikey set metadata = null where id in ${sql([key.id, orphan.id])}`;
    await sql`update auth.member set created_at = now() + interval '1 hour' where id = ${person('owner').id}`;
    expect([await ask(key), await ask(orphan)]).toEqual([
      [401, 401],
      [401, 401],
    ]);
    await sql.unsafe(makersOfKeys);
    expect([await ask(key), await ask(orphan)]).toEqual([
      [200, 200],
      [401, 401],
    ]);
    expect((await owner.ask(at('/keys'))).json).toMatchObject([{ id: key.id, createdBy: 'admin' }]);
    await sql.end();
  });
});
