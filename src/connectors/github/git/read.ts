import { Readable } from 'node:stream';
import { Problem } from '../../../core/problem.ts';
import type { GitMirror, TreeEntry } from '../../../core/roles/repo-host.ts';
import { checkObjectName } from './names.ts';
import { exitOf, type Git, keepTail } from './process.ts';

const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
const filePattern = /^(100644|100755) blob ([0-9a-f]+) +(\d+)\t(.*)$/s;

/** Problem `object-missing`, for what the clone does not hold. */
function missing(what: string, stderr = ''): Problem {
  const reason = /^(?:fatal|error): (.*)$/m.exec(stderr)?.[1];
  return new Problem({
    code: 'object-missing',
    message: `The clone could not give ${what}${reason ? `: ${reason}` : ''}.`,
    status: 404,
    actor: 'nobody',
    hint: 'Fetch the branch and try again.',
    retry: { kind: 'soon' },
  });
}

/** What a command prints. Problem `object-missing` where it fails. */
export async function output(
  git: Git,
  gitDir: string,
  args: readonly string[],
  what: string,
  input = '',
): Promise<Buffer> {
  const result = await git.run(args, { gitDir, input });
  if (result.code !== 0) throw missing(what, result.stderr);
  return result.stdout;
}

/** Regular files below `prefix` at a commit; a prefix is a folder or a file, never a pattern. */
export async function readTree(
  git: Git,
  gitDir: string,
  commit: string,
  prefix: string,
): Promise<readonly TreeEntry[]> {
  const folder = prefix.replace(/\/+$/, '');
  const args = ['ls-tree', '-r', '-z', '--long', '--full-tree', checkObjectName(commit)];
  if (folder !== '') args.push('--', folder);
  const child = git.start(args, { gitDir });
  child.stdin.end();
  const stderr = keepTail(child.stderr);
  const ended = exitOf(child);
  ended.catch(() => undefined);
  const entries: TreeEntry[] = [];
  const lines = new ByteReader(child.stdout);
  for (let line = await lines.line(0); line !== null; line = await lines.line(0)) {
    const [, , blob, size, path] = filePattern.exec(line) ?? [];
    if (blob !== undefined && path !== undefined) entries.push({ path, blob, size: Number(size) });
  }
  if ((await ended) !== 0) throw missing(`the tree of ${commit}`, stderr());
  return entries;
}

/** One file's bytes; null where there is no regular file of that name. */
export async function readFile(git: Git, gitDir: string, commit: string, path: string): Promise<Uint8Array | null> {
  const entry = (await readTree(git, gitDir, commit, path)).find((candidate) => candidate.path === path);
  if (!entry) return null;
  return output(git, gitDir, ['cat-file', 'blob', entry.blob], `the file ${path}`);
}

/** Streams blobs in the order asked for through one child; leaving early ends the child. */
export async function* readBlobs(
  git: Git,
  gitDir: string,
  blobs: readonly string[],
): AsyncGenerator<{ readonly blob: string; readonly content: Uint8Array }> {
  if (blobs.length === 0) return;
  blobs.forEach(checkObjectName);
  const child = git.start(['cat-file', '--batch'], { gitDir });
  const stderr = keepTail(child.stderr);
  const ended = exitOf(child);
  ended.catch(() => undefined);
  Readable.from(blobs.map((blob) => `${blob}\n`)).pipe(child.stdin);
  const source = new ByteReader(child.stdout);
  try {
    for (const blob of blobs) {
      const head = (await source.line())?.split(' ');
      if (!head) {
        await ended;
        throw missing(`the object ${blob}`, stderr());
      }
      if (head[1] !== 'blob') throw missing(`the object ${blob}`);
      const content = await source.bytes(Number(head[2]));
      await source.bytes(1);
      yield { blob, content };
    }
  } finally {
    child.kill();
    // A pipe that nobody reads to its end never closes, and the child would count as running for ever.
    child.stdin.destroy();
    child.stdout.destroy();
    await ended.catch(() => undefined);
  }
}

/** Regular files that differ; a file that became a link counts as removed. */
export async function diffCommits(
  git: Git,
  gitDir: string,
  from: string | null,
  to: string,
): ReturnType<GitMirror['diff']> {
  const base = from === null ? emptyTree : checkObjectName(from);
  const args = ['diff-tree', '-r', '-z', '--raw', '--no-renames', '--no-commit-id', '--no-ext-diff', '--full-index'];
  const raw = await output(git, gitDir, [...args, base, checkObjectName(to)], `the difference up to ${to}`);
  const fields = raw.toString('utf8').split('\0');
  const differences: { path: string; change: 'added' | 'modified' | 'removed'; blob: string | null }[] = [];
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const [oldMode = '', newMode = '', oldBlob, newBlob = ''] = (fields[index] ?? '').replace(/^:/, '').split(' ');
    const path = fields[index + 1] ?? '';
    const before = oldMode.startsWith('100');
    const after = newMode.startsWith('100');
    if (before && after && oldBlob === newBlob) continue;
    if (after) differences.push({ path, change: before ? 'modified' : 'added', blob: newBlob });
    else if (before) differences.push({ path, change: 'removed', blob: null });
  }
  return differences;
}

/** Newest commits first, times in UTC. */
export async function readLog(git: Git, gitDir: string, commit: string, limit: number): ReturnType<GitMirror['log']> {
  const count = Math.max(0, Math.floor(limit));
  const args = ['log', '-z', `--max-count=${count}`, '--format=%H%n%ct%n%B', checkObjectName(commit), '--'];
  const text = (await output(git, gitDir, args, `the history of ${commit}`)).toString('utf8');
  return text
    .split('\0')
    .filter((entry) => entry !== '')
    .map((entry) => {
      const [hash = '', seconds = '0', ...message] = entry.split('\n');
      return {
        commit: hash,
        message: message.join('\n').trimEnd(),
        at: new Date(Number(seconds) * 1000).toISOString(),
      };
    });
}

/** Takes lines and counted bytes off a stream. */
class ByteReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);

  constructor(stream: Readable) {
    this.#chunks = stream[Symbol.asyncIterator]();
  }

  /** Up to a byte, a line feed where none is named; null at the end of the stream. */
  async line(until = 10): Promise<string | null> {
    for (;;) {
      const end = this.#held.indexOf(until);
      if (end >= 0) return this.#take(end + 1).toString('utf8', 0, end);
      const next = await this.#chunks.next();
      if (next.done) return null;
      this.#held = Buffer.concat([this.#held, next.value]);
    }
  }

  async bytes(count: number): Promise<Buffer> {
    if (this.#held.length >= count) return this.#take(count);
    const parts = [this.#held];
    let length = this.#held.length;
    while (length < count) {
      const next = await this.#chunks.next();
      if (next.done) throw missing('an object: the answer broke off');
      parts.push(next.value);
      length += next.value.length;
    }
    this.#held = Buffer.concat(parts, length);
    return this.#take(count);
  }

  #take(count: number): Buffer {
    const taken = this.#held.subarray(0, count);
    this.#held = this.#held.subarray(count);
    return taken;
  }
}
