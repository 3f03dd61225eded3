import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listen } from '../../index.ts';
import { type ServerBed, startServer } from '../../server.testbed.ts';

describe('watching pages', () => {
  let bed: ServerBed;
  let ours: Awaited<ReturnType<ServerBed['createOrg']>>;
  let theirs: Awaited<ReturnType<ServerBed['createOrg']>>;
  let aheadMs = 0;
  beforeAll(async () => {
    bed = await startServer({ now: () => Date.now() + aheadMs });
    ours = await bed.createOrg('acme');
    theirs = await bed.createOrg('other');
  });
  afterAll(() => bed?.close());

  it('hear over one stream what changed in their organization, and end with the server', async () => {
    const listening = await listen(bed.server, { port: 0 });
    const cookie = [...ours.member.cookies].map((pair) => pair.join('=')).join('; ');
    const response = await fetch(`http://127.0.0.1:${listening.port}/acme/api/v1/events`, { headers: { cookie } });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    let heard = '';
    const reading = (async () => {
      for await (const part of response.body!) heard += Buffer.from(part).toString();
    })();
    const until = async (text: string) => {
      for (let tried = 0; !heard.includes(text) && tried < 200; tried += 1)
        await new Promise((go) => setTimeout(go, 25));
      expect(heard).toContain(text);
    };
    await until('event: ready');
    const hidden = await bed.ports.connections.create(theirs.org.id, { connector: 'wiki', name: 'Theirs' });
    const shown = await bed.ports.connections.create(ours.org.id, { connector: 'wiki', name: 'Ours' });
    await until(`data: {"connectionId":"${shown.id}","topic":"connection"}`);
    await bed.ports.runs.open(ours.org.id, shown.id, 'initial');
    await until('"topic":"run"');
    expect(heard).not.toContain(hidden.id);
    await listening.close();
    await reading;
  });

  it('hear nothing more once their key was ended, however much is going on', async () => {
    const listening = await listen(bed.server, { port: 0 });
    const key = (await ours.admin.ask('/acme/api/v1/keys', { body: { name: 'watcher' } })).json;
    const response = await fetch(`http://127.0.0.1:${listening.port}/acme/api/v1/events`, {
      headers: { 'x-api-key': key.key },
    });
    let heard = '';
    let ended = false;
    const reading = (async () => {
      for await (const part of response.body!) heard += Buffer.from(part).toString();
      ended = true;
    })();
    const until = async (done: () => boolean) => {
      for (let tried = 0; !done() && tried < 200; tried += 1) await new Promise((go) => setTimeout(go, 25));
    };
    await until(() => heard.includes('event: ready'));
    await ours.admin.ask(`/acme/api/v1/keys/${key.id}`, { method: 'DELETE' });
    aheadMs += 20_000;
    const later = await bed.ports.connections.create(ours.org.id, { connector: 'wiki', name: 'Later' });
    await until(() => ended || heard.includes(later.id));
    expect(ended).toBe(true);
    expect(heard).not.toContain(later.id);
    await listening.close();
    await reading;
  });
});
