import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LinkedWorld, startLinkedWorld } from '../../../../sandbox/github/testing/linked-world.ts';
import type { TreeChange } from '../../../core/mirror-file.ts';

let world: LinkedWorld;

beforeAll(async () => {
  world = await startLinkedWorld();
});

afterAll(() => world.close());

const files = 300;

/** Commits and pushes without end, on the clone that this process uses too; says so before each round. */
function startWorker(repositoryId: string) {
  const settings = {
    apiBaseUrl: world.sandbox.apiUrl,
    webBaseUrl: world.sandbox.origin,
    cacheDir: world.cacheDir,
    installed: world.installed,
    repositoryId,
    files,
  };
  const script = `
    import { createGitHub } from ${JSON.stringify(new URL('../index.ts', import.meta.url).href)};
    import { Secret } from ${JSON.stringify(new URL('../../../core/secret.ts', import.meta.url).href)};
    const { installed, repositoryId, files, ...rest } = JSON.parse(process.argv[1]);
    const { appId, installationId } = installed;
    const work = async () => {
      const host = createGitHub({ ...rest, now: Date.now })
        .open({ appId, installationId, privateKey: new Secret(installed.privateKey) });
      const mirror = await host.openMirror(await host.getRepository(repositoryId));
      for (let round = 1; ; round += 1) {
        console.log('round', round);
        const parent = await mirror.fetch('main');
        const changes = Array.from({ length: files }, (_, file) => (
          { kind: 'write', path: 'c/' + file + '.md', content: Buffer.from(process.pid + ' ' + round) }));
        const at = new Date().toISOString();
        const commit = await mirror.commit({ message: 'Round', at, parent, changes });
        await mirror.push({ branch: 'main', commit, expected: parent });
      }
    };
    work();`;
  const args = [
    '--conditions=source',
    '--import',
    'tsx',
    '--input-type=module',
    '-e',
    script,
    JSON.stringify(settings),
  ];
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
}

it('I4, F34: whenever a worker is killed, the branch is whole and the next one goes on', async () => {
  const repository = await world.repository();
  for (const delay of [0, 40, 90, 150]) {
    const worker = startWorker(repository.id);
    const [said] = (await once(worker.stdout, 'data')) as [Buffer];
    expect(said.toString()).toContain('round');
    await sleep(delay);
    worker.kill('SIGKILL');
    await once(worker, 'exit');
    const mirror = await world.mirror();
    const head = (await mirror.fetch('main'))!;
    const pages = await mirror.readTree(head, 'c');
    expect([0, files]).toContain(pages.length);
    // All files of a commit come from one round.
    expect(new Set(pages.map(({ blob }) => blob)).size).toBeLessThanOrEqual(1);
    const change: TreeChange = { kind: 'write', path: `after-${delay}.md`, content: Buffer.from('on') };
    const at = '2026-03-04T05:06:07.000Z';
    let parent = head;
    // A push that the killed worker had under way may still land.
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const commit = (await mirror.commit({ message: 'On', at, parent, changes: [change] }))!;
      const pushed = await mirror.push({ branch: 'main', commit, expected: parent });
      if (pushed.state === 'pushed') break;
      parent = (await mirror.fetch('main'))!;
    }
    const last = (await mirror.fetch('main'))!;
    expect(await mirror.readFile(last, `after-${delay}.md`)).not.toBeNull();
  }
});

it('keeps what a rival process does apart from its own', async () => {
  const repository = await world.repository();
  const worker = startWorker(repository.id);
  await once(worker.stdout, 'data');
  const mirror = await world.mirror();
  for (let round = 0; round < 2; round += 1) {
    const head = (await mirror.fetch('main'))!;
    expect([0, files]).toContain((await mirror.readTree(head, 'c')).length);
    const change: TreeChange = { kind: 'write', path: 'rival.md', content: Buffer.from(`${round}`) };
    const commit = await mirror.commit({
      message: 'Rival',
      at: '2026-03-04T05:06:07.000Z',
      parent: head,
      changes: [change],
    });
    const pushed = await mirror.push({ branch: 'main', commit: commit!, expected: head });
    expect(['pushed', 'moved']).toContain(pushed.state);
  }
  worker.kill('SIGKILL');
  await once(worker, 'exit');
});
