import { install } from './installing.ts';
import { type MergeMethod, mergePull, nameOf } from './merging.ts';
import { announcePull, closePull, watchRefs } from './ref-changes.ts';
import { openPull } from './routes/pulls.ts';
import {
  type AppRecord,
  findRepository,
  fullName,
  type InstallationRecord,
  type PullRecord,
  type RepositoryRecord,
  takeId,
} from './state.ts';
import { stamp, type World } from './world.ts';

export interface NewRepository {
  readonly owner?: string;
  readonly name: string;
  readonly description?: string;
  readonly private?: boolean;
  readonly defaultBranch?: string;
  /** First commit; without files the repository stays empty. */
  readonly files?: Readonly<Record<string, string>>;
}

/** What people do at the host, with the events that follow. Repositories are named `owner/name`. */
export interface Human {
  createRepository(request: NewRepository): Promise<RepositoryRecord>;
  /** Commits files (null deletes one) to a branch and returns the commit; protection does not bind people here. */
  commitFiles(request: {
    readonly repository: string;
    readonly branch?: string;
    readonly files: Readonly<Record<string, string | null>>;
    readonly message?: string;
  }): Promise<string>;
  openPull(request: {
    readonly repository: string;
    readonly head: string;
    readonly base?: string;
    readonly title: string;
    readonly body?: string;
  }): Promise<PullRecord>;
  mergePull(repository: string, number: number, method?: MergeMethod): Promise<string>;
  closePull(repository: string, number: number): Promise<void>;
  reopenPull(repository: string, number: number): Promise<void>;
  deleteBranch(repository: string, branch: string): Promise<void>;
  protectBranch(repository: string, branch: string, on?: boolean): void;
  archive(repository: string, on?: boolean): void;
  rename(repository: string, name: string): void;
  setPrivate(repository: string, on: boolean): void;
  setDefaultBranch(repository: string, branch: string): void;
  deleteRepository(repository: string): Promise<void>;
  installApp(request: {
    readonly slug: string;
    readonly account?: string;
    readonly repositories: 'all' | readonly string[];
  }): InstallationRecord;
}

/** Acts as the first user of the world. */
export function createHuman(world: World): Human {
  const { state, store } = world;
  const me = state.accounts.find(({ type }) => type === 'User')?.id ?? 0;
  const accountNamed = (login: string): number => {
    const found = state.accounts.find((account) => account.login.toLowerCase() === login.toLowerCase());
    if (!found) throw new Error(`there is no account ${login}`);
    return found.id;
  };
  const named = (name: string): RepositoryRecord => {
    const [owner = '', repo = ''] = name.split('/');
    const found = findRepository(state, owner, repo);
    if (!found) throw new Error(`there is no repository ${name}`);
    return found.repository;
  };
  const pullOf = (repository: RepositoryRecord, number: number): PullRecord => {
    const found = state.pulls.find((pull) => pull.repositoryId === repository.id && pull.number === number);
    if (!found) throw new Error(`there is no pull request ${number}`);
    return found;
  };
  const tell = (repository: RepositoryRecord, action: string, payload: Record<string, unknown> = {}): void =>
    world.webhooks.announce({ event: 'repository', action, repository, sender: me, payload });

  return {
    async createRepository(request) {
      const owner = request.owner ?? state.accounts.find(({ type }) => type === 'Organization')?.login ?? '';
      if (findRepository(state, owner, request.name)?.former === false) {
        throw new Error(`there is a repository ${owner}/${request.name} already`);
      }
      const repository: RepositoryRecord = {
        id: takeId(state),
        ownerId: accountNamed(owner),
        name: request.name,
        description: request.description ?? null,
        private: request.private ?? true,
        archived: false,
        defaultBranch: request.defaultBranch ?? 'main',
        protectedBranches: [],
        createdAt: stamp(world),
        pushedAt: stamp(world),
        nextNumber: 1,
      };
      await store.create(repository.id, repository.defaultBranch);
      state.repositories.push(repository);
      delete state.formerNames[fullName(state, repository).toLowerCase()];
      tell(repository, 'created');
      const files = request.files ?? {};
      if (Object.keys(files).length > 0) {
        await this.commitFiles({ repository: fullName(state, repository), files, message: 'Initial commit' });
      }
      return repository;
    },
    async commitFiles(request) {
      const repository = named(request.repository);
      const branch = request.branch ?? repository.defaultBranch;
      return watchRefs(world, repository, me, async () => {
        const head = await store.resolve(repository.id, `refs/heads/${branch}`);
        const parent = head ?? (await store.resolve(repository.id, `refs/heads/${repository.defaultBranch}`));
        const tree = await store.editTree(repository.id, parent, request.files);
        const commit = await store.commitTree(repository.id, {
          tree,
          parents: parent ? [parent] : [],
          message: `${request.message ?? 'Edit by hand'}\n`,
          author: nameOf(world, me),
        });
        await store.moveRef(repository.id, `refs/heads/${branch}`, commit, head);
        return commit;
      });
    },
    openPull: (request) => {
      const repository = named(request.repository);
      const { head, title, body = null, base = repository.defaultBranch } = request;
      return openPull(world, repository, me, { head, base, title, body });
    },
    mergePull: (name, number, method) => {
      const repository = named(name);
      return mergePull(world, repository, pullOf(repository, number), me, method);
    },
    async closePull(name, number) {
      const repository = named(name);
      const pull = pullOf(repository, number);
      if (pull.state === 'open') await closePull(world, repository, pull, me);
    },
    async reopenPull(name, number) {
      const repository = named(name);
      const pull = pullOf(repository, number);
      pull.state = 'open';
      pull.closedAt = null;
      pull.updatedAt = stamp(world);
      await announcePull(world, repository, pull, 'reopened', me);
    },
    deleteBranch: (name, branch) => {
      const repository = named(name);
      return watchRefs(world, repository, me, () => store.moveRef(repository.id, `refs/heads/${branch}`, null));
    },
    protectBranch(name, branch, on = true) {
      const repository = named(name);
      const others = repository.protectedBranches.filter((entry) => entry !== branch);
      repository.protectedBranches = on ? [...others, branch] : others;
    },
    archive(name, on = true) {
      const repository = named(name);
      repository.archived = on;
      tell(repository, on ? 'archived' : 'unarchived');
    },
    rename(name, next) {
      const repository = named(name);
      const before = repository.name;
      state.formerNames[fullName(state, repository).toLowerCase()] = repository.id;
      repository.name = next;
      delete state.formerNames[fullName(state, repository).toLowerCase()];
      tell(repository, 'renamed', { changes: { repository: { name: { from: before } } } });
    },
    setPrivate(name, on) {
      const repository = named(name);
      repository.private = on;
      tell(repository, on ? 'privatized' : 'publicized');
    },
    setDefaultBranch(name, branch) {
      const repository = named(name);
      const from = repository.defaultBranch;
      repository.defaultBranch = branch;
      tell(repository, 'edited', { changes: { default_branch: { from } } });
    },
    async deleteRepository(name) {
      const repository = named(name);
      tell(repository, 'deleted');
      state.repositories = state.repositories.filter((entry) => entry !== repository);
      for (const entry of state.installations) {
        entry.repositoryIds = entry.repositoryIds.filter((id) => id !== repository.id);
      }
      await store.remove(repository.id);
    },
    installApp(request) {
      const app = state.apps.find(({ slug }) => slug === request.slug) as AppRecord | undefined;
      if (!app) throw new Error(`there is no app ${request.slug}`);
      const chosen = request.repositories === 'all' ? 'all' : request.repositories.map(named);
      const account = request.account
        ? accountNamed(request.account)
        : chosen !== 'all' && chosen[0]
          ? chosen[0].ownerId
          : app.ownerId;
      return install(world, app, account, chosen);
    },
  };
}
