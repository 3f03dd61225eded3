import { buildWeb } from './build.mjs';
import { checkNode, installDependencies } from './install.mjs';
import { startProduct } from './run.mjs';

checkNode();
await installDependencies();
await buildWeb();
await startProduct(['start', ...process.argv.slice(2)]);
