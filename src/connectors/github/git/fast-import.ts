import type { TreeChange } from '../../../core/mirror-file.ts';
import { Problem } from '../../../core/problem.ts';
import type { AuthoredFile, CommitRequest, EarlierCommits } from '../../../core/roles/repo-host.ts';
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
/** Mark of the newest commit; each commit takes it over from the one before. */
const tip = ':1';

function secondsOf(at: string): number {
  const seconds = Math.floor(Date.parse(at) / 1000);
  if (Number.isFinite(seconds)) return seconds;
  throw new Problem({ code: 'bad-time', message: 'The commit has no valid time.', actor: 'support' });
}

/** Writes commits one after another onto the work branch. */
class Chain {
  readonly taken = new Set<string>();
  readonly #child: GitChild;
  readonly #request: CommitRequest;
  readonly #seconds: number;
  #begun = false;

  constructor(child: GitChild, request: CommitRequest, seconds: number) {
    this.#child = child;
    this.#request = request;
    this.#seconds = seconds;
  }

  async open(message: string, author?: { readonly name: string; readonly seconds: number }): Promise<void> {
    const text = Buffer.from(message.replaceAll('\0', ''));
    const { parent } = this.#request;
    const from = this.#begun ? tip : parent;
    await write(
      this.#child,
      `commit ${workRef}\nmark ${tip}\n`,
      `author ${author?.name ?? identity} ${author?.seconds ?? this.#seconds} +0000\n`,
      `committer ${identity} ${this.#seconds} +0000\ndata ${text.length}\n`,
      text,
      from === null ? '\n' : `\nfrom ${from}\n`,
    );
    this.#begun = true;
  }

  /** A commit of these changes; none where there are none and another one came before. */
  async commit(message: string, changes: CommitRequest['changes']): Promise<void> {
    const chain = this;
    async function* opening() {
      let opened = false;
      for await (const change of changes) {
        if (!opened) await chain.open(message);
        opened = true;
        yield change;
      }
      if (!opened && !chain.#begun) await chain.open(message);
    }
    await writeChanges(this.#child, opening(), this.taken);
  }
}

/**
 * Streams commits into the repository. Contents go through a pipe as they are produced, so memory holds one file at a
 * time. Author and times come from the request alone: the same changes on the same parent give the same commit name.
 */
export async function importCommit(git: Git, gitDir: string, request: CommitRequest): Promise<Imported> {
  const seconds = secondsOf(request.at);
  const child = git.start(['fast-import', '--quiet', '--force', '--done', '--date-format=raw'], { gitDir });
  const stderr = keepTail(child.stderr);
  const ended = exitOf(child);
  ended.catch(() => undefined);
  let answer = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    answer += text;
  });
  try {
    await write(child, `reset ${workRef}\n\n`);
    const chain = new Chain(child, request, seconds);
    if (request.before) await writeEarlier(child, chain, request.before);
    await chain.commit(request.message, request.changes);
    await write(child, `\nget-mark ${tip}\ndone\n`);
    child.stdin.end();
    const code = await ended;
    const commit = answer.trim();
    if (code !== 0 || !/^[0-9a-f]{40,64}$/.test(commit)) throw importProblem(stderr());
    return { commit, taken: chain.taken };
  } catch (error) {
    child.kill('SIGKILL');
    await ended.catch(() => undefined);
    if (error instanceof PipeClosed) throw importProblem(stderr());
    throw error;
  }
}

/** Contents go into the repository as they come; what is kept until all are there is who wrote which of them when. */
async function writeEarlier(child: GitChild, chain: Chain, before: EarlierCommits): Promise<void> {
  const { places, states } = before;
  const kept: { readonly file: Omit<AuthoredFile, 'content'>; readonly mark: number; readonly seconds: number }[] = [];
  for await (const { content, ...file } of states) {
    checkPath(file.path);
    const mark = kept.length + 2;
    kept.push({ file, mark, seconds: secondsOf(file.at) });
    await write(child, `blob\nmark :${mark}\ndata ${content.byteLength}\n`, content, '\n');
  }
  if (places.changes.length > 0) await chain.commit(places.message, places.changes);
  kept.sort((a, b) => a.seconds - b.seconds || a.mark - b.mark);
  for (const { file, mark, seconds } of kept) {
    await chain.open(file.message, { name: nameOf(file.author), seconds });
    await write(child, `M 100644 :${mark} ${quote(file.path)}\n`);
  }
}

/** An author as Git writes one: no sign that ends a name or an address early. */
function nameOf({ name, email }: AuthoredFile['author']): string {
  const plain = (text: string) => text.replace(/[<>\s\p{Cc}\p{Cs}\u2028\u2029]+/gu, ' ').trim();
  return `${plain(name) || 'Somebody'} <${plain(email).replace(/\s+/g, '')}>`;
}

async function writeChanges(child: GitChild, changes: CommitRequest['changes'], taken: Set<string>): Promise<void> {
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
