import type { TreeChange } from '../../../core/mirror-file.ts';
import { Problem } from '../../../core/problem.ts';
import type { CommitRequest } from '../../../core/roles/repo-host.ts';
import { checkPath } from './names.ts';
import { exitOf, type Git, type GitChild, keepTail } from './process.ts';

/** Everything that a commit touched, so that the caller can check the result against it. */
interface Imported {
  readonly commit: string;
  /** Paths that the changes took away: removals and sources of renames. */
  readonly taken: ReadonlySet<string>;
}

type Rename = Extract<TreeChange, { kind: 'rename' }>;

const identity = 'ctx| <ctxpipe@noreply.invalid>';
const workRef = 'refs/ctx/work';
const wayStation = '.ctx-rename';

/**
 * Streams one commit into the repository. Contents go through a pipe as they are produced, so memory
 * holds one file at a time. The author and the time come from the request alone: the same changes on
 * the same parent give the same commit name.
 */
export async function importCommit(git: Git, gitDir: string, request: CommitRequest): Promise<Imported> {
  const seconds = Math.floor(Date.parse(request.at) / 1000);
  if (!Number.isFinite(seconds)) {
    throw new Problem({ code: 'bad-time', message: 'The commit has no valid time.', actor: 'support' });
  }
  const child = git.start(['fast-import', '--quiet', '--force', '--done', '--date-format=raw'], { gitDir });
  const stderr = keepTail(child.stderr);
  const ended = exitOf(child);
  ended.catch(() => undefined);
  let answer = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    answer += text;
  });
  try {
    const message = Buffer.from(request.message.replaceAll('\0', ''));
    await write(
      child,
      `reset ${workRef}\n\ncommit ${workRef}\nmark :1\n`,
      `author ${identity} ${seconds} +0000\ncommitter ${identity} ${seconds} +0000\n`,
      `data ${message.length}\n`,
      message,
      request.parent === null ? '\n' : `\nfrom ${request.parent}\n`,
    );
    const taken = await writeChanges(child, request.changes);
    await write(child, '\nget-mark :1\ndone\n');
    child.stdin.end();
    const code = await ended;
    const commit = answer.trim();
    if (code !== 0 || !/^[0-9a-f]{40,64}$/.test(commit)) throw importProblem(stderr());
    return { commit, taken };
  } catch (error) {
    child.kill('SIGKILL');
    await ended.catch(() => undefined);
    if (error instanceof PipeClosed) throw importProblem(stderr());
    throw error;
  }
}

async function writeChanges(child: GitChild, changes: CommitRequest['changes']): Promise<Set<string>> {
  const taken = new Set<string>();
  let renames: Rename[] = [];
  for await (const change of changes) {
    if (change.kind === 'rename') {
      checkPath(change.from);
      checkPath(change.to);
      renames.push(change);
      continue;
    }
    await writeRenames(child, renames, taken);
    renames = [];
    checkPath(change.path);
    if (change.kind === 'remove') {
      taken.add(change.path);
      await write(child, `D ${quote(change.path)}\n`);
    } else {
      await write(
        child,
        `M 100644 inline ${quote(change.path)}\ndata ${change.content.byteLength}\n`,
        change.content,
        '\n',
      );
    }
  }
  await writeRenames(child, renames, taken);
  return taken;
}

/** Renames happen at once: where one target is another's source, all pass through names nobody uses. */
async function writeRenames(child: GitChild, renames: readonly Rename[], taken: Set<string>): Promise<void> {
  for (const { from } of renames) taken.add(from);
  const crossing = renames.some(({ to }) => taken.has(to));
  if (!crossing) {
    for (const { from, to } of renames) await write(child, `R ${quote(from)} ${quote(to)}\n`);
    return;
  }
  for (const [index, { from }] of renames.entries()) {
    await write(child, `R ${quote(from)} ${quote(`${wayStation}/${index}`)}\n`);
  }
  for (const [index, { to }] of renames.entries()) {
    await write(child, `R ${quote(`${wayStation}/${index}`)} ${quote(to)}\n`);
  }
}

/** Fast-import's C-style quoting; control characters never get here. */
function quote(path: string): string {
  return `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

class PipeClosed extends Error {}

async function write(child: GitChild, ...parts: readonly (string | Uint8Array)[]): Promise<void> {
  if (child.stdin.destroyed || child.exitCode !== null || child.signalCode !== null) throw new PipeClosed();
  let room = true;
  child.stdin.cork();
  for (const part of parts) room = child.stdin.write(part);
  child.stdin.uncork();
  if (!room) await drained(child);
}

/** Resolves when the pipe takes more, or when there is nobody left to take it. */
function drained(child: GitChild): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      child.stdin.off('drain', done);
      child.off('close', done);
      resolve();
    };
    child.stdin.on('drain', done);
    child.on('close', done);
  });
}

function importProblem(stderr: string): Problem {
  const fatal = /^fatal: (.*)$/m.exec(stderr)?.[1] ?? 'no reason given';
  const missing = /not in branch/.test(fatal);
  return new Problem({
    code: missing ? 'rename-source-missing' : 'commit-failed',
    message: `Git could not make the commit: ${fatal}.`,
    actor: /No space left/i.test(stderr) ? 'operator' : 'support',
    hint: /No space left/i.test(stderr) ? 'Free disk space in the data folder.' : 'Run the sync again.',
    retry: { kind: 'soon' },
  });
}
