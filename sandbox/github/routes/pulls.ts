import { bodyOf, opened, pageOf, type Routes, requiredText, textOf } from '../api.ts';
import { ApiError, invalid, notFound } from '../errors.ts';
import { type MergeMethod, mergePull } from '../merging.ts';
import { announcePull, closePull, type Doer } from '../ref-changes.ts';
import { shapePull, shapeSimplePull } from '../shapes/pull.ts';
import { fullName, ownerLogin, type PullRecord, type RepositoryRecord, takeId } from '../state.ts';
import { apiUrl, stamp, type World } from '../world.ts';

const read = { pull_requests: 'read' } as const;
const write = { pull_requests: 'write' } as const;

/** Pull requests. */
export const mountPulls: Routes = (app, world) => {
  const pulls = (repository: RepositoryRecord): PullRecord[] =>
    world.state.pulls.filter(({ repositoryId }) => repositoryId === repository.id);
  const one = (repository: RepositoryRecord, number: string): PullRecord => {
    const found = pulls(repository).find((pull) => pull.number === Number(number));
    if (!found) throw notFound();
    return found;
  };

  app.get('/repos/:owner/:repo/pulls', (c) => {
    const { repository } = opened(world, c, read);
    const state = c.req.query('state') ?? 'open';
    const [head, base] = [c.req.query('head'), c.req.query('base')];
    const owner = ownerLogin(world.state, repository);
    const matching = pulls(repository).filter(
      (pull) =>
        (state === 'all' || pull.state === state) &&
        // A head without its owner is no filter at the host either.
        (head === undefined || !head.includes(':') || head === `${owner}:${pull.headBranch}`) &&
        (base === undefined || pull.baseBranch === base),
    );
    const key = c.req.query('sort') === 'updated' ? 'updatedAt' : 'createdAt';
    matching.sort((one, two) => one[key].localeCompare(two[key]) || one.number - two.number);
    const ascending =
      c.req.query('direction') === 'asc' || (!c.req.query('direction') && c.req.query('sort') === 'updated');
    if (!ascending) matching.reverse();
    return c.json(pageOf(world, c, matching).map((pull) => shapeSimplePull(world, repository, pull)));
  });
  app.post('/repos/:owner/:repo/pulls', async (c) => {
    const { repository, doer } = opened(world, c, write);
    const body = await bodyOf(c);
    const texts = { title: requiredText(body, 'title', 'PullRequest'), body: textOf(body, 'body') ?? null };
    const head = requiredText(body, 'head', 'PullRequest').replace(/^[^:]*:/, '');
    const pull = await openPull(world, repository, doer, {
      ...texts,
      head,
      base: requiredText(body, 'base', 'PullRequest'),
    });
    return c.json(await shapePull(world, repository, pull), 201);
  });
  app.get('/repos/:owner/:repo/pulls/:number', async (c) => {
    const { repository } = opened(world, c, read);
    return c.json(await shapePull(world, repository, one(repository, c.req.param('number'))));
  });
  app.patch('/repos/:owner/:repo/pulls/:number', async (c) => {
    const { repository, doer } = opened(world, c, write);
    const pull = one(repository, c.req.param('number'));
    const body = await bodyOf(c);
    pull.updatedAt = stamp(world);
    if (body.title !== undefined || body.body !== undefined) {
      pull.title = textOf(body, 'title') ?? pull.title;
      pull.body = body.body === undefined ? pull.body : (textOf(body, 'body') ?? null);
      await announcePull(world, repository, pull, 'edited', doer, { changes: {} });
    }
    if (body.state === 'closed' && pull.state === 'open') await closePull(world, repository, pull, doer);
    if (body.state === 'open' && pull.state === 'closed') {
      if (pull.mergedAt) throw invalid('PullRequest', 'state cannot be changed. The pull request is merged.');
      pull.state = 'open';
      pull.closedAt = null;
      await announcePull(world, repository, pull, 'reopened', doer);
    }
    return c.json(await shapePull(world, repository, pull));
  });
  app.get('/repos/:owner/:repo/pulls/:number/files', async (c) => {
    const { repository } = opened(world, c, read);
    const pull = one(repository, c.req.param('number'));
    return c.json(pageOf(world, c, await changedFiles(world, repository, pull)));
  });
  app.get('/repos/:owner/:repo/pulls/:number/merge', (c) => {
    const { repository } = opened(world, c, read);
    if (!one(repository, c.req.param('number')).mergedAt) throw notFound();
    return c.body(null, 204);
  });
  app.put('/repos/:owner/:repo/pulls/:number/merge', async (c) => {
    const { repository, doer } = opened(world, c, { contents: 'write' });
    const pull = one(repository, c.req.param('number'));
    const body = await bodyOf(c);
    const expected = textOf(body, 'sha');
    if (expected !== undefined && expected !== pull.headSha) {
      throw new ApiError(409, 'Head branch was modified. Review and try the merge again.');
    }
    const method = (textOf(body, 'merge_method') ?? 'merge') as MergeMethod;
    const texts = { title: textOf(body, 'commit_title'), message: textOf(body, 'commit_message') };
    const sha = await mergePull(world, repository, pull, doer, method, texts);
    return c.json({ sha, merged: true, message: 'Pull Request successfully merged' });
  });
};

interface PullRequestOpening {
  readonly head: string;
  readonly base: string;
  readonly title: string;
  readonly body: string | null;
}

/** Opens a pull request as the API does: one at most for a head and a base. */
export function openPull(
  world: World,
  repository: RepositoryRecord,
  doer: Doer,
  request: PullRequestOpening,
): Promise<PullRecord> {
  return world.alone(repository.id, () => addPull(world, repository, doer, request));
}

async function addPull(
  world: World,
  repository: RepositoryRecord,
  doer: Doer,
  request: PullRequestOpening,
): Promise<PullRecord> {
  const { store, state } = world;
  const headSha = await store.resolve(repository.id, `refs/heads/${request.head}`);
  const baseSha = await store.resolve(repository.id, `refs/heads/${request.base}`);
  if (!headSha) throw invalid('PullRequest', '', 'invalid', 'head');
  if (!baseSha) throw invalid('PullRequest', '', 'invalid', 'base');
  const owner = ownerLogin(state, repository);
  const standing = state.pulls.some(
    (pull) =>
      pull.repositoryId === repository.id &&
      pull.state === 'open' &&
      pull.headBranch === request.head &&
      pull.baseBranch === request.base,
  );
  if (standing) throw invalid('PullRequest', `A pull request already exists for ${owner}:${request.head}.`);
  if ((await store.text(repository.id, ['rev-list', '-n1', headSha, `^${baseSha}`])) === '') {
    throw invalid('PullRequest', `No commits between ${request.base} and ${request.head}`);
  }
  const pull: PullRecord = {
    id: takeId(state),
    repositoryId: repository.id,
    number: repository.nextNumber++,
    title: request.title,
    body: request.body,
    headBranch: request.head,
    headSha,
    baseBranch: request.base,
    baseSha,
    state: 'open',
    mergedAt: null,
    mergedById: null,
    mergeCommit: null,
    closedAt: null,
    authorId: typeof doer === 'number' ? doer : doer.id,
    createdAt: stamp(world),
    updatedAt: stamp(world),
  };
  state.pulls.push(pull);
  await announcePull(world, repository, pull, 'opened', doer);
  return pull;
}

const statusNames: Readonly<Record<string, string>> = {
  A: 'added',
  M: 'modified',
  D: 'removed',
  R: 'renamed',
  C: 'copied',
};

async function changedFiles(world: World, repository: RepositoryRecord, pull: PullRecord) {
  const { store } = world;
  const range = `${pull.baseSha}...${pull.headSha}`;
  const raw = (await store.text(repository.id, ['diff', '--raw', '-z', '-M', '--no-abbrev', range])).split('\0');
  const html = `${world.address.origin}/${fullName(world.state, repository)}`;
  const files: Record<string, unknown>[] = [];
  for (let index = 0; index + 1 < raw.length; ) {
    const [, , , sha = '', letter = 'M'] = (raw[index] ?? '').split(' ');
    const moved = letter.startsWith('R') || letter.startsWith('C');
    const filename = raw[index + (moved ? 2 : 1)] ?? '';
    const patch = await store.text(repository.id, ['diff', range, '--', filename]);
    const lines = patch.split('\n').filter((line) => !/^(\+\+\+|---) /.test(line));
    const additions = lines.filter((line) => line.startsWith('+')).length;
    const deletions = lines.filter((line) => line.startsWith('-')).length;
    const place = filename.split('/').map(encodeURIComponent).join('/');
    files.push({
      sha,
      filename,
      status: statusNames[letter[0] ?? 'M'] ?? 'changed',
      ...(moved ? { previous_filename: raw[index + 1] } : {}),
      additions,
      deletions,
      changes: additions + deletions,
      blob_url: `${html}/blob/${pull.headSha}/${place}`,
      raw_url: `${html}/raw/${pull.headSha}/${place}`,
      contents_url: `${apiUrl(world)}/repos/${fullName(world.state, repository)}/contents/${place}?ref=${pull.headSha}`,
      patch: patch.slice(patch.indexOf('@@')),
    });
    index += moved ? 3 : 2;
  }
  return files;
}
