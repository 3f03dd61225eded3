import { Problem } from '../../core/problem.ts';
import type { PullRequest, RepoHost, Repository } from '../../core/roles/repo-host.ts';
import type { Permissions } from './app-auth.ts';
import { isProblem } from './client.ts';
import { checkBranch } from './git/names.ts';
import type { RepositoryCalls } from './repository-calls.ts';
import { commentsAnswer, pullRequestAnswer } from './schema.ts';

type PullRequests = Pick<RepoHost, 'findPullRequest' | 'createPullRequest' | 'updatePullRequest' | 'comment'>;

const permissions: Permissions = { pull_requests: 'write', contents: 'read' };

/** Pull requests of our own, always found again by their head branch. */
export function createPullRequests(calls: RepositoryCalls): PullRequests {
  const find = (repository: Repository, headBranch: string, state: 'all' | 'open'): Promise<PullRequest | null> =>
    calls.call(repository, {
      permissions,
      what: `pull requests of ${repository.fullName}`,
      repeatable: true,
      run: async (api, place) => {
        const { data } = await api.request('GET /repos/{owner}/{repo}/pulls', {
          ...place,
          head: `${place.owner}:${checkBranch(headBranch)}`,
          state,
          sort: 'created',
          direction: 'desc',
          per_page: 1,
        });
        return pullRequestAnswer.array().parse(data)[0] ?? null;
      },
    });

  const create: PullRequests['createPullRequest'] = async (repository, request) => {
    try {
      return await calls.call(repository, {
        permissions,
        what: `a pull request of ${repository.fullName}`,
        repeatable: false,
        run: async (api, place) => {
          const { data } = await api.request('POST /repos/{owner}/{repo}/pulls', {
            ...place,
            head: checkBranch(request.headBranch),
            base: checkBranch(request.baseBranch),
            title: request.title,
            body: request.body,
          });
          return pullRequestAnswer.parse(data);
        },
      });
    } catch (error) {
      // It may stand already: made by another worker, or by this call whose answer was lost.
      const doubtful = error instanceof Problem && (error.retry.kind === 'soon' || error.code === 'repo-host-refused');
      const standing = doubtful ? await find(repository, request.headBranch, 'open') : null;
      if (standing) return standing;
      throw isProblem(error, 'repo-host-refused') ? explainRefusal(error, request.headBranch) : error;
    }
  };

  return {
    findPullRequest: (repository, headBranch) => find(repository, headBranch, 'all'),
    createPullRequest: create,
    updatePullRequest: (repository, number, change) =>
      calls.call(repository, {
        permissions,
        what: `pull request ${number} of ${repository.fullName}`,
        repeatable: true,
        run: async (api, place) => {
          const path = 'PATCH /repos/{owner}/{repo}/pulls/{pull_number}';
          return pullRequestAnswer.parse((await api.request(path, { ...place, pull_number: number, ...change })).data);
        },
      }),
    comment: (repository, number, body) =>
      calls.call(repository, {
        permissions,
        what: `comments on pull request ${number} of ${repository.fullName}`,
        repeatable: true,
        run: async (api, place) => {
          const target = { ...place, issue_number: number };
          const comments = await api.paginate('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
            ...target,
            per_page: 100,
          });
          // A step that is run again must not say the same thing twice.
          if (commentsAnswer.parse(comments).at(-1)?.body === body) return;
          await api.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', { ...target, body });
        },
      }),
  };
}

function explainRefusal(problem: Problem, headBranch: string): Problem {
  const empty = /no commits between/i.test(problem.detail ?? '');
  return new Problem({
    code: empty ? 'pull-request-empty' : 'pull-request-refused',
    message: empty
      ? `The branch ${headBranch} holds nothing that its base does not have.`
      : `The pull request from ${headBranch} was refused.`,
    status: 409,
    actor: 'support',
    detail: problem.detail,
    cause: problem,
  });
}
