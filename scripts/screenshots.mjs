import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkNode, installDependencies, root, run, say } from './install.mjs';

/**
 * `npm run screenshots`: the pictures of the documents, then every page in every state in light, in dark and on a phone,
 * to be looked at. `npm run screenshots -- docs` makes the pictures of the documents alone.
 */

/** Time that stands in the pictures, so that only what changed in the pages changes in them. */
const NOW = Date.parse('2026-03-11T09:30:00Z');

checkNode();
await installDependencies();
const { buildWeb } = await import('./build.mjs');
await buildWeb();
const loader = pathToFileURL(join(root, 'node_modules/tsx/dist/loader.mjs')).href;
const env = { ...process.env, FIXTURE_NOW: String(NOW) };
const pictures = join(root, 'docs/pictures');
const documents = [
  ['web/dev/pictures.ts', pictures],
  ['packages/confluence-markdown/scripts/picture/draw.ts', pictures],
];
const everyPage = [['web/dev/screenshots.ts', join(root, '.cache/screens')]];
const wanted = process.argv[2] === 'docs' ? documents : [...documents, ...everyPage];
say(`Making the pictures of ${process.argv[2] === 'docs' ? 'the documents' : 'the documents and of every page'} ...`);
for (const [script, out] of wanted) {
  const code = await run(process.execPath, ['--import', loader, join(root, script), out], { env });
  if (code !== 0) process.exit(code);
}
