import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Problem } from '../../../core/problem.ts';
import type { GitMirror } from '../../../core/roles/repo-host.ts';
import { Secret } from '../../../core/secret.ts';
import { checkGitVersion } from './clone.ts';
import { openMirror } from './mirror.ts';
import { createGit, type Git } from './process.ts';

interface OwnCloneOptions {
  /** Any address that Git pushes to. A password in it is used and never shown, nor given to a child as an argument. */
  readonly url: string;
  /** Where the clone is made. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly sleep: (ms: number) => Promise<void>;
}

interface OwnClone {
  readonly mirror: GitMirror;
  /** The address without a password, for people. */
  readonly address: string;
  /** Branch that the repository shows first; `main` where it has none yet. */
  defaultBranch(): Promise<string>;
}

/** The address without what lets in, and that as configuration. Paths on this machine become whole ones. */
function apart(url: string): { readonly address: string; readonly config: Readonly<Record<string, string>> } {
  if (!/^https?:/i.test(url) || !URL.canParse(url))
    return { address: existsSync(url) ? resolve(url) : url, config: {} };
  const parsed = new URL(url);
  const [name, word] = [parsed.username, parsed.password].map(decodeURIComponent) as [string, string];
  parsed.username = parsed.password = '';
  if (name === '' && word === '') return { address: parsed.href, config: {} };
  // Hosts take a token alone as either of the two.
  const pair = new Secret(word === '' ? `x-access-token:${name}` : `${name}:${word}`);
  const basic = new Secret(Buffer.from(pair.reveal()).toString('base64'));
  return {
    address: parsed.href,
    config: { [`http.${parsed.origin}/.extraHeader`]: `Authorization: Basic ${basic.reveal()}` },
  };
}

async function readDefaultBranch(git: Git, gitDir: string, mirror: GitMirror, address: string): Promise<string> {
  // Whatever keeps Git from listing the branches is told by fetching one, in words.
  const listed = await git.run(['ls-remote', '--symref', '--', address, 'HEAD'], { gitDir });
  const found = /^ref: refs\/heads\/(\S+)\tHEAD$/m.exec(listed.stdout.toString('utf8'))?.[1];
  if (found === undefined) await mirror.fetch('main');
  return found ?? 'main';
}

/** A clone of any repository, reached as the person at the terminal reaches it. Problem for what keeps Git from it. */
export async function openOwnClone({ url, folder, environment, sleep }: OwnCloneOptions): Promise<OwnClone> {
  const { address, config } = apart(url);
  if (address.startsWith('-') || address === '') {
    throw new Problem({
      code: 'bad-address',
      message: `"${address}" is no address of a repository.`,
      hint: 'Name one as Git takes it, such as https://host/team/docs.git.',
    });
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const git = createGit({ home: folder, searchPath: environment.PATH, environment, config, own: true });
  await checkGitVersion(git);
  const gitDir = join(folder, 'clone.git');
  const remote = { url: async () => address, token: async () => null };
  const mirror = await openMirror({ git, gitDir, remote, sleep });
  return { mirror, address, defaultBranch: () => readDefaultBranch(git, gitDir, mirror, address) };
}
