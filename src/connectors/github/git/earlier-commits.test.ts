import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LinkedWorld, startLinkedWorld } from '../../../../sandbox/github/testing/linked-world.ts';
import type { AuthoredFile, GitMirror } from '../../../core/roles/repo-host.ts';

const at = '2026-03-04T05:06:07.000Z';
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

let world: LinkedWorld;
let mirror: GitMirror;
let gitDir: string;
let base: string;

beforeAll(async () => {
  world = await startLinkedWorld();
  mirror = await world.mirror();
  gitDir = join(world.cacheDir, world.installed.installationId, `${(await world.repository()).id}.git`);
  const parent = (await mirror.fetch('main'))!;
  const changes = ['a', 'b'].map((name) => ({ kind: 'write', path: `c/${name}.md`, content: bytes(name) }) as const);
  base = (await mirror.commit({ message: 'Base', at, parent, changes }))!;
});
afterAll(() => world.close());

const state = (path: string, text: string, when: string, name: string): AuthoredFile => ({
  path,
  content: bytes(text),
  message: `Update ${text}\n`,
  at: when,
  author: { name, email: 'acc-1@wiki.noreply.invalid' },
});
const noPlaces = { message: 'Move', changes: [] };

async function log(commit: string): Promise<readonly string[]> {
  const args = ['--git-dir', gitDir, 'log', '--reverse', '--format=%an <%ae> %aI %cn %s', `${base}..${commit}`];
  const { stdout } = await promisify(execFile)('git', args);
  return stdout.trim().split('\n');
}

describe('commits that come before the one of a run', () => {
  it('stand in the order of their times, after the change of places, each by its author', async () => {
    const commit = await mirror.commit({
      message: 'The rest',
      at,
      parent: base,
      before: {
        places: { message: 'Move', changes: [{ kind: 'rename', from: 'c/a.md', to: 'c/z.md' }] },
        states: [
          state('c/b.md', 'b3', '2026-02-03T00:00:00.000Z', 'Ada'),
          state('c/z.md', 'a2', '2026-02-02T00:00:00.000Z', 'Grace'),
          state('c/b.md', 'b2', '2026-02-01T00:00:00.000Z', 'Ada'),
        ],
      },
      changes: [{ kind: 'write', path: 'c/new.md', content: bytes('new') }],
    });
    expect(await log(commit!)).toEqual([
      'ctx| <ctxpipe@noreply.invalid> 2026-03-04T05:06:07+00:00 ctx| Move',
      'Ada <acc-1@wiki.noreply.invalid> 2026-02-01T00:00:00+00:00 ctx| Update b2',
      'Grace <acc-1@wiki.noreply.invalid> 2026-02-02T00:00:00+00:00 ctx| Update a2',
      'Ada <acc-1@wiki.noreply.invalid> 2026-02-03T00:00:00+00:00 ctx| Update b3',
      'ctx| <ctxpipe@noreply.invalid> 2026-03-04T05:06:07+00:00 ctx| The rest',
    ]);
    const read = async (path: string) => Buffer.from((await mirror.readFile(commit!, path))!).toString();
    expect([await read('c/z.md'), await read('c/b.md'), await read('c/new.md')]).toEqual(['a2', 'b3', 'new']);
    expect(await mirror.readFile(commit!, 'c/a.md')).toBeNull();
  });

  it('are all there is where nothing else changed, and a run of nothing is none', async () => {
    const states = [state('c/b.md', 'b2', at, 'Ada')];
    const commit = await mirror.commit({
      message: 'Rest',
      at,
      parent: base,
      before: { places: noPlaces, states },
      changes: [],
    });
    expect(await log(commit!)).toEqual([expect.stringMatching(/^Ada .* Update b2$/)]);
    const nothing = { places: noPlaces, states: [] };
    expect(await mirror.commit({ message: 'Rest', at, parent: base, before: nothing, changes: [] })).toBeNull();
  });

  it('take no command out of a name, and write nowhere that a mirror does not write', async () => {
    const states = [state('c/b.md', 'b2', at, 'Eve <root@host> 0 +0000\ncommitter x')];
    const commit = await mirror.commit({
      message: 'Rest',
      at,
      parent: base,
      before: { places: noPlaces, states },
      changes: [],
    });
    expect(await log(commit!)).toEqual([expect.stringMatching(/^Eve root@host 0 \+0000 committer x <acc-1@/)]);
    const outside = [state('.git/config', 'x', at, 'Eve')];
    await expect(
      mirror.commit({ message: 'Rest', at, parent: base, before: { places: noPlaces, states: outside }, changes: [] }),
    ).rejects.toThrow();
  });
});
