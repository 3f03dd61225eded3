import type { Repository } from '../../core/roles/repo-host.ts';
import type { InstallationTokens, Permissions } from './app-auth.ts';
import { type Api, createApi, isProblem, perform, type Reach, renewingOnce } from './client.ts';
import { repositoryLost } from './git/failures.ts';
import { repositoryAnswer } from './schema.ts';

/** Owner and name, as the host's routes want them. */
interface Place {
  readonly owner: string;
  readonly repo: string;
}

interface RepositoryCall<T> {
  readonly permissions: Permissions;
  readonly what: string;
  /** See `Call.repeatable`. */
  readonly repeatable: boolean;
  readonly run: (api: Api, place: Place) => Promise<T>;
}

/** Calls about one repository: narrowed token, one renewal of a refused token, names followed by id. */
export interface RepositoryCalls {
  read(id: string): Promise<Repository>;
  /** As it was last read, at most so many milliseconds ago. */
  seen(id: string, withinMs: number): Repository | null;
  call<T>(repository: Pick<Repository, 'id' | 'fullName'>, call: RepositoryCall<T>): Promise<T>;
}

export function createRepositoryCalls(reach: Reach, tokens: InstallationTokens): RepositoryCalls {
  const names = new Map<string, string>();
  const seen = new Map<string, { readonly repository: Repository; readonly at: number }>();

  const withToken = async <T>(
    repositoryId: string,
    call: Omit<RepositoryCall<T>, 'run'>,
    run: (api: Api) => Promise<T>,
  ) => {
    const request = { permissions: call.permissions, repositoryId };
    return renewingOnce(async (renew) => {
      const api = createApi(reach, await tokens.get(request, renew));
      return perform(reach, { what: call.what, repeatable: call.repeatable, run: () => run(api) });
    });
  };

  const read = async (id: string): Promise<Repository> => {
    const what = `the repository with id ${id}`;
    try {
      const found = await withToken(id, { permissions: { metadata: 'read' }, what, repeatable: true }, async (api) =>
        repositoryAnswer.parse((await api.request('GET /repositories/{id}', { id: Number(id) })).data),
      );
      names.set(id, found.fullName);
      seen.set(id, { repository: found, at: reach.now() });
      return found;
    } catch (error) {
      seen.delete(id);
      throw isProblem(error, 'not-found') ? repositoryLost(`with id ${id}`) : error;
    }
  };

  return {
    read,
    seen(id, withinMs) {
      const last = seen.get(id);
      return last !== undefined && reach.now() - last.at < withinMs ? last.repository : null;
    },
    async call(repository, call) {
      const attempt = (fullName: string) => {
        const [owner = '', repo = ''] = fullName.split('/');
        return withToken(repository.id, call, (api) => call.run(api, { owner, repo }));
      };
      const name = names.get(repository.id) ?? repository.fullName;
      try {
        return await attempt(name);
      } catch (error) {
        if (!isProblem(error, 'not-found') && !isProblem(error, 'address-moved')) throw error;
        const { fullName } = await read(repository.id);
        if (fullName === name) throw error;
        return attempt(fullName);
      }
    },
  };
}
