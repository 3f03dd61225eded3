import { bodyOf, opened, type Routes, requiredText, tailOf, textOf } from '../api.ts';
import { ApiError, invalid, notFound } from '../errors.ts';
import { nameOf } from '../merging.ts';
import { isAncestor, watchRefs } from '../ref-changes.ts';
import { shapeGitCommit } from '../shapes/commit.ts';
import { fullName, type RepositoryRecord } from '../state.ts';
import { apiUrl, type World } from '../world.ts';

const read = { contents: 'read' } as const;
const write = { contents: 'write' } as const;
// docs.github.com, "Get a tree": a recursive answer ends after 100,000 entries.
const mostEntries = 100_000;

/** Git's own objects and references, on the real repository. */
export const mountGitData: Routes = (app, world) => {
  const { store } = world;
  const base = (repository: RepositoryRecord): string =>
    `${apiUrl(world)}/repos/${fullName(world.state, repository)}/git`;
  const shapeRef = (repository: RepositoryRecord, ref: string, sha: string) => ({
    ref,
    node_id: `REF_${Buffer.from(ref).toString('base64url')}`,
    url: `${base(repository)}/${ref}`,
    object: { sha, type: 'commit', url: `${base(repository)}/commits/${sha}` },
  });

  app.get('/repos/:owner/:repo/git/ref/:ref{.+}', async (c) => {
    const { repository } = opened(world, c, read);
    const ref = `refs/${tailOf(c, '/git/ref/')}`;
    const refs = await store.refs(repository.id, 'refs/');
    if (refs.size === 0) throw new ApiError(409, 'Git Repository is empty.');
    const sha = refs.get(ref);
    if (!sha) throw notFound();
    return c.json(shapeRef(repository, ref, sha));
  });
  app.get('/repos/:owner/:repo/git/matching-refs/:ref{.+}', async (c) => {
    const { repository } = opened(world, c, read);
    const prefix = `refs/${tailOf(c, '/git/matching-refs/')}`;
    const refs = [...(await store.refs(repository.id, 'refs/'))].filter(([ref]) => ref.startsWith(prefix));
    return c.json(refs.map(([ref, sha]) => shapeRef(repository, ref, sha)));
  });
  app.post('/repos/:owner/:repo/git/refs', async (c) => {
    const { repository, doer } = opened(world, c, write);
    const body = await bodyOf(c);
    const [ref, sha] = [requiredText(body, 'ref', 'Reference'), requiredText(body, 'sha', 'Reference')];
    if (!/^refs\/[^/]+\/./.test(ref)) throw new ApiError(422, 'Reference name is malformed');
    if (!(await store.commit(repository.id, sha))) throw new ApiError(422, 'Object does not exist');
    await watchRefs(world, repository, doer, async () => {
      if (await store.resolve(repository.id, ref)) throw new ApiError(422, 'Reference already exists');
      await store.moveRef(repository.id, ref, sha, null);
    });
    return c.json(shapeRef(repository, ref, sha), 201);
  });
  app.patch('/repos/:owner/:repo/git/refs/:ref{.+}', async (c) => {
    const { repository, doer } = opened(world, c, write);
    const ref = `refs/${tailOf(c, '/git/refs/')}`;
    const body = await bodyOf(c);
    const sha = requiredText(body, 'sha', 'Reference');
    refuseProtected(repository, ref);
    await watchRefs(world, repository, doer, async () => {
      const before = await store.resolve(repository.id, ref);
      if (!before) throw new ApiError(422, 'Reference does not exist');
      if (!(await store.commit(repository.id, sha))) throw new ApiError(422, 'Object does not exist');
      const forward = body.force === true || (await isAncestor(world, repository.id, before, sha));
      if (!forward) throw new ApiError(422, 'Update is not a fast forward');
      await store.moveRef(repository.id, ref, sha, before);
    });
    return c.json(shapeRef(repository, ref, sha));
  });
  app.delete('/repos/:owner/:repo/git/refs/:ref{.+}', async (c) => {
    const { repository, doer } = opened(world, c, write);
    const ref = `refs/${tailOf(c, '/git/refs/')}`;
    refuseProtected(repository, ref);
    await watchRefs(world, repository, doer, async () => {
      if (!(await store.resolve(repository.id, ref))) throw new ApiError(422, 'Reference does not exist');
      await store.moveRef(repository.id, ref, null);
    });
    return c.body(null, 204);
  });

  app.get('/repos/:owner/:repo/git/commits/:sha', async (c) => {
    const { repository } = opened(world, c, read);
    const commit = await store.commit(repository.id, c.req.param('sha'));
    if (!commit) throw notFound();
    return c.json(shapeGitCommit(world, repository, commit));
  });
  app.post('/repos/:owner/:repo/git/commits', async (c) => {
    const { repository, doer } = opened(world, c, write);
    const body = await bodyOf(c);
    const tree = requiredText(body, 'tree', 'Commit');
    const message = requiredText(body, 'message', 'Commit');
    const parents = Array.isArray(body.parents) ? body.parents.map(String) : [];
    for (const name of [tree, ...parents]) {
      if (!(await store.resolve(repository.id, `${name}^{object}`))) throw invalid('Commit', `${name} is no object`);
    }
    const author = (body.author ?? nameOf(world, doer)) as ReturnType<typeof nameOf>;
    const committer = (body.committer ?? author) as ReturnType<typeof nameOf>;
    const sha = await store.commitTree(repository.id, { tree, parents, message, author, committer });
    const commit = await store.commit(repository.id, sha);
    return commit ? c.json(shapeGitCommit(world, repository, commit), 201) : c.notFound();
  });

  app.get('/repos/:owner/:repo/git/trees/:sha{.+}', async (c) => {
    const { repository } = opened(world, c, read);
    const sha = await store.resolve(repository.id, `${tailOf(c, '/git/trees/')}^{tree}`);
    if (!sha) throw notFound();
    return c.json(await shapeTree(world, repository, sha, c.req.query('recursive') !== undefined, base(repository)));
  });
  app.post('/repos/:owner/:repo/git/trees', async (c) => {
    const { repository } = opened(world, c, write);
    const body = await bodyOf(c);
    const entries = Array.isArray(body.tree) ? (body.tree as readonly Record<string, unknown>[]) : [];
    const files: Record<string, Uint8Array | string | null> = {};
    for (const entry of entries) {
      const path = requiredText(entry, 'path', 'Tree');
      const sha = textOf(entry, 'sha');
      if (entry.mode !== '100644') throw invalid('Tree', 'the stand-in takes regular files only (mode 100644)');
      if (sha !== undefined && !(await store.resolve(repository.id, sha)))
        throw invalid('Tree', 'tree.sha is no object');
      files[path] = sha === undefined ? (textOf(entry, 'content') ?? null) : await store.blob(repository.id, sha);
    }
    const tree = await store.editTree(repository.id, textOf(body, 'base_tree') ?? null, files);
    return c.json(await shapeTree(world, repository, tree, false, base(repository)), 201);
  });

  app.get('/repos/:owner/:repo/git/blobs/:sha', async (c) => {
    const { repository } = opened(world, c, read);
    const sha = c.req.param('sha');
    const content = await store.blob(repository.id, sha).catch(() => null);
    if (!content) throw notFound();
    const encoded = content.toString('base64');
    const place = { sha, node_id: `B_${sha}`, url: `${base(repository)}/blobs/${sha}` };
    return c.json({ ...place, size: content.length, content: encoded, encoding: 'base64' });
  });
  app.post('/repos/:owner/:repo/git/blobs', async (c) => {
    const { repository } = opened(world, c, write);
    const body = await bodyOf(c);
    const encoding = body.encoding === 'base64' ? 'base64' : 'utf8';
    const sha = await store.writeBlob(repository.id, Buffer.from(requiredText(body, 'content', 'Blob'), encoding));
    return c.json({ sha, url: `${base(repository)}/blobs/${sha}` }, 201);
  });
};

function refuseProtected(repository: RepositoryRecord, ref: string): void {
  if (!repository.protectedBranches.includes(ref.replace(/^refs\/heads\//, ''))) return;
  throw new ApiError(422, 'Repository rule violations found\n\nChanges must be made through a pull request.\n\n');
}

async function shapeTree(world: World, repository: RepositoryRecord, sha: string, recursive: boolean, base: string) {
  const items = await world.store.tree(repository.id, sha, '', recursive);
  const tree = items.slice(0, mostEntries).map((item) => ({
    path: item.path,
    mode: item.mode,
    type: item.type,
    sha: item.sha,
    url: `${base}/${item.type}s/${item.sha}`,
    ...(item.size === null ? {} : { size: item.size }),
  }));
  return { sha, url: `${base}/trees/${sha}`, tree, truncated: items.length > mostEntries };
}
