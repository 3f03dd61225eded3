import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { origin, type ServerBed, startServer } from '../../server.testbed.ts';

const path = '/acme/api/v1/audit';
const MANY = 12_345;

describe('the audit log', () => {
  let bed: ServerBed;
  let ours: Awaited<ReturnType<ServerBed['createOrg']>>;
  beforeAll(async () => {
    bed = await startServer();
    ours = await bed.createOrg('acme');
    const { audit } = bed.ports;
    const entry = { actorId: null, connectionId: null, ip: '192.0.2.1', requestId: 'request-1' };
    await audit.append('another-organization', { ...entry, action: 'not.ours', detail: {} });
    for (let at = 0; at < MANY; at += 500)
      await Promise.all(
        Array.from({ length: Math.min(500, MANY - at) }, (_, n) =>
          audit.append(ours.org.id, { ...entry, action: 'page.retried', detail: { number: at + n } }),
        ),
      );
    await audit.append(ours.org.id, {
      ...entry,
      actorId: 'key:1',
      action: 'connection.created',
      detail: { name: '=HYPERLINK("https://evil.example")', more: 'a "word", and\na line' },
    });
  }, 120_000);
  afterAll(() => bed?.close());

  it('is exported whole, one entry a line, newest first', async () => {
    const answer = await ours.admin.ask(`${path}?format=jsonl`);
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="audit-acme.jsonl"');
    const entries = answer.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { action: string; detail: { number?: number } });
    expect(entries).toHaveLength(MANY + 1);
    expect(entries[0]).toMatchObject({ action: 'connection.created', actorId: 'key:1', ip: '192.0.2.1' });
    expect(new Set(entries.slice(1).map(({ detail }) => detail.number)).size).toBe(MANY);
    expect(answer.text).not.toContain('not.ours');
  });

  it('is exported as a table that starts no formula', async () => {
    const { text, headers } = await ours.admin.ask(`${path}?format=csv`);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(text.split('\r\n')).toHaveLength(MANY + 3);
    expect(text.split('\r\n')[0]).toBe('at,actorId,actorName,action,connectionId,detail,ip,requestId');
    expect(text).toContain(',key:1,,connection.created,,"{""more"":""a \\""word\\"", and\\na line"",""name"":""=HYPER');
    await bed.ports.audit.append(ours.org.id, {
      ...{ actorId: '=1+1', connectionId: null, ip: null, requestId: null },
      action: 'x',
      detail: {},
    });
    expect((await ours.admin.ask(`${path}?format=csv`)).text).toContain(",'=1+1,,x,,{},,\r\n");
  });

  it('is read no faster than it is taken, and no further than to where the reader leaves', async () => {
    const { audit } = bed.ports;
    const { readOn } = audit;
    let batches = 0;
    Object.assign(audit, {
      readOn: (...args: Parameters<typeof readOn>) => {
        batches += 1;
        return readOn(...args);
      },
    });
    const cookie = [...ours.admin.cookies].map((pair) => pair.join('=')).join('; ');
    const answer = await bed.server.fetch(new Request(`${origin}${path}?format=jsonl`, { headers: { cookie } }));
    const reader = answer.body!.getReader();
    await reader.read();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(batches).toBeLessThanOrEqual(3);
    await reader.cancel();
    Object.assign(audit, { readOn });
    expect(batches).toBeLessThanOrEqual(3);
  });

  it('is shown in short to the page, and is for admins alone', async () => {
    expect((await ours.admin.ask(path)).json).toHaveLength(200);
    expect((await ours.member.ask(`${path}?format=csv`)).status).toBe(403);
  });
});
