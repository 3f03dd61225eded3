import { join } from 'node:path';
import { ensureBrowser } from './browser.mjs';
import { checkNode, installDependencies, root, run, say } from './install.mjs';

checkNode();
await installDependencies();
const { buildWeb } = await import('./build.mjs');

const bin = (name, file) => join(root, 'node_modules', name, file);
const node = (...args) => ({ program: process.execPath, args });

const only = process.argv.slice(2);
const checks = [
  ['format and lint', node(bin('@biomejs/biome', 'bin/biome'), 'check', '.')],
  ['types', node(bin('typescript', 'bin/tsc'), '--noEmit', '-p', 'tsconfig.json')],
  ['types of the page', node(bin('typescript', 'bin/tsc'), '--noEmit', '-p', 'web/tsconfig.json')],
  ['layers, words and sizes', node('scripts/check-house.mjs')],
  ['spelling and the words of the house', node(bin('cspell', 'bin.mjs'), 'lint', '--no-progress', '--quiet')],
  ['unused code and dependencies', node(bin('knip', 'bin/knip.js'), '--no-progress')],
  ['duplicated code', node(bin('jscpd', 'run-jscpd.js'), '--config', '.jscpd.json', '--reporters', 'consoleFull', '.')],
];

const started = Date.now();
const seconds = (from) => `${((Date.now() - from) / 1000).toFixed(1)} s`;
const failed = [];
for (const [name, { program, args }] of only.length > 0 ? [] : checks) {
  const from = Date.now();
  say(`— ${name}`);
  if ((await run(program, args)) !== 0) failed.push(name);
  say(`  ${failed.includes(name) ? 'failed' : 'holds'} (${seconds(from)})`);
}
await buildWeb();
ensureBrowser();
const vitest = bin('vitest', 'vitest.mjs');
const more = [
  ['every branch of the converter is tested', ['--config', 'packages/confluence-markdown/vitest.coverage.config.ts']],
  ['tests of the page', ['--config', 'web/vitest.config.ts']],
  ['tests of the page in a browser', ['--config', 'web/vitest.browser.config.ts']],
];
for (const [name, args] of [['tests', only], ...(only.length > 0 ? [] : more)]) {
  const from = Date.now();
  say(`— ${name}`);
  if ((await run(process.execPath, [vitest, 'run', ...args])) !== 0) failed.push(name);
  say(`  ${failed.includes(name) ? 'failed' : 'hold'} (${seconds(from)})`);
}

say(
  failed.length > 0
    ? `Failed after ${seconds(started)}: ${failed.join(', ')}.`
    : `All holds after ${seconds(started)}.`,
);
process.exit(failed.length > 0 ? 1 : 0);
