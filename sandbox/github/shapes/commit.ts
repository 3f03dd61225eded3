import type { CommitInfo, Person } from '../git-store.ts';
import { fullName, type RepositoryRecord } from '../state.ts';
import { apiUrl, type World } from '../world.ts';

const unsigned = { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null };

function places(world: World, repository: RepositoryRecord, sha: string) {
  const name = fullName(world.state, repository);
  return {
    api: `${apiUrl(world)}/repos/${name}`,
    html_url: `${world.address.origin}/${name}/commit/${sha}`,
    node_id: `C_${sha}`,
  };
}

/** `git-commit` of the host's description. */
export function shapeGitCommit(world: World, repository: RepositoryRecord, commit: CommitInfo) {
  const { api, html_url, node_id } = places(world, repository, commit.sha);
  return {
    sha: commit.sha,
    node_id,
    url: `${api}/git/commits/${commit.sha}`,
    html_url,
    author: commit.author,
    committer: commit.committer,
    message: commit.message,
    tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${api}/git/commits/${sha}`,
      html_url: `${html_url.slice(0, -40)}${sha}`,
    })),
    verification: unsigned,
  };
}

/** `commit` of the host's description. */
export function shapeCommit(world: World, repository: RepositoryRecord, commit: CommitInfo) {
  const { api, html_url, node_id } = places(world, repository, commit.sha);
  return {
    sha: commit.sha,
    node_id,
    url: `${api}/commits/${commit.sha}`,
    html_url,
    comments_url: `${api}/commits/${commit.sha}/comments`,
    commit: {
      url: `${api}/git/commits/${commit.sha}`,
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
      comment_count: 0,
      verification: unsigned,
    },
    author: null,
    committer: null,
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${api}/commits/${sha}`,
      html_url: `${html_url.slice(0, -40)}${sha}`,
    })),
  };
}

/** A commit as push events list it. */
export async function shapeCommitEvent(world: World, repository: RepositoryRecord, commit: CommitInfo) {
  const { html_url } = places(world, repository, commit.sha);
  const person = ({ name, email }: Person) => ({ name, email });
  const args = ['diff-tree', '-r', '-z', '--root', '--no-renames', '--no-commit-id', '--name-status', commit.sha];
  const fields = (await world.store.text(repository.id, args)).split('\0');
  const touched: Record<string, string[]> = { A: [], M: [], D: [] };
  for (let index = 0; index + 1 < fields.length; index += 2)
    touched[fields[index] ?? '']?.push(fields[index + 1] ?? '');
  return {
    id: commit.sha,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message,
    timestamp: commit.committer.date,
    url: html_url,
    author: person(commit.author),
    committer: person(commit.committer),
    added: touched.A,
    modified: touched.M,
    removed: touched.D,
  };
}
