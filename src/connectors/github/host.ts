import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '../../core/problem.ts';
import type { RepoHost, Repository } from '../../core/roles/repo-host.ts';
import type { Secret } from '../../core/secret.ts';
import { createInstallationTokens } from './app-auth.ts';
import { createApi, isProblem, perform, type Reach, renewingOnce } from './client.ts';
import { createFileReports } from './file-reports.ts';
import { checkGitVersion } from './git/clone.ts';
import { openMirror } from './git/mirror.ts';
import { checkBranch } from './git/names.ts';
import { createGit } from './git/process.ts';
import { createPullRequests } from './pull-requests.ts';
import { createRepositoryCalls, type RepositoryCalls } from './repository-calls.ts';
import { branchAnswer, repositoryAnswer } from './schema.ts';

interface HostOptions {
  readonly reach: Omit<Reach, 'count'>;
  /** Address that repositories are cloned from, without a slash at the end. */
  readonly gitBaseUrl: string;
  readonly cacheDir: string;
  readonly searchPath?: string;
  readonly childEnvironment?: Readonly<Record<string, string>>;
}

interface Installation {
  readonly appId: string;
  readonly privateKey: Secret;
  readonly installationId: string;
}

/** Repositories that one installation of the app reaches. */
export function createHost(options: HostOptions, installation: Installation): RepoHost {
  const spent = { requests: 0, pushes: 0 };
  const reach: Reach = {
    ...options.reach,
    count: () => {
      spent.requests += 1;
    },
  };
  const tokens = createInstallationTokens(reach, installation);
  const calls = createRepositoryCalls(reach, tokens);

  return {
    async listRepositories() {
      const run = async (renew: boolean): Promise<Repository[]> => {
        const api = createApi(reach, await tokens.get({ permissions: { metadata: 'read' } }, renew));
        return perform(reach, {
          what: 'the repositories of the installation',
          repeatable: true,
          run: async () =>
            repositoryAnswer.array().parse(await api.paginate('GET /installation/repositories', { per_page: 100 })),
        });
      };
      return renewingOnce(run);
    },
    getRepository: async (id) => calls.read(checkId(id)),
    seenRepository: (id, withinMs) => calls.seen(checkId(id), withinMs),
    getBranch: (repository, branch) => readBranch(calls, repository, branch),
    async openMirror(repository) {
      const folder = join(options.cacheDir, checkId(installation.installationId));
      const home = join(options.cacheDir, 'home');
      for (const path of [options.cacheDir, folder, home]) await mkdir(path, { recursive: true, mode: 0o700 });
      const git = createGit({ home, searchPath: options.searchPath, environment: options.childEnvironment });
      await checkGitVersion(git, options.searchPath);
      return openMirror({
        git,
        gitDir: join(folder, `${checkId(repository.id)}.git`),
        sleep: options.reach.sleep,
        remote: {
          url: async (refresh) => {
            const { fullName } = refresh ? await calls.read(repository.id) : repository;
            return `${options.gitBaseUrl}/${fullName}.git`;
          },
          token: (access, refresh) =>
            tokens.get({ permissions: { contents: access }, repositoryId: repository.id }, refresh),
        },
        onPush: () => {
          spent.pushes += 1;
        },
      });
    },
    ...createPullRequests(calls),
    reportFile: createFileReports(calls),
    fileUrl,
    usage: () => ({ ...spent }),
  };
}

async function readBranch(calls: RepositoryCalls, repository: Repository, branch: string) {
  try {
    return await calls.call(repository, {
      permissions: { contents: 'read' },
      what: `the branch ${branch} of ${repository.fullName}`,
      repeatable: true,
      run: async (api, place) =>
        branchAnswer.parse(
          (await api.request('GET /repos/{owner}/{repo}/branches/{branch}', { ...place, branch: checkBranch(branch) }))
            .data,
        ),
    });
  } catch (error) {
    if (isProblem(error, 'not-found')) return null;
    throw error;
  }
}

/** `plain=1` shows a Markdown file as text, which is what line anchors point into. */
function fileUrl(
  repository: Pick<Repository, 'url'>,
  commit: string,
  path: string,
  lines?: readonly [number, number],
): string {
  const place = path.split('/').map(encodeURIComponent).join('/');
  const anchor = lines ? `?plain=1#L${lines[0]}${lines[1] > lines[0] ? `-L${lines[1]}` : ''}` : '';
  return `${repository.url}/blob/${encodeURIComponent(commit)}/${place}${anchor}`;
}

/** Ids at the host are whole numbers; they become names of folders here. */
function checkId(id: string): string {
  if (/^\d{1,20}$/.test(id)) return id;
  throw new Problem({ code: 'bad-id', message: 'The id is not a number.', status: 400, actor: 'support' });
}
