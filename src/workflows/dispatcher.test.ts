import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { putPage } from '../connectors/fake/site.ts';
import { Problem } from '../core/problem.ts';
import { createWorker } from './worker.ts';
import { type Bed, changeOf, keepServer, scopeOf, spaceScope, startBed } from './workflows.testbed.ts';

let bed: Bed;
let letGo: () => Promise<void>;

beforeAll(async () => {
  letGo = await keepServer();
});
afterAll(() => letGo());
afterEach(() => bed.close());

async function world(idle = false): Promise<void> {
  bed = await startBed({ idle });
  putPage(bed.site, '1');
  await bed.putScope(scopeOf(spaceScope()));
}

describe('the dispatcher', () => {
  it('R22: gives a run that lost its workflow another one', async () => {
    await world();
    const { run } = await bed.ports.runs.open(bed.orgId, bed.source.id, 'initial');
    expect(await bed.ended(run.id)).toMatchObject({ state: 'succeeded', counts: { written: 1 } });
  });

  it('sweeps on schedule', async () => {
    await world();
    await bed.run('initial');
    const fields = { orgId: bed.orgId, connectionId: bed.source.id, everyMs: 200 };
    await bed.ports.schedule.set(`sweep:${bed.source.id}`, fields);
    const swept = await bed.until(async () => {
      const runs = await bed.ports.runs.list(bed.orgId, bed.source.id, 5);
      return runs.find((run) => run.kind === 'sweep' && run.state === 'succeeded');
    }, 'a sweep');
    expect(swept.commit).toBeNull();
  });

  it('takes many events together', async () => {
    await world();
    for (let id = 1; id <= 30; id += 1) putPage(bed.site, String(id));
    await bed.run('initial');
    const commits = bed.commits();
    const runs = (await bed.ports.runs.list(bed.orgId, bed.source.id, 50)).length;
    for (let id = 1; id <= 30; id += 1) {
      putPage(bed.site, String(id), { version: 2 });
      await bed.ports.journal.append(bed.orgId, bed.source.id, `d${id}`, [changeOf(String(id), 'updated')]);
    }
    await bed.until(
      async () => (await bed.ports.journal.countPending(bed.orgId, bed.source.id)) === 0,
      'the events to be settled',
    );
    expect(bed.commits() - commits).toBeLessThanOrEqual(3);
    expect((await bed.ports.runs.list(bed.orgId, bed.source.id, 50)).length - runs).toBeLessThanOrEqual(3);
  });

  it('rests between runs that fail, and keeps the events for the one that succeeds', async () => {
    await world();
    await bed.run('initial');
    const refused = new Problem({ code: 'token-refused', message: 'The token is refused.', status: 401 });
    bed.wrap = (source) => ({ ...source, readPages: () => Promise.reject(refused) });
    putPage(bed.site, '1', { version: 2, markdown: 'Later.\n' });
    await bed.ports.journal.append(bed.orgId, bed.source.id, 'd1', [changeOf('1', 'updated')]);
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    const failed = (await bed.ports.runs.list(bed.orgId, bed.source.id, 20)).filter((run) => run.state === 'failed');
    expect(failed.length).toBeGreaterThan(0);
    expect(failed.length).toBeLessThanOrEqual(3);
    bed.wrap = (source) => source;
    await bed.until(async () => bed.file('1')?.text.includes('Later.'), 'the edit to be mirrored');
  });

  it('keeps a wish for a run until the run is open', async () => {
    await world(true);
    const { runs, connections } = bed.ports;
    await connections.patch(bed.orgId, bed.source.id, { syncWanted: 'resync' });
    const wanted = async () => (await connections.get(bed.orgId, bed.source.id))?.config.syncWanted;
    const { open } = runs;
    Object.assign(runs, { open: () => Promise.reject(new Error('the process was stopped here')) });
    await expect(bed.jobs.nudge(bed.orgId, bed.source.id)).rejects.toThrow('stopped');
    Object.assign(runs, { open });
    expect(await wanted()).toBe('resync');
    await bed.jobs.nudge(bed.orgId, bed.source.id);
    expect((await runs.list(bed.orgId, bed.source.id, 5)).map(({ kind }) => kind)).toEqual(['resync']);
    expect(await wanted()).toBeUndefined();
  });

  it('never lets two workers write one mirror', async () => {
    await world(true);
    let open = 0;
    let most = 0;
    const writing = (point: string) => {
      if (point === 'sync:planned') most = Math.max(most, ++open);
      if (point === 'sync:ledger-saved') open -= 1;
    };
    bed.reached = writing;
    const options = { url: bed.testStore.url, context: bed.context, onWork: bed.testStore.store.onWork };
    const workers = [createWorker(options), createWorker(options)];
    await Promise.all(workers.map((worker) => worker.start()));
    await Promise.all(Array.from({ length: 5 }, () => bed.jobs.sync(bed.orgId, bed.source.id, 'initial')));
    const [run] = await bed.ports.runs.list(bed.orgId, bed.source.id, 5);
    expect(await bed.ended(run!.id)).toMatchObject({ state: 'succeeded', counts: { written: 1 } });
    expect(most).toBe(1);
    expect(bed.commits()).toBe(2);
    await Promise.all(workers.map((worker) => worker.stop()));
  });
});
