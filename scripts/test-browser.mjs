import { join } from 'node:path';
import { ensureBrowser } from './browser.mjs';
import { checkNode, installDependencies, root, run } from './install.mjs';

/** Walks every story in a real browser, on the product as it is installed. */
checkNode();
await installDependencies();
const { buildWeb } = await import('./build.mjs');
await buildWeb();
ensureBrowser();
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const config = join(root, 'test/browser/vitest.config.ts');
process.exit(await run(process.execPath, [vitest, 'run', '--config', config, ...process.argv.slice(2)]));
