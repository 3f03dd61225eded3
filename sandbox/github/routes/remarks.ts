import { bodyOf, opened, pageOf, type Routes, requiredText, textOf } from '../api.ts';
import { ApiError, notFound } from '../errors.ts';
import type { Doer } from '../ref-changes.ts';
import { shapeCheckRun, shapeCommitComment, shapeIssueComment, shapeStatus } from '../shapes/remark.ts';
import { shapeRepository } from '../shapes/repository.ts';
import { type CommentRecord, fullName, type RepositoryRecord, takeId } from '../state.ts';
import { apiUrl, stamp } from '../world.ts';

/** What is said about pull requests and commits: comments, check runs, statuses. */
export const mountRemarks: Routes = (app, world) => {
  const { state } = world;
  const mine = (repository: RepositoryRecord, on: number | string): CommentRecord[] =>
    state.comments.filter((comment) => comment.repositoryId === repository.id && comment.on === on);
  const issueOf = (repository: RepositoryRecord, number: string): number => {
    const known = state.pulls.some((pull) => pull.repositoryId === repository.id && pull.number === Number(number));
    if (!known) throw notFound();
    return Number(number);
  };
  const commitOf = async (repository: RepositoryRecord, ref: string): Promise<string> => {
    const sha = await world.store.resolve(repository.id, `${ref}^{commit}`);
    if (!sha) throw new ApiError(422, `No commit found for SHA: ${ref}`);
    return sha;
  };
  const note = (repository: RepositoryRecord, on: number | string, doer: Doer, body: Record<string, unknown>) => {
    const comment: CommentRecord = {
      id: takeId(state),
      repositoryId: repository.id,
      on,
      body: requiredText(body, 'body', 'Comment'),
      path: textOf(body, 'path') ?? null,
      line: typeof body.line === 'number' ? body.line : null,
      position: typeof body.position === 'number' ? body.position : null,
      authorId: typeof doer === 'number' ? doer : doer.id,
      createdAt: stamp(world),
    };
    state.comments.push(comment);
    return comment;
  };

  app.get('/repos/:owner/:repo/issues/:number/comments', (c) => {
    const { repository } = opened(world, c, { pull_requests: 'read', issues: 'read' });
    const list = mine(repository, issueOf(repository, c.req.param('number')));
    return c.json(pageOf(world, c, list).map((comment) => shapeIssueComment(world, repository, comment)));
  });
  app.post('/repos/:owner/:repo/issues/:number/comments', async (c) => {
    const { repository, doer } = opened(world, c, { pull_requests: 'write', issues: 'write' });
    const comment = note(repository, issueOf(repository, c.req.param('number')), doer, await bodyOf(c));
    const shape = shapeIssueComment(world, repository, comment);
    world.webhooks.announce({
      event: 'issue_comment',
      action: 'created',
      repository,
      sender: doer,
      payload: { comment: shape },
    });
    return c.json(shape, 201);
  });

  app.get('/repos/:owner/:repo/commits/:sha/comments', async (c) => {
    const { repository } = opened(world, c, { contents: 'read' });
    const list = mine(repository, await commitOf(repository, c.req.param('sha')));
    return c.json(pageOf(world, c, list).map((comment) => shapeCommitComment(world, repository, comment)));
  });
  app.post('/repos/:owner/:repo/commits/:sha/comments', async (c) => {
    // The host asks for read access to contents here; an archived repository takes no comments.
    const { repository, doer } = opened(world, c, { contents: 'read' });
    if (repository.archived) throw new ApiError(403, 'Repository was archived so is read-only.');
    const comment = note(repository, await commitOf(repository, c.req.param('sha')), doer, await bodyOf(c));
    return c.json(shapeCommitComment(world, repository, comment), 201);
  });

  app.get('/repos/:owner/:repo/commits/:ref/check-runs', async (c) => {
    const { repository } = opened(world, c, { checks: 'read' });
    const sha = await commitOf(repository, c.req.param('ref'));
    const name = c.req.query('check_name');
    const runs = state.checkRuns.filter(
      (run) => run.repositoryId === repository.id && run.headSha === sha && (name === undefined || run.name === name),
    );
    const shown = c.req.query('filter') === 'all' ? runs : newest(runs, (run) => `${run.appId} ${run.name}`);
    const page = pageOf(world, c, shown).map((run) => shapeCheckRun(world, repository, run));
    return c.json({ total_count: shown.length, check_runs: page });
  });
  app.post('/repos/:owner/:repo/check-runs', async (c) => {
    const { repository, actor } = opened(world, c, { checks: 'write' });
    if (actor.kind !== 'installation') throw new ApiError(403, 'You must authenticate via a GitHub App.');
    const body = await bodyOf(c);
    const headSha = await commitOf(repository, requiredText(body, 'head_sha', 'CheckRun'));
    const output = (body.output ?? {}) as Record<string, unknown>;
    const conclusion = textOf(body, 'conclusion') ?? null;
    const run = {
      id: takeId(state),
      repositoryId: repository.id,
      appId: actor.app.id,
      headSha,
      name: requiredText(body, 'name', 'CheckRun'),
      externalId: textOf(body, 'external_id') ?? null,
      detailsUrl: textOf(body, 'details_url') ?? null,
      status: conclusion ? 'completed' : (textOf(body, 'status') ?? 'queued'),
      conclusion,
      output: {
        title: textOf(output, 'title') ?? null,
        summary: textOf(output, 'summary') ?? null,
        text: textOf(output, 'text') ?? null,
        annotations: Array.isArray(output.annotations) ? output.annotations : [],
      },
      startedAt: stamp(world),
      completedAt: conclusion ? stamp(world) : null,
    };
    state.checkRuns.push(run);
    return c.json(shapeCheckRun(world, repository, run), 201);
  });
  app.get('/repos/:owner/:repo/check-runs/:id/annotations', (c) => {
    const { repository } = opened(world, c, { checks: 'read' });
    const run = state.checkRuns.find(
      (entry) => entry.repositoryId === repository.id && entry.id === Number(c.req.param('id')),
    );
    if (!run) throw notFound();
    return c.json(pageOf(world, c, run.output.annotations));
  });

  app.post('/repos/:owner/:repo/statuses/:sha', async (c) => {
    const { repository, doer } = opened(world, c, { statuses: 'write' });
    const body = await bodyOf(c);
    const status = {
      id: takeId(state),
      repositoryId: repository.id,
      sha: await commitOf(repository, c.req.param('sha')),
      state: requiredText(body, 'state', 'Status'),
      description: textOf(body, 'description') ?? null,
      targetUrl: textOf(body, 'target_url') ?? null,
      context: textOf(body, 'context') ?? 'default',
      creatorId: typeof doer === 'number' ? doer : doer.id,
      createdAt: stamp(world),
    };
    state.statuses.push(status);
    return c.json(shapeStatus(world, repository, status), 201);
  });
  app.get('/repos/:owner/:repo/commits/:ref/status', async (c) => {
    const { repository } = opened(world, c, { statuses: 'read' });
    const sha = await commitOf(repository, c.req.param('ref'));
    const all = state.statuses.filter((status) => status.repositoryId === repository.id && status.sha === sha);
    const statuses = newest(all, (status) => status.context);
    const bad = statuses.some((status) => /failure|error/.test(status.state));
    const done = statuses.length > 0 && statuses.every((status) => status.state === 'success');
    const url = `${apiUrl(world)}/repos/${fullName(world.state, repository)}/commits/${sha}`;
    return c.json({
      state: bad ? 'failure' : done ? 'success' : 'pending',
      statuses: pageOf(world, c, statuses).map((status) => shapeStatus(world, repository, status)),
      sha,
      total_count: statuses.length,
      repository: shapeRepository(world, repository),
      commit_url: url,
      url: `${url}/status`,
    });
  });
};

/** The newest entry of each key, newest first. */
function newest<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [key(item), item])).values()].reverse();
}
