import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createFakeHost, type FakeHost } from '../connectors/fake/repo-host.ts';
import { putPage } from '../connectors/fake/site.ts';
import type { Connection, Target } from '../core/connection.ts';
import { type Bed, configOf, keepServer, scopeOf, spaceScope, startBed } from './workflows.testbed.ts';

let bed: Bed;
let other: FakeHost;
let to: Target;
let letGo: () => Promise<void>;

beforeAll(async () => {
  letGo = await keepServer();
});
afterAll(() => letGo());
beforeEach(async () => {
  bed = await startBed();
  other = createFakeHost();
  Object.assign(other.repository, { id: '42', fullName: 'acme/handbook' });
  const host = await bed.ports.connections.create(bed.orgId, { connector: 'git', name: 'Other host' });
  to = { connectionId: host.id, repositoryId: '42', fullName: 'acme/handbook', branch: 'main' };
  Object.assign(bed.context, {
    openRepoHost: async ({ id }: Connection) => (id === host.id ? other.host : bed.host.host),
  });
  for (const id of ['1', '2']) putPage(bed.site, id);
  await bed.host.commitElsewhere('main', 'README.md', 'Of people.');
  await other.commitElsewhere('main', 'README.md', 'Of other people.');
  await bed.putScope(scopeOf(spaceScope()));
  await bed.run('initial');
});
afterEach(() => bed.close());

const pathsOf = ({ content }: FakeHost): readonly string[] => {
  const tree = content.commits.get(content.branches.get('main') ?? '')?.tree ?? new Map<string, string>();
  // The schema comes with our own pull request; here the first scope was written by hand.
  return [...tree.keys()].filter((path) => !path.endsWith('config.schema.json')).sort();
};
const pullRequestOf = async () => {
  const { proposal } = await configOf(bed);
  return proposal as { number: number; state: string } | undefined;
};

/** Moves, merges what is proposed in the new repository, and waits for the first mirror there. */
async function moved(files: 'keep' | 'remove'): Promise<void> {
  await bed.jobs.moveMirror(bed.orgId, bed.source.id, { to, private: true, files });
  const pull = await bed.until(
    async () => ((await pullRequestOf())?.state === 'open' ? pullRequestOf() : null),
    'the scope to be proposed',
    30_000,
  );
  expect(await configOf(bed)).toMatchObject({ target: to });
  expect((await configOf(bed)).moving).toBeUndefined();
  await other.merge(pull!.number);
  await bed.jobs.checkProposal(bed.orgId, bed.source.id);
  await bed.until(
    async () => ((await configOf(bed)).firstSync as { state?: string } | undefined)?.state === 'succeeded',
    'the first mirror in the new repository',
    30_000,
  );
}

describe('moving a mirror', () => {
  it('removes the files in one commit where that is asked, and mirrors everything anew once people approve', async () => {
    const before = pathsOf(bed.host);
    const commits = bed.commits();
    await moved('remove');
    expect(pathsOf(bed.host)).toEqual(['README.md']);
    expect(bed.commits()).toBe(commits + 1);
    expect(pathsOf(other)).toEqual(before);
    const entry = (await bed.ports.audit.list(bed.orgId, 20)).find(({ action }) => action === 'target.moved');
    expect(entry?.detail).toEqual({ from: 'acme/knowledge', to: 'acme/handbook', files: 'remove' });
  });

  it('keeps the files where that is asked, and writes into the old repository no more', async () => {
    const before = pathsOf(bed.host);
    const commits = bed.commits();
    await moved('keep');
    putPage(bed.site, '3');
    await bed.run('sweep');
    expect(pathsOf(bed.host)).toEqual(before);
    expect(bed.commits()).toBe(commits);
    expect(pathsOf(other)).toHaveLength(before.length + 1);
  });

  it('goes on where it was stopped, at every point', async () => {
    const stopped = new Set<string>();
    const points = ['move:end runs', 'leave:pushed', 'move:files', 'move:cleared', 'move:switch', 'move:propose'];
    bed.reached = (point) => {
      if (!points.includes(point) || stopped.has(point)) return;
      stopped.add(point);
      throw new Error('the process was stopped here');
    };
    const commits = bed.commits();
    const before = pathsOf(bed.host);
    await moved('remove');
    expect([...stopped].sort()).toEqual([...points].sort());
    expect(bed.commits()).toBe(commits + 1);
    expect(pathsOf(other)).toEqual(before);
    const told = (await bed.ports.audit.list(bed.orgId, 50)).filter(({ action }) => action === 'target.moved');
    expect(told).toHaveLength(1);
  });

  it('lets no run begin meanwhile, and no second move', async () => {
    await bed.ports.connections.patch(bed.orgId, bed.source.id, { moving: { to: { ...to }, at: 'x' } });
    const { jobs, orgId, source } = bed;
    await expect(jobs.sync(orgId, source.id, 'sweep')).rejects.toMatchObject({ code: 'move-under-way' });
    const again = jobs.moveMirror(orgId, source.id, { to, private: true, files: 'keep' });
    await expect(again).rejects.toMatchObject({ code: 'move-under-way' });
  });
});
