import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Json } from '../../core/connection.ts';
import { origin, type ServerBed, startServer } from '../server.testbed.ts';

const issuedAt = '2026-06-01T10:00:00.000Z';
const expiresAt = '2026-06-01T11:00:00.000Z';
let time = Date.parse('2026-06-01T12:00:00Z');
let bed: ServerBed;
let ours: Awaited<ReturnType<ServerBed['createOrg']>>;

beforeAll(async () => {
  bed = await startServer({ now: () => time });
  ours = await bed.createOrg('acme');
});
afterAll(() => bed?.close());

/** What the status says of the token of a connection with these settings. */
async function tokenOf(config: Record<string, Json>, before: (id: string) => Promise<unknown> = async () => undefined) {
  const whole = { forgeInstallationId: 'i1', systemTokenMeta: { issuedAt, expiresAt }, ...config };
  const { id } = await bed.ports.connections.create(ours.org.id, { connector: 'wiki', name: 'Wiki', config: whole });
  await before(id);
  return (await ours.admin.ask(`/acme/api/v1/connectors/atlassian/status?connectionId=${id}`)).json.systemToken;
}
const refuse = (at: string) => (connectionId: string) => {
  time = Date.parse(at);
  return bed.ports.audit
    .append(ours.org.id, {
      actorId: null,
      action: 'delivery.refused',
      connectionId,
      detail: { why: 'the signature has run out' },
      ip: null,
      requestId: null,
    })
    .finally(() => {
      time = Date.parse('2026-06-01T12:00:00Z');
    });
};

it('says nothing of a token that holds, and that none has come', async () => {
  expect(await tokenOf({ systemTokenMeta: { issuedAt, expiresAt: '2026-06-01T13:00:00.000Z' } })).toEqual({
    issuedAt,
    expiresAt: '2026-06-01T13:00:00.000Z',
    expired: false,
    cause: null,
  });
  expect(await tokenOf({ systemTokenMeta: null })).toBeNull();
});

it('trusts no token that is dated in the future, beyond what clocks differ by', async () => {
  const dated = (issued: string) =>
    tokenOf({ systemTokenMeta: { issuedAt: issued, expiresAt: '2027-06-01T10:00:00.000Z' } });
  expect(await dated('2026-06-01T12:00:59.000Z')).toMatchObject({ expired: false, cause: null });
  expect(await dated('2026-06-01T12:01:01.000Z')).toMatchObject({
    expired: true,
    cause: { code: 'dated-ahead', message: expect.stringContaining('2026-06-01T12:01:01'), hint: expect.any(String) },
  });
});

it('tells since when a token is stale, and why', async () => {
  const { provisioner } = bed.connectors.source;
  const app = '11111111-1111-4111-8111-111111111111';
  const text = provisioner.manifest({ connectionId: 'x', origin, instantDelete: false }, app);
  const manifest = createHash('sha256').update(text).digest('hex');
  const moved = { forgeAppId: app, appDeployed: { manifest, origin: 'https://old.example', instantDelete: false } };
  const arrive = (id: string) => bed.ports.journal.append(ours.org.id, id, `d-${id}`, []);
  const rows: readonly (readonly [string, Record<string, Json>, ((id: string) => Promise<unknown>)?])[] = [
    ['nothing-arrives', {}],
    ['app-gone', { appGoneAt: '2026-06-01T10:30:00.000Z' }],
    ['origin-moved', moved],
    ['delivery-refused', {}, refuse('2026-06-01T11:30:00Z')],
    ['events-without-token', {}, arrive],
  ];
  for (const [code, config, before] of rows) {
    const token = await tokenOf(config, before);
    expect([code, token]).toEqual([
      code,
      { issuedAt, expiresAt, expired: true, cause: { code, message: expect.any(String), hint: expect.any(String) } },
    ]);
    expect(`${token.cause.message} ${token.cause.hint}`).toMatch(/^[A-Z].*\.$/);
  }
});
