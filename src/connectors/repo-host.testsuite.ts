import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TreeChange } from '../core/mirror-file.ts';
import type { GitMirror, RepoHost, Repository } from '../core/roles/repo-host.ts';

/** A host with one empty repository and somebody else who works in it. */
export interface RepoHostBed {
  readonly host: RepoHost;
  readonly repositoryId: string;
  /** Another person commits a file to a branch, as by a push of their own. */
  commitElsewhere(branch: string, path: string, text: string): Promise<void>;
  /** Another person merges a pull request. */
  merge(number: number): Promise<void>;
  close(): Promise<void>;
}

const at = '2026-03-02T10:00:00.000Z';
const write = (path: string, text: string): TreeChange => ({ kind: 'write', path, content: Buffer.from(text) });

/** What a host of repositories promises. The cases build on one another, as a mirror's life does. */
export function describeRepoHost(name: string, prepare: () => Promise<RepoHostBed>): void {
  describe(`repository host: ${name}`, () => {
    let bed: RepoHostBed;
    let repository: Repository;
    let mirror: GitMirror;
    beforeAll(async () => {
      bed = await prepare();
      repository = await bed.host.getRepository(bed.repositoryId);
      mirror = await bed.host.openMirror(repository);
    });
    afterAll(() => bed?.close());

    const commit = (message: string, parent: string | null, changes: readonly TreeChange[]) =>
      mirror.commit({ message, at, parent, changes });
    const grow = async (branch: string, message: string, changes: readonly TreeChange[]): Promise<string> => {
      const parent = await mirror.fetch(branch);
      const made = await commit(message, parent, changes);
      expect(await mirror.push({ branch, commit: made!, expected: parent })).toEqual({ state: 'pushed' });
      return made!;
    };
    const paths = async (commitId: string, prefix = ''): Promise<string[]> =>
      (await mirror.readTree(commitId, prefix)).map(({ path }) => path).sort();

    it('lists the repository and finds it by its id', async () => {
      expect((await bed.host.listRepositories()).map(({ id }) => id)).toContain(bed.repositoryId);
      expect(repository).toMatchObject({ id: bed.repositoryId, archived: false });
      expect(repository.fullName).toContain('/');
      await expect(bed.host.getRepository('999999999')).rejects.toMatchObject({ name: 'Problem' });
    });

    it('starts a history in an empty repository (F23)', async () => {
      const branch = repository.defaultBranch;
      expect(await mirror.fetch(branch)).toBeNull();
      const made = await grow(branch, 'First', [
        write('docs/a.md', 'A\n'),
        write('docs/b.md', 'B\n'),
        write('x.md', 'X\n'),
      ]);
      expect(await mirror.fetch(branch)).toBe(made);
      expect(await paths(made)).toEqual(['docs/a.md', 'docs/b.md', 'x.md']);
      expect(await paths(made, 'docs/')).toEqual(['docs/a.md', 'docs/b.md']);
    });

    it('finds a branch that is there, and none that is not', async () => {
      const found = await bed.host.getBranch(repository, repository.defaultBranch);
      expect(found).toEqual({ commit: await mirror.fetch(repository.defaultBranch), protected: false });
      expect(await bed.host.getBranch(repository, 'no/such-branch')).toBeNull();
    });

    it('reads files, blobs in the order asked for, and sizes', async () => {
      const head = (await mirror.fetch(repository.defaultBranch))!;
      expect(Buffer.from((await mirror.readFile(head, 'docs/a.md'))!).toString()).toBe('A\n');
      expect(await mirror.readFile(head, 'docs/none.md')).toBeNull();
      const tree = (await mirror.readTree(head, '')).toReversed();
      const texts: string[] = [];
      for await (const { content } of mirror.readBlobs(tree.map(({ blob }) => blob)))
        texts.push(Buffer.from(content).toString());
      expect(texts).toEqual(
        tree.map(
          ({ path }) =>
            `${path
              .replace(/^docs\//, '')
              .charAt(0)
              .toUpperCase()}\n`,
        ),
      );
      expect(tree.every(({ size }) => size === 2)).toBe(true);
    });

    it('makes no commit of changes that change nothing (I3)', async () => {
      const head = await mirror.fetch(repository.defaultBranch);
      expect(await commit('Nothing', head, [write('docs/a.md', 'A\n')])).toBeNull();
      expect(await commit('Nothing', head, [])).toBeNull();
    });

    it('renames, removes and writes, in that order, and tells the difference', async () => {
      const before = (await mirror.fetch(repository.defaultBranch))!;
      const after = await grow(repository.defaultBranch, 'Move', [
        { kind: 'rename', from: 'docs/a.md', to: 'docs/deep/a.md' },
        { kind: 'remove', path: 'x.md' },
        write('docs/b.md', 'B2\n'),
      ]);
      expect(await paths(after)).toEqual(['docs/b.md', 'docs/deep/a.md']);
      const changed = (await mirror.diff(before, after)).map(({ path, change }) => `${change} ${path}`);
      expect(changed.sort()).toEqual([
        'added docs/deep/a.md',
        'modified docs/b.md',
        'removed docs/a.md',
        'removed x.md',
      ]);
      const whole = await mirror.diff(null, after);
      expect(whole.map(({ path, change }) => `${change} ${path}`).sort()).toEqual([
        'added docs/b.md',
        'added docs/deep/a.md',
      ]);
    });

    it('follows a file back through its renames, and tells what a commit did', async () => {
      const tip = await grow(repository.defaultBranch, 'Edit\n\nMore words', [
        write('docs/deep/a.md', 'A\nand more\n'),
      ]);
      const versions = await mirror.history(tip, 'docs/deep/a.md', 10);
      expect(versions.map(({ subject, path }) => `${subject} ${path}`)).toEqual([
        'Edit docs/deep/a.md',
        'Move docs/deep/a.md',
        'First docs/a.md',
      ]);
      expect(versions[0]).toMatchObject({ commit: tip, at });
      const texts: string[] = [];
      for await (const { content } of mirror.readBlobs(versions.map(({ blob }) => blob!)))
        texts.push(Buffer.from(content).toString());
      expect(texts).toEqual(['A\nand more\n', 'A\n', 'A\n']);
      expect(await mirror.history(tip, 'docs/deep/a.md', 1)).toHaveLength(1);
      expect(await mirror.history(tip, 'docs/*', 10)).toEqual([]);
      const moved = (await mirror.changes(versions[1]!.commit)).map(
        ({ change, from, path }) => `${change} ${from ?? ''} ${path}`,
      );
      expect(moved.sort()).toEqual(['modified  docs/b.md', 'removed  x.md', 'renamed docs/a.md docs/deep/a.md']);
      const first = await mirror.changes(versions[2]!.commit);
      expect(first.map(({ change, path }) => `${change} ${path}`)).toContain('added x.md');
      const [gone] = await mirror.history(tip, 'x.md', 1);
      expect(gone).toMatchObject({ blob: null, subject: 'Move' });
    });

    it('tells when files last changed', async () => {
      const before = (await mirror.fetch(repository.defaultBranch))!;
      const tip = await grow(repository.defaultBranch, 'Touch', [write('docs/ü "new".md', 'new\n')]);
      expect([...(await mirror.lastChanges(before, tip, 10))]).toEqual([['docs/ü "new".md', at]]);
      const all = await mirror.lastChanges(null, tip, 100);
      expect(all.get('docs/b.md')).toBe(at);
      expect(await mirror.lastChanges(null, tip, 1)).toEqual(new Map([['docs/ü "new".md', at]]));
      expect(await mirror.lastChanges(tip, tip, 10)).toEqual(new Map());
    });

    it('keeps names as they are: spaces, quotes, other scripts', async () => {
      const odd = ['docs/日本語.md', 'docs/a "b" \'c\'.md', 'docs/-x.md', 'docs/ü ö.md'];
      const made = await grow(
        repository.defaultBranch,
        'Names',
        odd.map((path) => write(path, path)),
      );
      for (const path of odd) expect(Buffer.from((await mirror.readFile(made, path))!).toString()).toBe(path);
    });

    it('notices that somebody else was faster, and goes on from there (F20)', async () => {
      const branch = repository.defaultBranch;
      const parent = (await mirror.fetch(branch))!;
      const made = (await commit('Late', parent, [write('late.md', 'late')]))!;
      await bed.commitElsewhere(branch, 'theirs.md', 'theirs');
      expect(await mirror.push({ branch, commit: made, expected: parent })).toEqual({ state: 'moved' });
      const merged = await grow(branch, 'Late', [write('late.md', 'late')]);
      expect(await paths(merged)).toEqual(expect.arrayContaining(['late.md', 'theirs.md']));
      const [newest, theirs] = await mirror.log(merged, 2);
      expect(newest).toMatchObject({ commit: merged, at });
      expect(newest!.message.trim()).toBe('Late');
      expect(theirs!.commit).not.toBe(parent);
    });

    it('follows a pull request from its branch to its merge', async () => {
      const base = repository.defaultBranch;
      const headBranch = 'ctx/contract';
      expect(await bed.host.findPullRequest(repository, headBranch)).toBeNull();
      const parent = await mirror.fetch(base);
      const made = (await commit('Propose', parent, [write('proposal.md', 'yes')]))!;
      await mirror.push({ branch: headBranch, commit: made, expected: null });
      const text = { title: 'Propose', body: 'Body' };
      const opened = await bed.host.createPullRequest(repository, { headBranch, baseBranch: base, ...text });
      expect(opened).toMatchObject({ state: 'open', headBranch, headCommit: made, mergeCommit: null });
      expect(await bed.host.updatePullRequest(repository, opened.number, { title: 'Other' })).toMatchObject({
        state: 'open',
      });
      await bed.host.comment(repository, opened.number, 'A remark');
      await bed.merge(opened.number);
      const merged = await bed.host.findPullRequest(repository, headBranch);
      expect(merged).toMatchObject({ number: opened.number, state: 'merged' });
      expect(await paths((await mirror.fetch(base))!)).toContain('proposal.md');
    });

    it('closes a pull request, and tells that from a merge', async () => {
      const headBranch = 'ctx/declined';
      const parent = await mirror.fetch(repository.defaultBranch);
      const made = (await commit('Declined', parent, [write('declined.md', 'no')]))!;
      await mirror.push({ branch: headBranch, commit: made, expected: null });
      const opened = await bed.host.createPullRequest(repository, {
        headBranch,
        baseBranch: repository.defaultBranch,
        title: 'Declined',
        body: '',
      });
      expect(await bed.host.updatePullRequest(repository, opened.number, { state: 'closed' })).toMatchObject({
        state: 'closed',
      });
      expect(await bed.host.findPullRequest(repository, headBranch)).toMatchObject({
        state: 'closed',
        mergeCommit: null,
      });
    });

    it('marks a line of a file, gives addresses for people, and counts', async () => {
      const head = (await mirror.fetch(repository.defaultBranch))!;
      await bed.host.reportFile(repository, head, {
        path: 'docs/b.md',
        line: 1,
        title: 'Wrong',
        message: 'Look here.',
      });
      const url = bed.host.fileUrl(repository, head, 'docs/日本語 a.md', [2, 5]);
      expect(new URL(url).href).toContain(head);
      expect(decodeURIComponent(url)).toContain('docs/日本語 a.md');
      expect(bed.host.usage().pushes).toBeGreaterThan(0);
    });
  });
}
