import { buildWeb } from './build.mjs';
import { checkNode, installDependencies } from './install.mjs';
import { startEntry } from './run.mjs';

checkNode();
await installDependencies();
await buildWeb();
startEntry('src/main.ts', ['start', ...process.argv.slice(2)]);
