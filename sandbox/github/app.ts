import { Hono } from 'hono';
import type { SandboxApp, SandboxEnv } from '../core/index.ts';
import { actorOf } from './api.ts';
import { mountGitHubControl } from './control.ts';
import { ApiError, notFound } from './errors.ts';
import { GitError } from './git-store.ts';
import type { Human } from './human.ts';
import { rateHeaders, spend } from './limits.ts';
import { mountAppPages } from './pages/apps.ts';
import { mountAuthorizePages } from './pages/authorize.ts';
import { mountPullPages } from './pages/pulls.ts';
import { mountRepositoryPages } from './pages/repository.ts';
import { mountApps } from './routes/apps.ts';
import { mountContents } from './routes/contents.ts';
import { mountGitData } from './routes/git-data.ts';
import { mountHooks } from './routes/hooks.ts';
import { mountPeople } from './routes/people.ts';
import { mountPulls } from './routes/pulls.ts';
import { mountRemarks } from './routes/remarks.ts';
import { mountRepositories } from './routes/repositories.ts';
import { serveGit } from './smart-http.ts';
import { fullName } from './state.ts';
import type { World } from './world.ts';

const apiRoot = '/api/v3';
const groups = [
  mountApps,
  mountPeople,
  mountHooks,
  mountContents,
  mountGitData,
  mountPulls,
  mountRemarks,
  mountRepositories,
];

/** Puts together everything that the one origin serves. */
export function createRoutes(app: SandboxApp, world: World, human: Human): void {
  app.onError((error) => {
    if (error instanceof ApiError) return error.toResponse();
    if (error instanceof GitError) return new ApiError(422, `Git refused this: ${error.message}`).toResponse();
    return new ApiError(500, error.message).toResponse();
  });

  // Every route of a repository also answers under its id, which survives renames.
  app.all(`${apiRoot}/repositories/:id{[0-9]+}/:rest{.*}?`, (c) => {
    const repository = world.state.repositories.find(({ id }) => id === Number(c.req.param('id')));
    if (!repository) throw notFound();
    const url = new URL(c.req.url);
    url.pathname = url.pathname.replace(/\/repositories\/\d+/, `/repos/${fullName(world.state, repository)}`);
    return app.fetch(new Request(url, c.req.raw), c.env);
  });
  app.use(async (c, next) => {
    const git = await serveGit(world, c.req.raw);
    if (!git) return next();
    c.env.exchange.service = 'github-git';
    return git;
  });
  mountGitHubControl(app, world, human);
  app.route(apiRoot, createApiRoutes(world));
  app.all(`${apiRoot}/*`, () => {
    throw notFound();
  });
  mountAppPages(app, world);
  mountAuthorizePages(app, world);
  mountPullPages(app, world, human);
  mountRepositoryPages(app, world);
}

function createApiRoutes(world: World): SandboxApp {
  const api: SandboxApp = new Hono<SandboxEnv>();
  // An error handler of the outer app alone would lose the headers set below.
  api.onError((error, c) => {
    const known =
      error instanceof ApiError ? error : new ApiError(error instanceof GitError ? 422 : 500, error.message);
    const answer = known.toResponse();
    c.res.headers.forEach((value, name) => {
      if (name.startsWith('x-')) answer.headers.set(name, value);
    });
    return answer;
  });
  api.use(async (c, next) => {
    c.env.exchange.service = 'github-api';
    const actor = actorOf(world, c);
    spend(world, actor, c.req.method, c.req.path);
    for (const [name, value] of Object.entries(rateHeaders(world, actor))) c.header(name, value);
    c.header('x-github-request-id', crypto.randomUUID());
    await next();
  });
  for (const mount of groups) mount(api, world);
  return api;
}
