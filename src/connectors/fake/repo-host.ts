import { Problem } from '../../core/problem.ts';
import type { PullRequest, RepoHost, Repository } from '../../core/roles/repo-host.ts';
import { createFakeMirror, createFakeRepository, type FakeRepository } from './git-mirror.ts';

interface StoredPullRequest extends PullRequest {
  readonly baseBranch: string;
}

/** An in-memory host with one repository, and what other people do in it. */
export interface FakeHost {
  readonly host: RepoHost;
  readonly repository: Repository;
  readonly content: FakeRepository;
  readonly comments: string[];
  commitElsewhere(branch: string, path: string, text: string): Promise<void>;
  merge(number: number): Promise<void>;
  reopen(number: number): void;
}

export function createFakeHost(): FakeHost {
  const repository: Repository = {
    id: '41',
    fullName: 'acme/knowledge',
    url: 'https://git.example/acme/knowledge',
    defaultBranch: 'main',
    private: true,
    archived: false,
  };
  const content = createFakeRepository();
  const pullRequests: StoredPullRequest[] = [];
  const comments: string[] = [];
  const spent = { requests: 0, pushes: 0 };
  const seen = new Map<string, string>();

  const find = (number: number): StoredPullRequest => {
    const found = pullRequests.find((one) => one.number === number);
    if (found === undefined)
      throw new Problem({ code: 'unknown-pull-request', message: `There is no #${number}.`, status: 404 });
    return found;
  };
  const replace = (number: number, fields: Partial<StoredPullRequest>): StoredPullRequest => {
    const next = { ...find(number), ...fields };
    pullRequests[pullRequests.findIndex((one) => one.number === number)] = next;
    return next;
  };

  const host: RepoHost = {
    async listRepositories() {
      spent.requests += 1;
      return [repository];
    },
    async getRepository(id) {
      spent.requests += 1;
      if (id === repository.id) return repository;
      throw new Problem({ code: 'repository-gone', message: `There is no repository ${id}.`, status: 404 });
    },
    async getBranch(_repository, branch) {
      const commit = content.branches.get(branch);
      return commit === undefined ? null : { commit, protected: false };
    },
    async openMirror() {
      const count = () => {
        spent.pushes += 1;
      };
      return createFakeMirror(content, count, seen);
    },
    async findPullRequest(_repository, headBranch) {
      return pullRequests.findLast((one) => one.headBranch === headBranch) ?? null;
    },
    async createPullRequest(_repository, { headBranch, baseBranch }) {
      const number = pullRequests.length + 1;
      const headCommit = content.branches.get(headBranch) ?? '';
      const url = `${repository.url}/pull/${number}`;
      pullRequests.push({ number, url, state: 'open', headBranch, headCommit, mergeCommit: null, baseBranch });
      return find(number);
    },
    async updatePullRequest(_repository, number, { state }) {
      return replace(number, state === undefined ? {} : { state });
    },
    async comment(_repository, number, body) {
      comments.push(`#${number}: ${body}`);
    },
    async reportFile(_repository, _commit, { path, line, title }) {
      comments.push(`${path}:${line}: ${title}`);
    },
    fileUrl: ({ url }, commit, path, lines) =>
      `${url}/blob/${commit}/${path.split('/').map(encodeURIComponent).join('/')}${lines ? `#L${lines[0]}-L${lines[1]}` : ''}`,
    usage: () => ({ ...spent }),
  };

  return {
    host,
    repository,
    content,
    comments,
    async commitElsewhere(branch, path, text) {
      const mirror = createFakeMirror(content);
      const expected = await mirror.fetch(branch);
      const changes = [{ kind: 'write' as const, path, content: Buffer.from(text) }];
      const commit = await mirror.commit({
        message: 'By somebody else',
        at: '2026-03-02T11:00:00.000Z',
        parent: expected,
        changes,
      });
      if (commit !== null) await mirror.push({ branch, commit, expected });
    },
    async merge(number) {
      const { headBranch, baseBranch } = find(number);
      const headCommit = content.branches.get(headBranch)!;
      content.branches.set(baseBranch, headCommit);
      replace(number, { state: 'merged', mergeCommit: headCommit });
    },
    reopen(number) {
      replace(number, { state: 'open' });
    },
  };
}
