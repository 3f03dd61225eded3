import { createHash } from 'node:crypto';
import { Problem } from '../../core/problem.ts';
import type { CommitRequest, CommittedChange, FileVersion, GitMirror } from '../../core/roles/repo-host.ts';

/** Path -> blob id. */
type Tree = ReadonlyMap<string, string>;

interface StoredCommit {
  readonly tree: Tree;
  readonly parent: string | null;
  readonly message: string;
  readonly at: string;
}

/** A repository in memory; commits are shared by everybody who works in it. */
export interface FakeRepository {
  readonly blobs: Map<string, Uint8Array>;
  readonly commits: Map<string, StoredCommit>;
  readonly branches: Map<string, string>;
  readonly protectedBranches: Set<string>;
}

export function createFakeRepository(): FakeRepository {
  return { blobs: new Map(), commits: new Map(), branches: new Map(), protectedBranches: new Set() };
}

function sha1(...parts: (string | Uint8Array)[]): string {
  const hash = createHash('sha1');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

function treeAt(repository: FakeRepository, commit: string | null): Tree {
  if (commit === null) return new Map();
  const found = repository.commits.get(commit);
  if (found === undefined)
    throw new Problem({ code: 'object-missing', message: `There is no commit ${commit}.`, status: 404 });
  return found.tree;
}

async function grow(repository: FakeRepository, request: CommitRequest): Promise<string | null> {
  const before = treeAt(repository, request.parent);
  const tree = new Map(before);
  for await (const change of request.changes) {
    if (change.kind === 'remove') tree.delete(change.path);
    else if (change.kind === 'rename') {
      const blob = tree.get(change.from);
      tree.delete(change.from);
      if (blob !== undefined) tree.set(change.to, blob);
    } else {
      // Git names a blob by its content with this prefix.
      const blob = sha1(`blob ${change.content.byteLength}\0`, change.content);
      repository.blobs.set(blob, change.content);
      tree.set(change.path, blob);
    }
  }
  const entries = (of: Tree): string => JSON.stringify([...of].sort());
  if (entries(tree) === entries(before)) return null;
  const { parent, message, at } = request;
  const commit = sha1(entries(tree), String(parent), message, at);
  repository.commits.set(commit, { tree, parent, message, at });
  return commit;
}

function changesOf(repository: FakeRepository, commit: string): readonly CommittedChange[] {
  const after = treeAt(repository, commit);
  const before = treeAt(repository, repository.commits.get(commit)!.parent);
  const gone = [...before].filter(([path]) => !after.has(path));
  const taken = new Set<string>();
  const written = [...after]
    .filter(([path, blob]) => before.get(path) !== blob)
    .map(([path, blob]): CommittedChange => {
      if (before.has(path)) return { change: 'modified', path, from: null, blob };
      const source = gone.find(([from, same]) => same === blob && !taken.has(from));
      if (source === undefined) return { change: 'added', path, from: null, blob };
      taken.add(source[0]);
      return { change: 'renamed', path, from: source[0], blob };
    });
  const removed = gone
    .filter(([path]) => !taken.has(path))
    .map(([path, blob]): CommittedChange => ({ change: 'removed', path, from: null, blob }));
  return [...written, ...removed];
}

function historyOf(repository: FakeRepository, tip: string, path: string, limit: number): readonly FileVersion[] {
  const versions: FileVersion[] = [];
  let name = path;
  for (let commit: string | null = tip; commit !== null && versions.length < limit; ) {
    const stored: StoredCommit = repository.commits.get(commit)!;
    const change = changesOf(repository, commit).find((one) => one.path === name);
    if (change !== undefined) {
      const blob = change.change === 'removed' ? null : change.blob;
      versions.push({ commit, at: stored.at, subject: stored.message.split('\n')[0]!, path: name, blob });
      name = change.from ?? name;
      if (change.change === 'added') break;
    }
    commit = stored.parent;
  }
  return versions;
}

/** A mirror of an in-memory repository. `seen`: heads that its owner saw last, whose age does not matter here. */
export function createFakeMirror(
  repository: FakeRepository,
  counted: () => void = () => {},
  seen = new Map<string, string>(),
): GitMirror {
  const see = (branch: string, commit: string | null) => {
    if (commit === null) seen.delete(branch);
    else seen.set(branch, commit);
    return commit;
  };
  return {
    fetch: async (branch, options) =>
      (options && seen.get(branch)) ?? see(branch, repository.branches.get(branch) ?? null),
    async readTree(commit, prefix) {
      return [...treeAt(repository, commit)]
        .filter(([path]) => path.startsWith(prefix))
        .map(([path, blob]) => ({ path, blob, size: repository.blobs.get(blob)!.byteLength }));
    },
    async readFile(commit, path) {
      const blob = treeAt(repository, commit).get(path);
      return blob === undefined ? null : repository.blobs.get(blob)!;
    },
    async *readBlobs(blobs) {
      for (const blob of blobs) yield { blob, content: repository.blobs.get(blob)! };
    },
    commit: (request) => grow(repository, request),
    async push({ branch, commit, expected }) {
      if (repository.protectedBranches.has(branch)) return { state: 'protected', message: 'pull requests only' };
      if ((repository.branches.get(branch) ?? null) !== expected) return { state: 'moved' };
      repository.branches.set(branch, commit);
      see(branch, commit);
      counted();
      return { state: 'pushed' };
    },
    async diff(from, to) {
      const [before, after] = [treeAt(repository, from), treeAt(repository, to)];
      const removed = [...before.keys()].filter((path) => !after.has(path));
      const changed = [...after].filter(([path, blob]) => before.get(path) !== blob);
      return [
        ...removed.map((path) => ({ path, change: 'removed' as const, blob: null })),
        ...changed.map(([path, blob]) => ({
          path,
          change: before.has(path) ? ('modified' as const) : ('added' as const),
          blob,
        })),
      ];
    },
    async log(commit, limit) {
      const lines: { readonly commit: string; readonly message: string; readonly at: string }[] = [];
      for (let at: string | null = commit; at !== null && lines.length < limit; ) {
        const found: StoredCommit | undefined = repository.commits.get(at);
        if (found === undefined) break;
        lines.push({ commit: at, message: found.message, at: found.at });
        at = found.parent;
      }
      return lines;
    },
    history: async (commit, path, limit) => historyOf(repository, commit, path, limit),
    changes: async (commit) => changesOf(repository, commit),
    async lastChanges(from, to, limit) {
      const known = new Set<string>();
      for (let at = from; at !== null; at = repository.commits.get(at)?.parent ?? null) known.add(at);
      const times = new Map<string, string>();
      let at: string | null = to;
      for (let count = 0; at !== null && !known.has(at) && count < limit; count += 1) {
        const stored: StoredCommit = repository.commits.get(at)!;
        for (const { path } of changesOf(repository, at)) if (!times.has(path)) times.set(path, stored.at);
        at = stored.parent;
      }
      return times;
    },
  };
}
