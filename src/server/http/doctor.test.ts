import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServerBed, startServer } from '../server.testbed.ts';
import type { Browser } from '../testbed/browser.testbed.ts';

interface Shown {
  readonly name: string;
  readonly state: string;
  readonly what: string;
  readonly connection: { readonly id: string; readonly name: string } | null;
  readonly about: string;
}

describe('the doctor, over HTTP', { timeout: 60_000 }, () => {
  let bed: ServerBed;
  let first: Awaited<ReturnType<ServerBed['createOrg']>>;
  let second: Awaited<ReturnType<ServerBed['createOrg']>>;
  let now = Date.parse('2026-05-01T12:00:00Z');
  beforeAll(async () => {
    bed = await startServer({ now: () => now });
    first = await bed.createOrg('acme');
    second = await bed.createOrg('other');
    const theirs = await bed.ports.connections.create(second.org.id, { connector: 'wiki', name: 'Theirs' });
    await bed.ports.connections.patch(second.org.id, theirs.id, { firstSync: { state: 'running', runId: 'r' } });
  });
  afterAll(() => bed?.close());

  const ask = async (who: Browser, slug: string) => {
    // What another look found stands for a moment.
    now += 60_000;
    const { status, json } = await who.ask(`/${slug}/api/v1/doctor`);
    return { status, ...(json as { state: string; deployment: boolean; findings: Shown[]; code?: string }) };
  };
  const troubles = (findings: readonly Shown[]) =>
    findings.filter(({ state }) => state !== 'ok').map(({ name, connection }) => [name, connection?.name]);

  it('finds nothing where nothing is wrong', async () => {
    const { status, state, findings } = await ask(first.admin, 'acme');
    expect([status, state, troubles(findings)]).toEqual([200, 'ok', []]);
  });

  it('says what is wrong with a connection, by name, and nothing of another organization', async () => {
    const mine = await ask(second.admin, 'other');
    expect([mine.state, troubles(mine.findings)]).toEqual([
      'fail',
      [
        ['oauth-app', 'Theirs'],
        ['account', 'Theirs'],
        ['app', 'Theirs'],
        ['last-event', 'Theirs'],
        ['target', 'Theirs'],
      ],
    ]);
    expect(JSON.stringify(await ask(first.owner, 'acme'))).not.toContain('Theirs');
  });

  it('shows the deployment to the owner of the first organization alone', async () => {
    const seen = async (who: Browser, slug: string) => {
      const { deployment, findings } = await ask(who, slug);
      return [deployment, findings.some(({ about, name }) => about === 'deployment' && name === 'machine')];
    };
    expect(await seen(first.owner, 'acme')).toEqual([true, true]);
    for (const [who, slug] of [
      [first.admin, 'acme'],
      [second.owner, 'other'],
      [second.admin, 'other'],
    ] as const)
      expect(await seen(who, slug)).toEqual([false, false]);
    expect((await ask(first.member, 'acme')).code).toBe('role-needed');
  });

  it('looks once for those who ask at the same time, and changes nothing', async () => {
    let looks = 0;
    const lookedAt = bed.ports.connections.list;
    const counted = Object.assign(bed.ports.connections, {
      list: (orgId: string) => {
        looks += 1;
        return lookedAt(orgId);
      },
    });
    now += 60_000;
    const before = await lookedAt(second.org.id);
    const answers = await Promise.all(Array.from({ length: 5 }, () => second.admin.ask('/other/api/v1/doctor')));
    expect([looks, new Set(answers.map(({ text }) => text)).size]).toEqual([1, 1]);
    Object.assign(counted, { list: lookedAt });
    expect(await lookedAt(second.org.id)).toEqual(before);
  });
});
