import {
  type CheckRunRecord,
  type CommentRecord,
  fullName,
  type RepositoryRecord,
  type StatusRecord,
} from '../state.ts';
import { apiUrl, type World } from '../world.ts';
import { shapeApp } from './app.ts';
import { shapeAnyone } from './pull.ts';

function base(world: World, repository: RepositoryRecord) {
  const name = fullName(world.state, repository);
  return { api: `${apiUrl(world)}/repos/${name}`, html: `${world.address.origin}/${name}` };
}

/** `issue-comment` of the host's description. */
export function shapeIssueComment(world: World, repository: RepositoryRecord, comment: CommentRecord) {
  const { api, html } = base(world, repository);
  return {
    id: comment.id,
    node_id: `IC_${comment.id.toString(36)}`,
    url: `${api}/issues/comments/${comment.id}`,
    html_url: `${html}/pull/${comment.on}#issuecomment-${comment.id}`,
    issue_url: `${api}/issues/${comment.on}`,
    body: comment.body,
    user: shapeAnyone(world, comment.authorId),
    created_at: comment.createdAt,
    updated_at: comment.createdAt,
    author_association: 'NONE',
    performed_via_github_app: null,
  };
}

/** `commit-comment` of the host's description. */
export function shapeCommitComment(world: World, repository: RepositoryRecord, comment: CommentRecord) {
  const { api, html } = base(world, repository);
  return {
    id: comment.id,
    node_id: `CC_${comment.id.toString(36)}`,
    url: `${api}/comments/${comment.id}`,
    html_url: `${html}/commit/${comment.on}#commitcomment-${comment.id}`,
    commit_id: String(comment.on),
    path: comment.path,
    line: comment.line,
    position: comment.position,
    body: comment.body,
    user: shapeAnyone(world, comment.authorId),
    author_association: 'NONE',
    created_at: comment.createdAt,
    updated_at: comment.createdAt,
  };
}

/** `check-run` of the host's description. */
export function shapeCheckRun(world: World, repository: RepositoryRecord, run: CheckRunRecord) {
  const { api, html } = base(world, repository);
  const app = world.state.apps.find(({ id }) => id === run.appId);
  const { title, summary, text, annotations } = run.output;
  return {
    id: run.id,
    node_id: `CR_${run.id.toString(36)}`,
    head_sha: run.headSha,
    name: run.name,
    url: `${api}/check-runs/${run.id}`,
    html_url: `${html}/runs/${run.id}`,
    details_url: run.detailsUrl ?? `${html}/runs/${run.id}`,
    external_id: run.externalId ?? '',
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    check_suite: { id: run.appId },
    output: {
      title,
      summary,
      text,
      annotations_count: annotations.length,
      annotations_url: `${api}/check-runs/${run.id}/annotations`,
    },
    app: app ? shapeApp(world, app) : null,
    pull_requests: [],
  };
}

/** `status` of the host's description. */
export function shapeStatus(world: World, repository: RepositoryRecord, status: StatusRecord) {
  const { api, html } = base(world, repository);
  return {
    id: status.id,
    node_id: `ST_${status.id.toString(36)}`,
    url: `${api}/statuses/${status.sha}`,
    avatar_url: `${html}/avatar`,
    state: status.state,
    description: status.description,
    target_url: status.targetUrl,
    context: status.context,
    creator: shapeAnyone(world, status.creatorId),
    created_at: status.createdAt,
    updated_at: status.createdAt,
  };
}
