import type { SandboxContext } from '../../core/index.ts';
import { bodyOf, opened, type Routes, requiredText, tailOf, textOf } from '../api.ts';
import { ApiError, invalid, notFound } from '../errors.ts';
import type { TreeItem } from '../git-store.ts';
import { nameOf } from '../merging.ts';
import { watchRefs } from '../ref-changes.ts';
import { shapeGitCommit } from '../shapes/commit.ts';
import { fullName, type RepositoryRecord } from '../state.ts';
import { apiUrl, type World } from '../world.ts';

// docs.github.com, "Get repository content": content up to 1 MB, only as raw up to 100 MB.
const shownUpTo = 1024 * 1024;
const rawUpTo = 100 * 1024 * 1024;

/** Files of a branch through the REST API. */
export const mountContents: Routes = (app, world) => {
  const { store } = world;

  const show = async (c: SandboxContext): Promise<Response> => {
    const { repository } = opened(world, c, { contents: 'read' });
    const path = /\/contents\/?$/.test(c.req.path) ? '' : tailOf(c, '/contents/').replace(/\/+$/, '');
    const ref = c.req.query('ref') ?? repository.defaultBranch;
    const commit = await store.commit(repository.id, ref);
    if (!commit && (await store.refs(repository.id)).size === 0) throw new ApiError(404, 'This repository is empty.');
    if (!commit) throw new ApiError(404, `No commit found for the ref ${ref}`);
    const entry = path === '' ? null : (await store.tree(repository.id, commit.sha, path)).at(0);
    if (path !== '' && !entry) throw notFound();
    if (!entry || entry.type === 'tree') {
      const items = await store.tree(repository.id, commit.sha, path === '' ? '' : `${path}/`);
      return c.json(items.slice(0, 1000).map((item) => shapeItem(world, repository, item, ref)));
    }
    const size = entry.size ?? 0;
    const raw = /raw/.test(c.req.header('accept') ?? '');
    if (size > rawUpTo) throw new ApiError(403, 'This API returns blobs up to 100 MB in size.');
    const content = await store.blob(repository.id, entry.sha);
    if (raw)
      return c.body(new Uint8Array(content), 200, { 'content-type': 'application/vnd.github.raw; charset=utf-8' });
    const shown = size <= shownUpTo;
    return c.json({
      ...shapeItem(world, repository, entry, ref),
      type: 'file',
      content: shown ? wrap(content) : '',
      encoding: shown ? 'base64' : 'none',
    });
  };
  app.get('/repos/:owner/:repo/contents', show);
  app.get('/repos/:owner/:repo/contents/:path{.*}', show);

  app.put('/repos/:owner/:repo/contents/:path{.+}', async (c) => {
    const { repository, doer } = opened(world, c, { contents: 'write' });
    const path = tailOf(c, '/contents/');
    const body = await bodyOf(c);
    const message = requiredText(body, 'message', 'Commit');
    const content = Buffer.from(requiredText(body, 'content', 'Commit'), 'base64');
    if (/(^|\/)(\.git|\.\.?)(\/|$)/i.test(path)) throw invalid('Commit', 'path contains a malformed path component');
    const branch = textOf(body, 'branch') ?? repository.defaultBranch;
    if (repository.protectedBranches.includes(branch)) {
      throw new ApiError(409, 'Repository rule violations found\n\nChanges must be made through a pull request.\n\n');
    }
    const written = await watchRefs(world, repository, doer, async () => {
      const parent = await store.resolve(repository.id, `refs/heads/${branch}`);
      if (!parent && (await store.refs(repository.id)).size > 0) throw new ApiError(404, `Branch ${branch} not found`);
      const old = parent ? (await store.tree(repository.id, parent, path)).at(0) : undefined;
      const sha = textOf(body, 'sha');
      if (old && sha === undefined) throw new ApiError(422, 'Invalid request.\n\n"sha" wasn\'t supplied.');
      if (old?.sha !== sha && sha !== undefined) throw new ApiError(409, `${path} does not match ${sha}`);
      const tree = await store.editTree(repository.id, parent, { [path]: content });
      const commit = await store.commitTree(repository.id, {
        tree,
        parents: parent ? [parent] : [],
        message: `${message}\n`,
        author: nameOf(world, doer),
      });
      await store.moveRef(repository.id, `refs/heads/${branch}`, commit, parent);
      return { commit, created: !old };
    });
    const commit = await store.commit(repository.id, written.commit);
    const entry = (await store.tree(repository.id, written.commit, path))[0];
    if (!commit || !entry) throw notFound();
    const answer = {
      content: shapeItem(world, repository, entry, branch),
      commit: shapeGitCommit(world, repository, commit),
    };
    return c.json(answer, written.created ? 201 : 200);
  });
};

function wrap(content: Buffer): string {
  return `${
    content
      .toString('base64')
      .match(/.{1,60}/g)
      ?.join('\n') ?? ''
  }\n`;
}

function shapeItem(world: World, repository: RepositoryRecord, item: TreeItem, ref: string) {
  const name = fullName(world.state, repository);
  const path = item.path.split('/').map(encodeURIComponent).join('/');
  const url = `${apiUrl(world)}/repos/${name}/contents/${path}?ref=${encodeURIComponent(ref)}`;
  const kind = item.type === 'tree' ? 'tree' : 'blob';
  const git = `${apiUrl(world)}/repos/${name}/git/${kind}s/${item.sha}`;
  const html = `${world.address.origin}/${name}/${kind}/${ref}/${path}`;
  return {
    name: item.path.split('/').at(-1) ?? '',
    path: item.path,
    sha: item.sha,
    size: item.size ?? 0,
    type:
      item.type === 'tree' ? 'dir' : item.mode === '120000' ? 'symlink' : item.type === 'commit' ? 'submodule' : 'file',
    url,
    git_url: git,
    html_url: html,
    download_url: item.type === 'blob' ? `${world.address.origin}/${name}/raw/${ref}/${path}` : null,
    _links: { self: url, git, html },
  };
}
