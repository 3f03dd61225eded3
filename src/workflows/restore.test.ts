import { afterAll, beforeAll, expect, it } from 'vitest';
import { ContentEditor } from '../../sandbox/atlassian/confluence/editor.ts';
import { Secret } from '../core/secret.ts';
import { dumpDatabase, restoreDatabase } from '../store/index.ts';
import { createTestDatabase, type TestDatabase } from '../store/store.testbed.ts';
import { openRepository } from './repository-session.ts';
import { openWorld, type StandInMirror, type StandIns, startStandIns } from './stand-ins.testbed.ts';
import { createWorker } from './worker.ts';
import { scopeOf, spaceScope, until } from './workflows.testbed.ts';

let outside: StandIns;
let restored: TestDatabase;
const scope = { ...scopeOf(spaceScope({ key: 'ENG' })), source: 'confluence' };

beforeAll(async () => {
  [outside, restored] = await Promise.all([startStandIns(), createTestDatabase('empty')]);
}, 60_000);
afterAll(async () => {
  await outside.close();
  await restored.close();
});

type Mirror = Pick<StandInMirror, 'address' | 'context' | 'jobs' | 'store' | 'source'>;

async function filesOf({ context, source, address }: Mirror) {
  const target = source.config.target as { connectionId: string; repositoryId: string };
  const host = await context.ports.connections.get(address.orgId, target.connectionId);
  const { mirror } = await openRepository(context, host, target.repositoryId);
  const head = (await mirror.fetch('main'))!;
  return new Map((await mirror.readTree(head, 'confluence')).map(({ path, blob }) => [path, blob]));
}

async function run({ address, context, jobs, store, source }: Mirror, kind: 'initial' | 'sweep') {
  const worker = createWorker({ url: address.databaseUrl, context, onWork: store.onWork });
  await worker.start();
  try {
    const { id } = await jobs.sync(address.orgId, source.id, kind);
    return await until(
      async () => {
        const found = await context.ports.runs.get(address.orgId, id);
        return found && found.state !== 'running' ? found : null;
      },
      'the run',
      60_000,
    );
  } finally {
    await worker.stop();
  }
}

it("F40: after yesterday's backup is restored, the next sweep takes the newer repository up and removes no file", async () => {
  const mirror = await outside.newMirror(scope);
  expect((await run(mirror, 'initial')).state).toBe('succeeded');
  const yesterday: Buffer[] = [];
  for await (const part of dumpDatabase(mirror.address.databaseUrl, '1.0.0', () => undefined)) yesterday.push(part);

  // Today: pages come, change, move and go.
  const content = outside.atlassian.state.content.get(mirror.address.cloudId)!;
  const editor = new ContentEditor(content);
  const space = [...content.spaces.values()].find(({ key }) => key === 'ENG')!;
  const pages = [...content.items.values()].filter(
    (one) => one.spaceId === space.id && one.kind === 'page' && one.status === 'current' && one.parentId !== null,
  );
  const [edited, renamed, moved, gone] = pages.map(({ id }) => id);
  const actorId = pages[0]!.authorId;
  for (let count = 0; count < 15; count += 1)
    editor.create({ spaceId: space.id, title: `Written today ${count}`, body: { storage: '<p>New.</p>' }, actorId });
  editor.edit(edited!, { body: { storage: '<p>Changed today.</p>' }, actorId });
  editor.edit(renamed!, { title: 'Renamed today', actorId });
  editor.move(moved!, { parentId: renamed! }, actorId);
  editor.trash(gone!, actorId);
  const newer = await run(mirror, 'sweep');
  expect([newer.state, newer.counts.written >= 16, newer.counts.removed]).toEqual(['succeeded', true, 1]);
  const today = await filesOf(mirror);

  await restoreDatabase({
    databaseUrl: restored.url,
    input: (async function* () {
      yield* yesterday;
    })(),
    keys: [new Secret(mirror.address.encryptionKey)],
  });
  const again = openWorld({ ...mirror.address, databaseUrl: restored.url });
  try {
    const ended = await run(
      { ...again, address: { ...mirror.address, databaseUrl: restored.url }, source: mirror.source },
      'sweep',
    );
    // The one page that the source says is gone; its file went yesterday already.
    expect([ended.state, ended.counts.removed]).toEqual(['succeeded', 1]);
    expect(await filesOf(mirror)).toEqual(today);
  } finally {
    await again.close();
  }
}, 120_000);
