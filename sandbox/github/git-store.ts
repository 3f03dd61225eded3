import { spawn } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

export interface Person {
  readonly name: string;
  readonly email: string;
}

export interface TreeItem {
  readonly mode: string;
  readonly type: 'blob' | 'tree' | 'commit';
  readonly sha: string;
  readonly size: number | null;
  readonly path: string;
}

export interface CommitInfo {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Person & { readonly date: string };
  readonly committer: Person & { readonly date: string };
  readonly message: string;
}

export class GitError extends Error {}

/** Bare repositories on disk, worked on by native Git. Names never appear in paths: repositories are renamed. */
export class GitStore {
  readonly root: string;

  constructor(dataDir: string) {
    this.root = join(dataDir, 'repositories');
  }

  folder(id: number): string {
    return join(this.root, `${id}.git`);
  }

  async create(id: number, defaultBranch: string): Promise<void> {
    await mkdir(this.root, { recursive: true });
    const folder = this.folder(id);
    await run(['init', '--bare', '--quiet', '--template=', `--initial-branch=${defaultBranch}`, '--', folder]);
    const settings = { 'http.receivepack': 'true', 'uploadpack.allowFilter': 'true', 'gc.auto': '0' };
    for (const [key, value] of Object.entries(settings)) await run(['config', key, value], { folder });
  }

  async remove(id: number): Promise<void> {
    await rm(this.folder(id), { recursive: true, force: true });
  }

  async git(id: number, args: readonly string[], input?: string | Uint8Array): Promise<Buffer> {
    return run(args, { folder: this.folder(id), input });
  }

  async text(id: number, args: readonly string[], input?: string | Uint8Array): Promise<string> {
    return (await this.git(id, args, input)).toString('utf8').trimEnd();
  }

  /** Full object name, or null where there is no such revision. */
  async resolve(id: number, revision: string): Promise<string | null> {
    return this.text(id, ['rev-parse', '--verify', '--quiet', '--end-of-options', revision]).catch(() => null);
  }

  async refs(id: number, prefix = 'refs/heads/'): Promise<Map<string, string>> {
    const lines = await this.text(id, ['for-each-ref', '--format=%(objectname) %(refname)', prefix]);
    return new Map(
      lines
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => [line.slice(41), line.slice(0, 40)]),
    );
  }

  /** Moves a reference from `before` to `after`; null makes or deletes it. */
  async moveRef(id: number, ref: string, after: string | null, before?: string | null): Promise<void> {
    const old = before === undefined ? [] : [before ?? '0'.repeat(40)];
    const args = after === null ? ['update-ref', '-d', ref, ...old] : ['update-ref', ref, after, ...old];
    await this.git(id, args);
  }

  async tree(id: number, revision: string, path = '', recursive = false): Promise<TreeItem[]> {
    const args = ['ls-tree', '-z', '--long', ...(recursive ? ['-r'] : []), revision];
    if (path !== '') args.push('--', path);
    const listing = (await this.git(id, args)).toString('utf8');
    return [...listing.matchAll(/(\d{6}) (\w+) ([0-9a-f]+) +(-|\d+)\t([^\0]*)\0/g)].map(
      ([, mode = '', type = '', sha = '', size = '-', name = '']) => ({
        mode,
        type: type as TreeItem['type'],
        sha,
        size: size === '-' ? null : Number(size),
        path: name,
      }),
    );
  }

  async blob(id: number, sha: string): Promise<Buffer> {
    return this.git(id, ['cat-file', 'blob', sha]);
  }

  async commits(id: number, revisions: readonly string[], limit: number): Promise<CommitInfo[]> {
    const format = '%H%x01%T%x01%P%x01%an%x01%ae%x01%at%x01%cn%x01%ce%x01%ct%x01%B';
    const text = await this.text(id, ['log', '-z', `-n${limit}`, `--format=${format}`, ...revisions, '--']);
    return text
      .split('\0')
      .filter((entry) => entry !== '')
      .map((entry) => {
        const [sha = '', tree = '', parents = '', an = '', ae = '', at = '', cn = '', ce = '', ct = '', ...body] =
          entry.split('\x01');
        return {
          sha,
          tree,
          parents: parents === '' ? [] : parents.split(' '),
          author: { name: an, email: ae, date: toDate(at) },
          committer: { name: cn, email: ce, date: toDate(ct) },
          message: body.join('\x01').trimEnd(),
        };
      });
  }

  async commit(id: number, revision: string): Promise<CommitInfo | null> {
    const sha = await this.resolve(id, `${revision}^{commit}`);
    return sha === null ? null : ((await this.commits(id, [sha], 1))[0] ?? null);
  }

  /** Makes a commit object from a tree; moves nothing. */
  async commitTree(
    id: number,
    request: {
      readonly tree: string;
      readonly parents: readonly string[];
      readonly message: string;
      readonly author: Person & { readonly date?: string };
      readonly committer?: Person & { readonly date?: string };
    },
  ): Promise<string> {
    const committer = request.committer ?? request.author;
    const environment = {
      GIT_AUTHOR_NAME: request.author.name,
      GIT_AUTHOR_EMAIL: request.author.email,
      GIT_COMMITTER_NAME: committer.name,
      GIT_COMMITTER_EMAIL: committer.email,
      ...(request.author.date ? { GIT_AUTHOR_DATE: request.author.date } : {}),
      ...(committer.date ? { GIT_COMMITTER_DATE: committer.date } : {}),
    };
    const args = ['commit-tree', request.tree, ...request.parents.flatMap((parent) => ['-p', parent]), '-F', '-'];
    const out = await run(args, { folder: this.folder(id), input: request.message, environment });
    return out.toString('utf8').trim();
  }

  /** A tree like `base` with some files set or, with null, taken away. */
  async editTree(
    id: number,
    base: string | null,
    files: Readonly<Record<string, string | Uint8Array | null>>,
  ): Promise<string> {
    const environment = { GIT_INDEX_FILE: join(this.folder(id), `index-${process.hrtime.bigint()}`) };
    const folder = this.folder(id);
    try {
      if (base !== null) await run(['read-tree', base], { folder, environment });
      const lines: string[] = [];
      for (const [path, content] of Object.entries(files)) {
        const sha = content === null ? '0'.repeat(40) : await this.writeBlob(id, content);
        lines.push(`${content === null ? '0' : '100644'} ${sha}\t${path}\0`);
      }
      await run(['update-index', '-z', '--index-info'], { folder, environment, input: lines.join('') });
      return (await run(['write-tree'], { folder, environment })).toString('utf8').trim();
    } finally {
      await rm(environment.GIT_INDEX_FILE, { force: true });
    }
  }

  async writeBlob(id: number, content: string | Uint8Array): Promise<string> {
    return this.text(id, ['hash-object', '-w', '--stdin'], content);
  }
}

function toDate(seconds: string): string {
  return new Date(Number(seconds) * 1000).toISOString().replace('.000Z', 'Z');
}

interface RunOptions {
  readonly folder?: string;
  readonly input?: string | Uint8Array;
  readonly environment?: Readonly<Record<string, string>>;
}

async function run(args: readonly string[], options: RunOptions = {}): Promise<Buffer> {
  const child = spawn('git', options.folder ? [`--git-dir=${options.folder}`, ...args] : [...args], {
    env: { ...gitEnvironment(), ...options.environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const out: Buffer[] = [];
  let complaint = '';
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    complaint += chunk;
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve);
  });
  if (code !== 0) throw new GitError(`git ${args[0]}: ${complaint.trim()}`);
  return Buffer.concat(out);
}

/** What every Git child of the stand-in sees. */
export function gitEnvironment(): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '/usr/bin:/bin',
    HOME: '/nonexistent',
    LC_ALL: 'C',
    TZ: 'UTC',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
  };
}
