import { Problem } from '../../../core/problem.ts';

const objectName = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
// Code points that macOS ignores when it compares file names, so that they could disguise `.git`.
const ignoredByMac = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g;
const loneSurrogate = /\p{Surrogate}/u;
const longestSegment = 255;
const longestPath = 4096;

/** Returns a full object name unchanged. Problem `bad-commit` for anything else, options included. */
export function checkObjectName(value: string): string {
  if (objectName.test(value)) return value;
  throw new Problem({
    code: 'bad-commit',
    message: `"${show(value)}" is not a commit or object name.`,
    status: 400,
    actor: 'support',
  });
}

/** Returns a branch name that Git accepts and that cannot be read as an option. Problem `bad-branch`. */
export function checkBranch(value: string): string {
  const bad =
    value === '' ||
    value === '@' ||
    value.length > 250 ||
    value.startsWith('-') ||
    /[\0-\x20\x7f~^:?*[\\]|\.\.|@\{/.test(value) ||
    loneSurrogate.test(value) ||
    value
      .split('/')
      .some((part) => part === '' || part.startsWith('.') || part.endsWith('.lock') || part.endsWith('.'));
  if (!bad) return value;
  throw new Problem({
    code: 'bad-branch',
    message: `"${show(value)}" is not a branch name.`,
    status: 400,
    hint: 'Choose another branch.',
  });
}

/**
 * Returns a path that is safe to write: relative, inside the tree, and never Git's or the host's own
 * files (`.git` in every spelling that some file system takes for it, `.gitmodules`, `.github/`).
 * Problem `unsafe-path`.
 */
export function checkPath(path: string): string {
  const fault = faultOf(path);
  if (!fault) return path;
  throw new Problem({
    code: 'unsafe-path',
    message: `The path "${show(path)}" cannot be written: ${fault}.`,
    status: 400,
    actor: 'support',
  });
}

function faultOf(path: string): string | null {
  if (path === '') return 'it is empty';
  if (loneSurrogate.test(path)) return 'it is not valid text';
  if (/[\0-\x1f\x7f]/.test(path)) return 'it holds a control character';
  if (path.includes('\\')) return 'it holds a backslash';
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'it is absolute';
  if (Buffer.byteLength(path) > longestPath) return 'it is too long';
  const segments = path.split('/');
  for (const segment of segments) {
    if (segment === '' || segment === '.' || segment === '..') return 'it has an empty or dotted segment';
    if (Buffer.byteLength(segment) > longestSegment) return 'a segment is too long';
    if (isReserved(segment)) return `"${show(segment)}" is reserved by Git`;
  }
  if (/^\.github$/i.test(bare(segments[0] ?? ''))) return 'the folder is reserved by the repository host';
  return null;
}

function isReserved(segment: string): boolean {
  const name = bare(segment).toLowerCase();
  return (
    name === '.git' || name === '.gitmodules' || /^git~\d+$/.test(name) || /^gi[0-9a-f]{4}~\d$|^gitmod~\d$/.test(name)
  );
}

/** A segment as Windows and macOS compare it: no stream name, no trailing dots or spaces, nothing invisible. */
function bare(segment: string): string {
  return segment
    .replace(ignoredByMac, '')
    .replace(/:.*$/s, '')
    .replace(/[. ]+$/, '');
}

function show(value: string): string {
  return JSON.stringify(value.slice(0, 200)).slice(1, -1);
}
