#!/usr/bin/env node
import { checkNode, installDependencies } from '../scripts/install.mjs';
import { startProduct } from '../scripts/run.mjs';

checkNode();
await installDependencies();
await startProduct(process.argv.slice(2));
