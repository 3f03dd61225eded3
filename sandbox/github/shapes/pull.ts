import { accountOf, fullName, type PullRecord, type RepositoryRecord } from '../state.ts';
import { apiUrl, type World } from '../world.ts';
import { shapeRepository } from './repository.ts';
import { shapeBot, shapeUser } from './user.ts';

/** The user of an id, be it a person or an app's bot. */
export function shapeAnyone(world: World, id: number): Record<string, unknown> {
  const app = world.state.apps.find((candidate) => candidate.id === id);
  return app ? shapeBot(world, app) : shapeUser(world, accountOf(world.state, id));
}

/** `pull-request-simple`: what lists hold. */
export function shapeSimplePull(world: World, repository: RepositoryRecord, pull: PullRecord) {
  const name = fullName(world.state, repository);
  const api = `${apiUrl(world)}/repos/${name}`;
  const html = `${world.address.origin}/${name}/pull/${pull.number}`;
  const url = `${api}/pulls/${pull.number}`;
  const issue = `${api}/issues/${pull.number}`;
  const side = (branch: string, sha: string) => ({
    label: `${name.split('/')[0]}:${branch}`,
    ref: branch,
    sha,
    user: shapeUser(world, accountOf(world.state, repository.ownerId)),
    repo: shapeRepository(world, repository),
  });
  const statuses = `${api}/statuses/${pull.headSha}`;
  return {
    url,
    id: pull.id,
    node_id: `PR_${pull.id.toString(36)}`,
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: issue,
    number: pull.number,
    state: pull.state,
    locked: false,
    active_lock_reason: null,
    title: pull.title,
    body: pull.body,
    user: shapeAnyone(world, pull.authorId),
    labels: [],
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    milestone: null,
    draft: false,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closedAt,
    merged_at: pull.mergedAt,
    merge_commit_sha: pull.mergeCommit,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${api}/pulls/comments{/number}`,
    comments_url: `${issue}/comments`,
    statuses_url: statuses,
    head: side(pull.headBranch, pull.headSha),
    base: side(pull.baseBranch, pull.baseSha),
    author_association: 'NONE',
    auto_merge: null,
    _links: {
      self: { href: url },
      html: { href: html },
      issue: { href: issue },
      comments: { href: `${issue}/comments` },
      review_comments: { href: `${url}/comments` },
      review_comment: { href: `${api}/pulls/comments{/number}` },
      commits: { href: `${url}/commits` },
      statuses: { href: statuses },
    },
  };
}

/** `pull-request`: one, with what has to be computed. */
export async function shapePull(world: World, repository: RepositoryRecord, pull: PullRecord) {
  const base = (await world.store.resolve(repository.id, `refs/heads/${pull.baseBranch}`)) ?? pull.baseSha;
  const compared = pull.state === 'open' ? base : pull.baseSha;
  const counted = await world.store
    .text(repository.id, ['diff', '--numstat', `${compared}...${pull.headSha}`])
    .catch(() => '');
  const lines = counted.split('\n').filter((line) => line !== '');
  const sum = (column: number): number =>
    lines.reduce((total, line) => total + (Number(line.split('\t')[column]) || 0), 0);
  const commits = await world.store
    .text(repository.id, ['rev-list', '--count', pull.headSha, `^${compared}`])
    .catch(() => '0');
  const mergeable = pull.state === 'open' ? await canMerge(world, repository.id, base, pull.headSha) : null;
  return {
    ...shapeSimplePull(world, repository, pull),
    merged: pull.mergedAt !== null,
    mergeable,
    rebaseable: mergeable,
    mergeable_state: mergeable === null ? 'unknown' : mergeable ? 'clean' : 'dirty',
    merged_by: pull.mergedById === null ? null : shapeAnyone(world, pull.mergedById),
    comments: world.state.comments.filter(
      ({ repositoryId, on }) => repositoryId === repository.id && on === pull.number,
    ).length,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: Number(commits),
    additions: sum(0),
    deletions: sum(1),
    changed_files: lines.length,
  };
}

async function canMerge(world: World, id: number, base: string, head: string): Promise<boolean> {
  return world.store.git(id, ['merge-tree', '--write-tree', base, head]).then(
    () => true,
    () => false,
  );
}
