#!/usr/bin/env node
import { checkNode, installDependencies } from '../scripts/install.mjs';
import { startEntry } from '../scripts/run.mjs';

checkNode();
await installDependencies();
startEntry('src/main.ts', process.argv.slice(2));
