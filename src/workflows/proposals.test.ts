import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { putPage } from '../connectors/fake/site.ts';
import type { Change } from '../core/change.ts';
import type { Scope } from '../core/scope.ts';
import { type Bed, changeOf, configOf, keepServer, scopeOf, spaceScope, startBed } from './workflows.testbed.ts';

let bed: Bed;
let letGo: () => Promise<void>;

beforeAll(async () => {
  letGo = await keepServer();
});
afterAll(() => letGo());
beforeEach(async () => {
  bed = await startBed();
  putPage(bed.site, '1', { title: 'Home' });
  putPage(bed.site, '2', { parentId: '1' });
  await bed.host.commitElsewhere('main', 'README.md', 'A repository.');
});
afterEach(() => bed.close());

type State = { number: number; state: string; branch: string; hash: string } | undefined;

async function proposalNow(): Promise<State> {
  return (await configOf(bed)).proposal as State;
}

async function propose(scope: Scope): Promise<void> {
  await bed.ports.connections.patch(bed.orgId, bed.source.id, { scopeDraft: JSON.parse(JSON.stringify(scope)) });
  await bed.jobs.proposeScope(bed.orgId, bed.source.id);
}

async function proposed(state: string): Promise<NonNullable<State>> {
  return bed.until(async () => {
    const now = await proposalNow();
    return now?.state === state ? now : null;
  }, `a proposal that is ${state}`);
}

/** An event of the repository host, as its receiver would write it. */
async function hostEvent(subject: Change['subject'] = 'repository', commit?: string): Promise<void> {
  const id = bed.host.repository.id;
  const subjectId = subject === 'pull-request' ? `${id}#1` : id;
  const change: Change = { subject, subjectId, spaceId: null, action: 'updated', at: '2026-03-02T10:00:00.000Z' };
  const told = commit === undefined ? change : { ...change, commit };
  await bed.ports.journal.append(bed.orgId, bed.repositories.id, randomUUID(), [told]);
}

/** Past the second in which a repeated wish is the same wish. */
const nextSecond = () => new Promise((resolve) => setTimeout(resolve, 1_050));

async function finishedSync(kind: string) {
  return bed.until(async () => {
    const runs = await bed.ports.runs.list(bed.orgId, bed.source.id, 10);
    return runs.find((run) => run.kind === kind && run.state !== 'running');
  }, `a run of kind ${kind}`);
}

describe('a proposal', () => {
  it('opens one pull request, and its merge starts the first sync, once', async () => {
    await propose(scopeOf(spaceScope()));
    const { number, branch } = await proposed('open');
    expect(bed.files()).toEqual({});
    await nextSecond();
    await propose(scopeOf(spaceScope()));
    await bed.host.merge(number);
    await hostEvent('pull-request');
    expect(await finishedSync('initial')).toMatchObject({ state: 'succeeded', counts: { written: 2 } });
    await proposed('merged');
    await hostEvent();
    await nextSecond();
    await bed.jobs.checkProposal(bed.orgId, bed.source.id);
    await nextSecond();
    const runs = await bed.ports.runs.list(bed.orgId, bed.source.id, 20);
    expect(runs.filter((run) => run.kind === 'initial')).toHaveLength(1);
    expect(await bed.host.host.findPullRequest(bed.host.repository, branch)).toMatchObject({ number: 1 });
    expect((await configOf(bed)).scope).toMatchObject({ spaces: [{ key: 'DOC', selectedPageIds: null }] });
  });

  it('notices a merge whose event was lost', async () => {
    await propose(scopeOf(spaceScope()));
    const { number } = await proposed('open');
    await bed.host.merge(number);
    await nextSecond();
    await bed.jobs.checkProposal(bed.orgId, bed.source.id);
    expect(await finishedSync('initial')).toMatchObject({ state: 'succeeded' });
  });

  it('follows another choice, and the branch that moved below it', async () => {
    await propose(scopeOf(spaceScope({ selectedPageIds: ['1'] })));
    const first = await proposed('open');
    await nextSecond();
    await propose(scopeOf(spaceScope({ selectedPageIds: ['2'] })));
    const second = await bed.until(async () => {
      const now = await proposalNow();
      return now && now.hash !== first.hash ? now : null;
    }, 'the proposal to follow');
    expect(second.number).toBe(first.number);

    await bed.host.commitElsewhere('main', 'NOTES.md', 'moved on');
    await nextSecond();
    await bed.jobs.checkProposal(bed.orgId, bed.source.id);
    await bed.until(async () => {
      const mirror = await bed.host.host.openMirror(bed.host.repository);
      return (await mirror.readFile((await mirror.fetch(second.branch))!, 'NOTES.md')) !== null;
    }, 'the branch to stand on the newest commit');
  });

  it('leaves a branch that a person edited, and says so once', async () => {
    await propose(scopeOf(spaceScope()));
    const { branch } = await proposed('open');
    await bed.host.commitElsewhere(branch, 'wiki/config.yaml', 'version: 1\nsource: wiki\nspaces: []\n');
    await nextSecond();
    await propose(scopeOf(spaceScope({ selectedPageIds: ['2'] })));
    await proposed('edited');
    await nextSecond();
    await bed.jobs.checkProposal(bed.orgId, bed.source.id);
    await nextSecond();
    const mirror = await bed.host.host.openMirror(bed.host.repository);
    const text = await mirror.readFile((await mirror.fetch(branch))!, 'wiki/config.yaml');
    expect(Buffer.from(text!).toString()).toContain('spaces: []');
    expect(bed.host.comments.filter((comment) => comment.includes('Somebody edited'))).toHaveLength(1);
  });

  it('that a person edited and merged leaves no older draft behind', async () => {
    await propose(scopeOf(spaceScope()));
    const { branch, number } = await proposed('open');
    const text = 'version: 1\nsource: wiki\nspaces:\n  - key: DOC\n    selectedPageIds: ["2"]\n';
    await bed.host.commitElsewhere(branch, 'wiki/config.yaml', text);
    await nextSecond();
    await bed.host.merge(number);
    await hostEvent('pull-request');
    await proposed('merged');
    const config = await bed.until(async () => {
      const now = await configOf(bed);
      return JSON.stringify(now.scopeDraft) === JSON.stringify(now.scope) ? now : null;
    }, 'the draft to follow');
    expect(config.scopeDraft).toMatchObject({ spaces: [{ key: 'DOC', selectedPageIds: ['2'] }] });
    // Who wants the first scope after all is heard.
    await finishedSync('initial');
    await nextSecond();
    await propose(scopeOf(spaceScope()));
    expect((await proposed('open')).number).toBeGreaterThan(number);
  });

  it('stays closed where a person closed it, until a person asks again', async () => {
    await propose(scopeOf(spaceScope()));
    const { number } = await proposed('open');
    await bed.host.host.updatePullRequest(bed.host.repository, number, { state: 'closed' });
    await nextSecond();
    await hostEvent('pull-request');
    await proposed('declined');
    expect((await configOf(bed)).firstSync ?? null).toBeNull();
    await nextSecond();
    await propose(scopeOf(spaceScope()));
    expect((await proposed('open')).number).toBe(number + 1);
  });

  it('F25: that was closed and is opened again is waited for, and its merge starts the first sync', async () => {
    await propose(scopeOf(spaceScope()));
    const { number } = await proposed('open');
    await bed.host.host.updatePullRequest(bed.host.repository, number, { state: 'closed' });
    await nextSecond();
    await hostEvent('pull-request');
    await proposed('declined');
    bed.host.reopen(number);
    await nextSecond();
    await hostEvent('pull-request');
    expect((await proposed('open')).number).toBe(number);
    await bed.host.merge(number);
    await nextSecond();
    await hostEvent('pull-request');
    expect(await finishedSync('initial')).toMatchObject({ state: 'succeeded', counts: { written: 2 } });
  });

  it('can be made to an empty repository', async () => {
    bed.host.content.branches.clear();
    await propose(scopeOf(spaceScope()));
    const { number } = await proposed('open');
    expect(bed.commits()).toBe(1);
    await bed.host.merge(number);
    await hostEvent('pull-request');
    expect(await finishedSync('initial')).toMatchObject({ state: 'succeeded', counts: { written: 2 } });
  });
});

/** Paths that the branch holds or ever held. */
function everPublished(): readonly string[] {
  const { branches, commits } = bed.host.content;
  const found = new Set<string>();
  for (let at = branches.get('main') ?? null; at !== null; at = commits.get(at)!.parent)
    for (const path of commits.get(at)!.tree.keys()) found.add(path);
  return [...found];
}

describe('a push by somebody else', () => {
  it('is noticed by a run of events too that goes by the head it pushed itself', async () => {
    await bed.putScope(scopeOf(spaceScope()));
    await bed.run('initial');
    const { path, text } = bed.file('2')!;
    await bed.host.commitElsewhere('main', path, 'by hand');
    // Nothing changed at the source, so there is nothing to push that would tell.
    await bed.ports.journal.append(bed.orgId, bed.source.id, randomUUID(), [changeOf('1', 'updated')]);
    await bed.until(async () => bed.file('2')?.text === text, 'the file to be put right');
  });

  it('that narrows the scope counts before an event that comes after it', async () => {
    await bed.putScope(scopeOf(spaceScope()));
    await bed.run('initial');
    await bed.putScope(scopeOf(spaceScope({ exclude: { pageIds: ['9'], labels: [] } })));
    putPage(bed.site, '9', { title: 'Secret nine' });
    await bed.event(['9', 'created']);
    expect(everPublished().filter((path) => path.includes('nine'))).toEqual([]);
    expect((await configOf(bed)).scope).toMatchObject({ spaces: [{ exclude: { pageIds: ['9'] } }] });
  });

  it('that narrows the scope while a run reads counts for that run', async () => {
    await bed.putScope(scopeOf(spaceScope()));
    await bed.run('initial');
    let once = false;
    bed.reached = (point) => {
      if (point !== 'sync:listed' || once) return;
      once = true;
      void bed.putScope(scopeOf(spaceScope({ exclude: { pageIds: ['9'], labels: [] } })));
    };
    putPage(bed.site, '9', { title: 'Secret nine' });
    // A head holds for some seconds, so the push is what tells.
    expect((await bed.run('sweep')).state).toBe('succeeded');
    expect(once).toBe(true);
    expect(everPublished().filter((path) => path.includes('nine'))).toEqual([]);
  });

  it('of our own is nothing to follow', async () => {
    await bed.putScope(scopeOf(spaceScope()));
    const { commit } = await bed.run('initial');
    let followed = 0;
    bed.reached = (point) => {
      if (point === 'follow:head') followed += 1;
    };
    const settled = () =>
      bed.until(
        async () => (await bed.ports.journal.countPending(bed.orgId, bed.repositories.id)) === 0,
        'the event to be settled',
      );
    await hostEvent('repository', commit!);
    await settled();
    expect(followed).toBe(0);
    await hostEvent('repository', 'f'.repeat(40));
    await settled();
    expect(followed).toBe(1);
  });

  it('that changes the scope file is followed, and one to the mirror is put right', async () => {
    await bed.putScope(scopeOf(spaceScope()));
    await bed.run('initial');
    const { path, text } = bed.file('2')!;
    await bed.host.commitElsewhere('main', path, 'by hand');
    await hostEvent();
    await bed.until(async () => bed.file('2')?.text === text, 'the file to be put right');
    await bed.putScope(scopeOf(spaceScope({ selectedPageIds: ['1'] })));
    await hostEvent();
    await bed.until(async () => bed.file('2') === null, 'the scope to be followed');
    expect(bed.file('1')).not.toBeNull();
  });
});
