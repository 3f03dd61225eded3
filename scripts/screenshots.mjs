import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkNode, installDependencies, root, run, say } from './install.mjs';

/** Time that stands in the pictures, so that only what changed in the pages changes in them. */
const NOW = Date.parse('2026-03-11T09:30:00Z');

checkNode();
await installDependencies();
const { buildWeb } = await import('./build.mjs');
await buildWeb();
say('Making the pictures of the documents ...');
const loader = pathToFileURL(join(root, 'node_modules/tsx/dist/loader.mjs')).href;
const env = { ...process.env, FIXTURE_NOW: String(NOW) };
for (const script of ['web/dev/pictures.ts', 'packages/confluence-markdown/scripts/picture/draw.ts']) {
  const args = ['--import', loader, join(root, script), join(root, 'docs/pictures')];
  const code = await run(process.execPath, args, { env });
  if (code !== 0) process.exit(code);
}
