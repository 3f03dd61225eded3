import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A bare repository, read with Git. */
export interface Bare {
  git(...args: string[]): Promise<string>;
  head(branch: string): Promise<string>;
  /** Files at a commit that hold `text`. */
  filesWith(commit: string, text: string): Promise<readonly string[]>;
  /** What a commit did to the tree: letter, path, and for a rename the new path. */
  changes(
    from: string,
    to: string,
  ): Promise<readonly { readonly kind: string; readonly path: string; readonly to: string }[]>;
}

export function openBare(folder: string): Bare {
  const git = async (...args: string[]) => {
    const { stdout } = await run('git', ['-C', folder, ...args], { maxBuffer: 2 ** 28 });
    return stdout.trimEnd();
  };
  return {
    git,
    head: (branch) => git('rev-parse', `refs/heads/${branch}`),
    filesWith: (commit, text) =>
      git('grep', '-l', '-F', '-e', text, commit)
        .then((found) => found.split('\n').map((line) => line.slice(commit.length + 1)))
        .catch(() => []),
    async changes(from, to) {
      const text = await git('diff', '--name-status', '-M40%', '-z', from, to);
      const parts = text.split('\0').filter((part) => part !== '');
      const rows = [];
      for (let at = 0; at < parts.length; ) {
        const kind = parts[at]![0]!;
        const renamed = kind === 'R';
        rows.push({ kind, path: parts[at + 1]!, to: renamed ? parts[at + 2]! : parts[at + 1]! });
        at += renamed ? 3 : 2;
      }
      return rows;
    },
  };
}
