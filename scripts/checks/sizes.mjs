import { isTestFile, sources } from './sources.mjs';

const most = 400;

/** Files over the limit that may stay until they are split; the list may only shrink. */
const exceptions = new Set([]);

/** Files that are longer than a person reads in one go. */
export function checkSizes() {
  const problems = [];
  for (const { path, text } of sources('src', 'packages', 'sandbox', 'web', 'test', 'bench', 'scripts')) {
    const lines = text.split('\n').length;
    if (lines > most && !isTestFile(path) && !exceptions.has(path))
      problems.push(`${path}: ${lines} lines, at most ${most}`);
    if (lines <= most && exceptions.has(path)) problems.push(`${path}: is no exception any more; take it off the list`);
  }
  return problems;
}
