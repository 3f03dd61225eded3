import type { CommittedChange, FileVersion } from '../../../core/roles/repo-host.ts';
import { checkObjectName } from './names.ts';
import type { Git } from './process.ts';
import { output } from './read.ts';

interface RawChange {
  readonly oldMode: string;
  readonly newMode: string;
  readonly oldBlob: string;
  readonly newBlob: string;
  readonly path: string;
  readonly from: string | null;
}

/** Takes one change off the fields of `--raw -z`; null where none stands at `at`. */
function rawAt(fields: readonly string[], at: number): { readonly raw: RawChange; readonly next: number } | null {
  const head = /^\n?:(\d+) (\d+) ([0-9a-f]+) ([0-9a-f]+) ([A-Z])\d*$/.exec(fields[at] ?? '');
  if (!head) return null;
  const [, oldMode = '', newMode = '', oldBlob = '', newBlob = '', letter] = head;
  const both = letter === 'R' || letter === 'C';
  const path = fields[at + (both ? 2 : 1)] ?? '';
  const from = both ? (fields[at + 1] ?? null) : null;
  return { raw: { oldMode, newMode, oldBlob, newBlob, path, from }, next: at + (both ? 3 : 2) };
}

const isFile = (mode: string): boolean => mode.startsWith('100');

/** Newest states of a file, followed back through renames. */
export async function readHistory(
  git: Git,
  gitDir: string,
  commit: string,
  path: string,
  limit: number,
): Promise<readonly FileVersion[]> {
  const count = Math.max(1, Math.floor(limit));
  const shape = ['--raw', '-z', '--no-abbrev', '--find-renames', '--no-ext-diff', '--format=%x01%H%x02%ct%x02%s'];
  const args = [
    '--literal-pathspecs',
    'log',
    '--follow',
    `--max-count=${count}`,
    ...shape,
    checkObjectName(commit),
    '--',
    path,
  ];
  const fields = (await output(git, gitDir, args, `the history of ${path}`)).toString('utf8').split('\0');
  const versions: FileVersion[] = [];
  let at = 0;
  while (at < fields.length) {
    const head = fields[at] ?? '';
    at += 1;
    if (!head.startsWith('\u0001')) continue;
    const [hash = '', seconds = '0', subject = ''] = head.slice(1).split('\u0002');
    const found = rawAt(fields, at);
    if (!found) continue;
    at = found.next;
    const blob = isFile(found.raw.newMode) ? found.raw.newBlob : null;
    const time = new Date(Number(seconds) * 1000).toISOString();
    versions.push({ commit: hash, at: time, subject, path: found.raw.path, blob });
  }
  return versions;
}

function toChange({ oldMode, newMode, oldBlob, newBlob, path, from }: RawChange): CommittedChange | null {
  if (!isFile(newMode)) return isFile(oldMode) ? { change: 'removed', path, from: null, blob: oldBlob } : null;
  if (!isFile(oldMode)) return { change: 'added', path, from: null, blob: newBlob };
  return from === null
    ? { change: 'modified', path, from: null, blob: newBlob }
    : { change: 'renamed', path, from, blob: newBlob };
}

/** What one commit did to the tree of its first parent. */
export async function readChanges(git: Git, gitDir: string, commit: string): Promise<readonly CommittedChange[]> {
  const shape = ['-r', '-z', '--raw', '--no-abbrev', '--find-renames', '--no-ext-diff', '--no-commit-id'];
  const args = ['diff-tree', '--root', '--diff-merges=first-parent', ...shape, checkObjectName(commit)];
  const fields = (await output(git, gitDir, args, `the changes of ${commit}`)).toString('utf8').split('\0');
  const changes: CommittedChange[] = [];
  for (let found = rawAt(fields, 0); found; found = rawAt(fields, found.next)) {
    const change = toChange(found.raw);
    if (change) changes.push(change);
  }
  return changes;
}

/** When files last changed, by path, over the newest commits that `to` has and `from` has not. */
export async function readLastChanges(
  git: Git,
  gitDir: string,
  from: string | null,
  to: string,
  limit: number,
): Promise<ReadonlyMap<string, string>> {
  const range = from === null ? checkObjectName(to) : `${checkObjectName(from)}..${checkObjectName(to)}`;
  const shape = ['--name-only', '--no-renames', '-z', '--no-ext-diff', '--format=%x01%ct'];
  const args = ['log', `--max-count=${Math.max(1, Math.floor(limit))}`, ...shape, range, '--'];
  const fields = (await output(git, gitDir, args, `the changes up to ${to}`)).toString('utf8').split('\0');
  const times = new Map<string, string>();
  let time = '';
  for (const field of fields) {
    const text = field.replace(/^\n/, '');
    if (text.startsWith('\u0001')) time = new Date(Number(text.slice(1)) * 1000).toISOString();
    else if (text !== '' && !times.has(text)) times.set(text, time);
  }
  return times;
}
