import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { root } from '../install.mjs';

function* walk(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (['node_modules', 'dist', '.git', '.ctxpipe', 'coverage'].includes(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(path);
    else yield path;
  }
}

/** TypeScript and JavaScript files below the folders, as `{path, text}` with `/` in the path. */
export function sources(...folders) {
  const found = [];
  for (const folder of folders) {
    if (!existsSync(join(root, folder))) continue;
    for (const file of walk(join(root, folder))) {
      if (!/\.(ts|tsx|mjs|js)$/.test(file)) continue;
      found.push({ path: relative(root, file).split(sep).join('/'), text: readFileSync(file, 'utf8') });
    }
  }
  return found;
}

/** Files that only tests use: they may reach everywhere. */
export function isTestFile(path) {
  return /\.(test|testbed|testsuite|bed|arbitrary)\.tsx?$/.test(path) || /\/(fake|testbed)\//.test(path);
}

/** Source text without comments, line numbers kept. */
export function withoutComments(text) {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
    .replace(/(^|[\s;{(,])\/\/.*$/gm, '$1');
}
