import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPool } from '../../store/pool.ts';
import { password, type ServerBed, startServer } from '../server.testbed.ts';
import type { Browser } from '../testbed/browser.testbed.ts';

interface Sent {
  readonly id: string;
  readonly url: string;
  readonly email: string;
}

describe('invitations and members', { timeout: 60_000 }, () => {
  let bed: ServerBed;
  let org: Awaited<ReturnType<ServerBed['createOrg']>>;
  let count = 0;
  beforeAll(async () => {
    bed = await startServer();
    org = await bed.createOrg('acme');
  });
  afterAll(() => bed?.close());

  const invite = async (by: Browser, role = 'member', email = `guest-${++count}@acme.example`) =>
    (await by.ask('/acme/api/v1/invitations', { body: { email, role } })).json as Sent;
  const list = async () => (await org.admin.ask('/acme/api/v1/invitations')).json as (Sent & { state: string })[];
  const pathOf = ({ url }: Sent) => `/api/v1${new URL(url).pathname.replace('/invitation/', '/invitations/')}`;
  const join = (sent: Sent) => bed.visitor().ask(pathOf(sent), { body: { name: 'Guest', password } });
  const look = async (sent: Sent) => (await bed.visitor().ask(pathOf(sent))).status;
  const told = async () => (await bed.ports.audit.list(org.org.id, 5)).map(({ action }) => action);

  it('lists what is open, by whom and until when, without a link', async () => {
    const sent = await invite(org.admin);
    const answer = await org.admin.ask('/acme/api/v1/invitations');
    const found = (answer.json as { id: string }[]).find(({ id }) => id === sent.id);
    expect(found).toMatchObject({ email: sent.email, role: 'member', state: 'open', invitedBy: 'admin' });
    expect(answer.text).not.toContain(sent.url.split('/').at(-1)!);
    expect((await join(sent)).status).toBe(200);
    expect((await list()).map(({ id }) => id)).not.toContain(sent.id);
  });

  it('withdraws one, and its link ends at once', async () => {
    const sent = await invite(org.admin);
    expect(await look(sent)).toBe(200);
    expect((await org.admin.ask(`/acme/api/v1/invitations/${sent.id}`, { method: 'DELETE' })).status).toBe(200);
    expect([await look(sent), (await join(sent)).status]).toEqual([404, 404]);
    expect(await told()).toContain('member.invitation-withdrawn');
    const again = await org.admin.ask(`/acme/api/v1/invitations/${sent.id}/resend`, { method: 'POST' });
    expect([again.status, again.json.code]).toEqual([404, 'not-found']);
  });

  it('sends one again with a new link; the old one ends, by hand or by inviting the person anew', async () => {
    const first = await invite(org.admin);
    const second = (await org.admin.ask(`/acme/api/v1/invitations/${first.id}/resend`, { method: 'POST' }))
      .json as Sent;
    expect([second.id, await look(first), await look(second)]).toEqual([first.id, 404, 200]);
    const third = await invite(org.admin, 'member', first.email);
    expect([await look(second), await look(third)]).toEqual([404, 200]);
    expect((await list()).filter(({ email }) => email === first.email)).toHaveLength(1);
  });

  it('shows an expired one as such until it is sent again', async () => {
    const sent = await invite(org.admin);
    const sql = openPool(bed.url, { max: 1, name: 'test' });
    const past = new Date(Date.now() - 1000);
    await sql`update auth.invitation set expires_at = ${past} where id = ${sent.id}`;
    await sql`update auth.verification set expires_at = ${past} where value like ${`%${sent.id}%`}`;
    await sql.end();
    expect((await list()).find(({ id }) => id === sent.id)?.state).toBe('expired');
    expect(await look(sent)).toBe(404);
    const again = (await org.admin.ask(`/acme/api/v1/invitations/${sent.id}/resend`, { method: 'POST' })).json as Sent;
    expect([await look(again), (await list()).find(({ id }) => id === sent.id)?.state]).toEqual([200, 'open']);
  });

  it('lets an admin neither make nor send again an invitation of an admin', async () => {
    const sent = await invite(org.owner, 'admin');
    const again = await org.admin.ask(`/acme/api/v1/invitations/${sent.id}/resend`, { method: 'POST' });
    expect([again.status, again.json.code]).toEqual([403, 'role-needed']);
    expect(await look(sent)).toBe(200);
  });

  it('lets a person leave, and the last owner not', async () => {
    const { org: other, owner, member } = await bed.createOrg('leaving');
    expect((await member.ask('/leaving/api/v1/membership?confirm=leaving', { method: 'DELETE' })).status).toBe(200);
    expect((await member.ask('/leaving/api/v1/members')).status).toBe(404);
    expect((await bed.ports.audit.list(other.id, 1))[0]?.action).toBe('member.left');
    const stays = await owner.ask('/leaving/api/v1/membership?confirm=leaving', { method: 'DELETE' });
    expect([stays.status, stays.json.code]).toEqual([409, 'last-owner']);
  });

  it('keeps an owner when two owners leave at the same moment', async () => {
    const { owner, admin } = await bed.createOrg('two');
    const members = (await owner.ask('/two/api/v1/members')).json as { id: string; role: string }[];
    const id = members.find(({ role }) => role === 'admin')!.id;
    await owner.ask(`/two/api/v1/members/${id}`, { method: 'PATCH', body: { role: 'owner' } });
    const left = await Promise.all(
      [owner, admin].map((one) => one.ask('/two/api/v1/membership?confirm=two', { method: 'DELETE' })),
    );
    expect(left.map(({ status }) => status).sort()).toEqual([200, 409]);
  });
});

describe('the audit log', { timeout: 60_000 }, () => {
  it('cannot be changed or shortened, not even by the role that owns the database', async () => {
    const bed = await startServer();
    const { org, admin } = await bed.createOrg('acme');
    await admin.ask('/acme/api/v1/invitations', { body: { email: 'a@acme.example' } });
    const sql = openPool(bed.url, { max: 1, name: 'test' });
    for (const change of ["update audit set action = 'x'", 'delete from audit', 'truncate audit'])
      await expect(sql.unsafe(change)).rejects.toMatchObject({ code: '42501' });
    await sql.end();
    const exported = await admin.ask('/acme/api/v1/audit?format=jsonl');
    expect(exported.headers.get('content-disposition')).toContain('audit-acme.jsonl');
    const lines = exported.text.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).action)).toEqual(
      (await bed.ports.audit.list(org.id, 100)).map(({ action }) => action),
    );
    await bed.close();
  });
});
