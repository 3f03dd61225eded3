import { Problem } from '../../../core/problem.ts';
import type { PushResult } from '../../../core/roles/repo-host.ts';
import type { Secret } from '../../../core/secret.ts';
import { classifyRemoteFailure, type RemoteFailure, repositoryLost, unauthorized } from './failures.ts';
import { checkBranch, checkObjectName } from './names.ts';
import type { Git, GitResult } from './process.ts';

/** Where a clone fetches from and pushes to. Both answers are asked for each time they are needed. */
export interface Remote {
  /** Address without credentials. `refresh` reads the name again by the repository's id. */
  url(refresh: boolean): Promise<string>;
  /** `refresh` is set after the host refused the last one. null: Git finds its own way in. */
  token(access: 'read' | 'write', refresh: boolean): Promise<Secret | null>;
}

interface RemoteOptions {
  readonly git: Git;
  readonly gitDir: string;
  readonly remote: Remote;
  readonly sleep: (ms: number) => Promise<void>;
  readonly attempts?: number;
}

const networkDeadline = 15 * 60_000;
const firstWait = 500;

/** The branch's head at the remote, brought here; null where the branch does not exist. */
export async function fetchBranch(options: RemoteOptions, branch: string): Promise<string | 'broken-clone' | null> {
  const ref = `refs/heads/${checkBranch(branch)}`;
  const { git, gitDir } = options;
  const args = ['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', '--no-recurse-submodules'];
  const outcome = await talk(options, 'read', (url) => [...args, '--', url, `+${ref}:${ref}`]);
  if (outcome?.kind === 'empty') {
    await git.run(['update-ref', '-d', ref], { gitDir });
    return null;
  }
  if (outcome?.kind === 'broken-clone') return 'broken-clone';
  if (outcome) throw unexpected(outcome);
  return (await headHere(git, gitDir, branch)) ?? 'broken-clone';
}

/** The branch's head in the clone; null where its commit is not there. */
export async function headHere(git: Git, gitDir: string, branch: string): Promise<string | null> {
  const name = `refs/heads/${checkBranch(branch)}^{commit}`;
  const head = await git.run(['rev-parse', '--verify', '--quiet', '--end-of-options', name], { gitDir });
  return head.code === 0 ? head.stdout.toString('utf8').trim() : null;
}

/** Moves the branch at the remote from `expected` to `commit`, and only from there. */
export async function pushBranch(
  options: RemoteOptions,
  request: { readonly branch: string; readonly commit: string; readonly expected: string | null },
): Promise<PushResult> {
  const ref = `refs/heads/${checkBranch(request.branch)}`;
  const commit = checkObjectName(request.commit);
  const lease = request.expected === null ? '' : checkObjectName(request.expected);
  const args = ['push', '--porcelain', '--no-verify', `--force-with-lease=${ref}:${lease}`];
  const outcome = await talk(options, 'write', (url) => [...args, '--', url, `${commit}:${ref}`]);
  // A push whose answer was lost is sent again by the transport itself, and then finds the branch moved: by us.
  if (outcome?.kind === 'moved' && (await headAtRemote(options, ref)) !== commit) return { state: 'moved' };
  if (outcome?.kind === 'protected') return { state: 'protected', message: outcome.message };
  if (outcome && outcome.kind !== 'moved') throw unexpected(outcome);
  await options.git.run(['update-ref', ref, commit], { gitDir: options.gitDir });
  return { state: 'pushed' };
}

async function headAtRemote(options: RemoteOptions, ref: string): Promise<string | null> {
  let head: string | null = null;
  const outcome = await talk(
    options,
    'write',
    (url) => ['ls-remote', '--', url, ref],
    (stdout) => {
      head = /^[0-9a-f]+/.exec(stdout)?.[0] ?? null;
    },
  );
  if (outcome) throw unexpected(outcome);
  return head;
}

/** Runs a network command until it succeeds or its failure is final; null is success. */
async function talk(
  options: RemoteOptions,
  access: 'read' | 'write',
  argsFor: (url: string) => readonly string[],
  hear?: (stdout: string) => void,
): Promise<Exclude<RemoteFailure, { kind: 'network' }> | null> {
  const attempts = options.attempts ?? 4;
  const renewed = { token: false, url: false };
  let url = await options.remote.url(false);
  let token = await options.remote.token(access, false);
  for (let attempt = 1; ; attempt += 1) {
    const result = await once(options, url, token, argsFor(url));
    if (result.code === 0) {
      hear?.(result.stdout.toString('utf8'));
      return null;
    }
    const failure = classifyRemoteFailure(`${result.stdout.toString('utf8')}\n${result.stderr}`);
    if (failure.kind === 'problem') throw failure.problem;
    if (failure.kind === 'stale-token') {
      if (renewed.token) throw unauthorized();
      renewed.token = true;
      token = await options.remote.token(access, true);
    } else if (failure.kind === 'lost') {
      const next = renewed.url ? url : await options.remote.url(true);
      renewed.url = true;
      if (next === url) throw repositoryLost(nameIn(url));
      url = next;
    } else if (failure.kind === 'network') {
      if (attempt >= attempts) throw failure.problem;
      await options.sleep(firstWait * 4 ** (attempt - 1));
    } else return failure;
  }
}

function nameIn(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname.slice(1).replace(/\.git$/, '') : url;
}

function once(options: RemoteOptions, url: string, token: Secret | null, args: readonly string[]): Promise<GitResult> {
  const basic = token === null ? '' : Buffer.from(`x-access-token:${token.reveal()}`).toString('base64');
  return options.git.run(args, {
    gitDir: options.gitDir,
    deadline: networkDeadline,
    ...(token === null
      ? {}
      : { config: { [`http.${new URL(url).origin}/.extraHeader`]: `Authorization: Basic ${basic}` } }),
  });
}

function unexpected(failure: RemoteFailure): Problem {
  return new Problem({
    code: 'git-failed',
    message: `Git ended in a way that makes no sense here (${failure.kind}).`,
    actor: 'support',
    retry: { kind: 'soon' },
  });
}
