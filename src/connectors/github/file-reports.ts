import { createHash } from 'node:crypto';
import type { RepoHost, Repository } from '../../core/roles/repo-host.ts';
import { isProblem } from './client.ts';
import { checkObjectName } from './git/names.ts';
import type { RepositoryCalls } from './repository-calls.ts';
import { checkRunsAnswer, commentsAnswer } from './schema.ts';

type Report = Parameters<RepoHost['reportFile']>[2];

const checkName = 'ctx|';

/**
 * Says at a line of a commit what is wrong there: a check run with an annotation, or a comment on the
 * commit where the app was not given checks. The same report twice leaves one mark.
 */
export function createFileReports(calls: RepositoryCalls): RepoHost['reportFile'] {
  return async (repository, commit, report) => {
    checkObjectName(commit);
    try {
      await annotate(calls, repository, commit, report);
    } catch (error) {
      if (!isProblem(error, 'permission-missing')) throw error;
      await commentOnCommit(calls, repository, commit, report);
    }
  };
}

function annotate(calls: RepositoryCalls, repository: Repository, commit: string, report: Report): Promise<void> {
  const mark = createHash('sha256').update(JSON.stringify(report)).digest('hex').slice(0, 32);
  return calls.call(repository, {
    permissions: { checks: 'write' },
    what: `checks of ${repository.fullName}`,
    repeatable: true,
    run: async (api, place) => {
      const { data } = await api.request('GET /repos/{owner}/{repo}/commits/{ref}/check-runs', {
        ...place,
        ref: commit,
        check_name: checkName,
        filter: 'all',
        per_page: 100,
      });
      if (checkRunsAnswer.parse(data).check_runs.some((run) => run.external_id === mark)) return;
      const annotation = {
        path: report.path,
        start_line: report.line,
        end_line: report.line,
        annotation_level: 'failure' as const,
        title: report.title,
        message: report.message,
      };
      await api.request('POST /repos/{owner}/{repo}/check-runs', {
        ...place,
        name: checkName,
        head_sha: commit,
        external_id: mark,
        status: 'completed',
        conclusion: 'failure',
        output: { title: report.title, summary: report.message, annotations: [annotation] },
      });
    },
  });
}

function commentOnCommit(calls: RepositoryCalls, repository: Repository, commit: string, report: Report) {
  const body = `**${report.title}**\n\n\`${report.path}\`, line ${report.line}: ${report.message}`;
  return calls.call<void>(repository, {
    permissions: { contents: 'write' },
    what: `comments on a commit of ${repository.fullName}`,
    repeatable: true,
    run: async (api, place) => {
      const target = { ...place, commit_sha: commit };
      const path = '/repos/{owner}/{repo}/commits/{commit_sha}/comments';
      const standing = await api.paginate(`GET ${path}`, { ...target, per_page: 100 });
      if (commentsAnswer.parse(standing).some((comment) => comment.body === body)) return;
      await api.request(`POST ${path}`, { ...target, body, path: report.path, line: report.line });
    },
  });
}
