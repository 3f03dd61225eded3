import { actorOf, opened, pageOf, type Routes } from '../api.ts';
import { requireApp } from '../auth.ts';
import { ApiError, notFound } from '../errors.ts';
import { shapeInstallation } from '../shapes/app.ts';
import { shapeCommit } from '../shapes/commit.ts';
import { shapeRepository } from '../shapes/repository.ts';
import { fullName, type RepositoryRecord, reachOf } from '../state.ts';
import { apiUrl, type World } from '../world.ts';

const readContents = { contents: 'read' } as const;

/** Repositories, branches, rules and commits. */
export const mountRepositories: Routes = (app, world) => {
  const { store } = world;

  app.get('/repos/:owner/:repo', (c) => {
    const { repository } = opened(world, c, { metadata: 'read' });
    return c.json(shapeRepository(world, repository));
  });
  app.get('/repos/:owner/:repo/installation', (c) => {
    const owner = requireApp(actorOf(world, c));
    const wanted = `${c.req.param('owner')}/${c.req.param('repo')}`;
    const found = world.state.installations.find(
      (entry) =>
        entry.appId === owner.id &&
        reachOf(world.state, entry).some((candidate) => fullName(world.state, candidate) === wanted),
    );
    if (!found) throw notFound();
    return c.json(shapeInstallation(world, found));
  });

  app.get('/repos/:owner/:repo/branches', async (c) => {
    const { repository } = opened(world, c, readContents);
    const refs = [...(await store.refs(repository.id))].map(([ref, sha]) => shortBranch(world, repository, ref, sha));
    const wanted = c.req.query('protected');
    return c.json(
      pageOf(
        world,
        c,
        refs.filter((entry) => wanted === undefined || String(entry.protected) === wanted),
      ),
    );
  });
  app.get('/repos/:owner/:repo/branches/:branch/protection', (c) => {
    const { repository } = opened(world, c, { administration: 'read' });
    if (!repository.protectedBranches.includes(c.req.param('branch'))) throw new ApiError(404, 'Branch not protected');
    return c.json(protectionOf(world, repository, c.req.param('branch')));
  });
  app.get('/repos/:owner/:repo/branches/:branch{.+}', async (c) => {
    const { repository } = opened(world, c, readContents);
    const branch = c.req.param('branch');
    const commit = await store.commit(repository.id, `refs/heads/${branch}`);
    if (!commit) throw new ApiError(404, 'Branch not found');
    const self = `${apiUrl(world)}/repos/${fullName(world.state, repository)}/branches/${branch}`;
    return c.json({
      name: branch,
      commit: shapeCommit(world, repository, commit),
      _links: { self, html: `${world.address.origin}/${fullName(world.state, repository)}/tree/${branch}` },
      protected: repository.protectedBranches.includes(branch),
      protection: protectionOf(world, repository, branch),
      protection_url: `${self}/protection`,
    });
  });
  app.get('/repos/:owner/:repo/rules/branches/:branch{.+}', (c) => {
    const { repository } = opened(world, c, { metadata: 'read' });
    return c.json(repository.protectedBranches.includes(c.req.param('branch')) ? [rule(world, repository)] : []);
  });

  app.get('/repos/:owner/:repo/commits', async (c) => {
    const { repository } = opened(world, c, readContents);
    const start = await store.resolve(repository.id, c.req.query('sha') ?? repository.defaultBranch);
    if (!start && (await store.refs(repository.id)).size === 0) throw new ApiError(409, 'Git Repository is empty.');
    if (!start) throw notFound();
    const path = c.req.query('path');
    const names = await store.text(repository.id, ['rev-list', '-n1000', start, '--', ...(path ? [path] : [])]);
    const page = pageOf(world, c, names === '' ? [] : names.split('\n'));
    const commits = await Promise.all(page.map((sha) => store.commit(repository.id, sha)));
    return c.json(commits.flatMap((commit) => (commit ? [shapeCommit(world, repository, commit)] : [])));
  });
  app.get('/repos/:owner/:repo/commits/:ref{.+}', async (c, next) => {
    if (/\/(check-runs|status|statuses|comments)$/.test(c.req.path)) return next();
    const { repository } = opened(world, c, readContents);
    const commit = await store.commit(repository.id, c.req.param('ref'));
    if (!commit) throw new ApiError(422, `No commit found for SHA: ${c.req.param('ref')}`);
    return c.json(shapeCommit(world, repository, commit));
  });
  app.get('/repos/:owner/:repo/compare/:basehead{.+}', async (c) => {
    const { repository } = opened(world, c, readContents);
    const [base = '', head = ''] = c.req.param('basehead').split('...');
    const [from, to] = [await store.commit(repository.id, base), await store.commit(repository.id, head)];
    if (!from || !to) throw notFound();
    const middle = await store.commit(repository.id, await store.text(repository.id, ['merge-base', from.sha, to.sha]));
    const ahead = await store.commits(repository.id, [to.sha, `^${from.sha}`], 250);
    const behind = await store.commits(repository.id, [from.sha, `^${to.sha}`], 250);
    const html = `${world.address.origin}/${fullName(world.state, repository)}/compare/${base}...${head}`;
    return c.json({
      url: `${apiUrl(world)}/repos/${fullName(world.state, repository)}/compare/${base}...${head}`,
      html_url: html,
      permalink_url: html,
      diff_url: `${html}.diff`,
      patch_url: `${html}.patch`,
      base_commit: shapeCommit(world, repository, from),
      merge_base_commit: shapeCommit(world, repository, middle ?? from),
      status:
        ahead.length > 0 ? (behind.length > 0 ? 'diverged' : 'ahead') : behind.length > 0 ? 'behind' : 'identical',
      ahead_by: ahead.length,
      behind_by: behind.length,
      total_commits: ahead.length,
      commits: ahead.reverse().map((commit) => shapeCommit(world, repository, commit)),
    });
  });
};

function shortBranch(world: World, repository: RepositoryRecord, ref: string, sha: string) {
  const name = ref.replace(/^refs\/heads\//, '');
  const url = `${apiUrl(world)}/repos/${fullName(world.state, repository)}/commits/${sha}`;
  return { name, commit: { sha, url }, protected: repository.protectedBranches.includes(name) };
}

function protectionOf(world: World, repository: RepositoryRecord, branch: string) {
  if (!repository.protectedBranches.includes(branch)) {
    return { enabled: false, required_status_checks: { enforcement_level: 'off', contexts: [], checks: [] } };
  }
  const url = `${apiUrl(world)}/repos/${fullName(world.state, repository)}/branches/${branch}/protection`;
  return {
    url,
    enabled: true,
    enforce_admins: { url: `${url}/enforce_admins`, enabled: true },
    required_pull_request_reviews: {
      url: `${url}/required_pull_request_reviews`,
      dismiss_stale_reviews: false,
      require_code_owner_reviews: false,
      required_approving_review_count: 0,
    },
  };
}

function rule(world: World, repository: RepositoryRecord) {
  return {
    type: 'pull_request',
    ruleset_source_type: 'Repository',
    ruleset_source: fullName(world.state, repository),
    ruleset_id: repository.id,
    parameters: {
      allowed_merge_methods: ['merge', 'squash', 'rebase'],
      dismiss_stale_reviews_on_push: false,
      require_code_owner_review: false,
      require_last_push_approval: false,
      required_approving_review_count: 0,
      required_review_thread_resolution: false,
    },
  };
}
