import { z } from 'zod';
import type { PullRequest, Repository } from '../../core/roles/repo-host.ts';

/** A repository as the host describes it: only what we read. */
export const repositoryAnswer = z
  .object({
    id: z.number(),
    full_name: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
    html_url: z.string(),
    default_branch: z.string(),
    private: z.boolean(),
    archived: z.boolean().default(false),
  })
  .transform(
    (answer): Repository => ({
      id: String(answer.id),
      fullName: answer.full_name,
      url: answer.html_url,
      defaultBranch: answer.default_branch,
      private: answer.private,
      archived: answer.archived,
    }),
  );

/** A branch, as far as we look. */
export const branchAnswer = z
  .object({ commit: z.object({ sha: z.string() }), protected: z.boolean().default(false) })
  .transform((answer) => ({ commit: answer.commit.sha, protected: answer.protected }));

/** The app's webhook, and its newest deliveries (docs.github.com, "REST API endpoints for GitHub App webhooks"). */
export const webhookAnswer = z.object({ url: z.string().nullish() });
export const deliveriesAnswer = z.array(
  z.object({ delivered_at: z.string(), status: z.string(), status_code: z.number() }),
);

/** A pull request. `merge_commit_sha` also names a trial merge while it is open, so it counts only once merged. */
export const pullRequestAnswer = z
  .object({
    number: z.number(),
    html_url: z.string(),
    state: z.enum(['open', 'closed']),
    merged_at: z.string().nullish(),
    merge_commit_sha: z.string().nullish(),
    head: z.object({ ref: z.string(), sha: z.string() }),
  })
  .transform(
    (answer): PullRequest => ({
      number: answer.number,
      url: answer.html_url,
      state: answer.merged_at ? 'merged' : answer.state,
      headBranch: answer.head.ref,
      headCommit: answer.head.sha,
      mergeCommit: answer.merged_at ? (answer.merge_commit_sha ?? null) : null,
    }),
  );

/** An app as made from a manifest. */
export const appAnswer = z.object({
  id: z.number(),
  slug: z.string(),
  name: z.string(),
  pem: z.string(),
  webhook_secret: z.string().nullable(),
  client_id: z.string(),
  client_secret: z.string(),
});

/** Where an app is installed. */
export const installationAnswer = z.object({
  id: z.number(),
  account: z.object({ login: z.string().optional(), slug: z.string().optional() }).nullable(),
  suspended_at: z.string().nullish(),
  permissions: z.record(z.string(), z.string()).default({}),
});

/** What the exchange of a person's code gives; refusals come with status 200. */
export const personTokenAnswer = z.object({
  access_token: z.string().min(1).optional(),
  error: z.string().optional(),
});

/** A repository as far as it says what the person who asks may do. */
export const reachedRepositoryAnswer = z.object({
  permissions: z.object({ admin: z.boolean() }).optional(),
});

/** Comments and check runs, as far as we look for our own. */
export const commentsAnswer = z.array(z.object({ body: z.string().nullish() }));
export const checkRunsAnswer = z.object({
  check_runs: z.array(z.object({ id: z.number(), external_id: z.string().nullish() })),
});
