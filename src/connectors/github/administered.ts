import { Problem } from '../../core/problem.ts';
import type { AppRegistration } from '../../core/roles/app-registration.ts';
import { Secret } from '../../core/secret.ts';
import { createInstallationTokens } from './app-auth.ts';
import { type Api, createApi, isProblem, perform, type Reach } from './client.ts';
import { installationAnswer, personTokenAnswer, reachedRepositoryAnswer } from './schema.ts';

type App = Parameters<AppRegistration['administeredBy']>[0];
type Answer = Parameters<AppRegistration['administeredBy']>[1];

const pageSize = 100;
/** Pages of repositories that are read of an installation; what lies behind is counted and not looked at. */
const mostPages = 20;

/** docs.github.com, "Generating a user access token for a GitHub App"; the code can be exchanged once. */
async function exchange(reach: Reach, webBaseUrl: string, { client }: App, { code, redirectUri }: Answer) {
  const web = createApi({ ...reach, apiBaseUrl: webBaseUrl }, null);
  const { data } = await perform(reach, {
    what: 'the person who installs',
    repeatable: false,
    run: () =>
      web.request('POST /login/oauth/access_token', {
        client_id: client.clientId,
        client_secret: client.clientSecret.reveal(),
        code,
        redirect_uri: redirectUri,
        headers: { accept: 'application/json' },
      }),
  });
  const { access_token: token, error } = personTokenAnswer.parse(data);
  if (token !== undefined) return new Secret(token);
  throw new Problem({
    code: 'person-code-refused',
    message: 'The repository host does not say who came back.',
    status: error === 'incorrect_client_credentials' ? 502 : 400,
    detail: error ?? 'no-token',
    hint:
      error === 'incorrect_client_credentials'
        ? 'Correct the client id and secret of the deployment’s app.'
        : 'Start the installation again.',
  });
}

/** Repositories that the installation reaches at all, as the app itself sees it. */
async function reachedByApp(reach: Reach, app: App, installationId: string): Promise<number> {
  const tokens = createInstallationTokens(reach, { ...app, installationId });
  const api = createApi(reach, await tokens.get({ permissions: { metadata: 'read' } }));
  const { data } = await perform(reach, {
    what: `the repositories of installation ${installationId}`,
    repeatable: true,
    run: () => api.request('GET /installation/repositories', { per_page: 1 }),
  });
  return data.total_count;
}

/** How many repositories the person reaches, where they administer all of them; else null. */
async function administered(reach: Reach, person: Api, installationId: string): Promise<number | null> {
  let total = 0;
  for (let page = 1; page <= mostPages; page += 1) {
    const { data } = await perform(reach, {
      what: `the repositories of installation ${installationId}`,
      repeatable: true,
      run: () =>
        person.request('GET /user/installations/{installation_id}/repositories', {
          installation_id: Number(installationId),
          per_page: pageSize,
          page,
        }),
    });
    total = data.total_count;
    const repositories = reachedRepositoryAnswer.array().parse(data.repositories);
    if (repositories.some(({ permissions }) => permissions?.admin !== true)) return null;
    if (repositories.length < pageSize) break;
  }
  return total;
}

/** See `AppRegistration.administeredBy`. */
export async function administeredBy(
  reach: Reach,
  webBaseUrl: string,
  app: App,
  answer: Answer,
): Promise<readonly string[]> {
  const person = createApi(reach, await exchange(reach, webBaseUrl, app, answer), 'Bearer');
  const listed = await perform(reach, {
    what: 'the installations of the person',
    repeatable: true,
    run: async () =>
      installationAnswer.array().parse(await person.paginate('GET /user/installations', { per_page: pageSize })),
  });
  const ids = listed.map(({ id }) => String(id)).filter((id) => answer.only === undefined || id === answer.only);
  const found: string[] = [];
  for (const id of ids) {
    try {
      const own = await administered(reach, person, id);
      // Of an installation without repositories anybody would administer all, and would hold those that it gains later.
      if (own !== null && own > 0 && own === (await reachedByApp(reach, app, id))) found.push(id);
    } catch (error) {
      // Suspended or gone meanwhile: nobody can take it now.
      if (!isProblem(error, 'app-not-installed') && !isProblem(error, 'app-suspended')) throw error;
    }
  }
  return found;
}
