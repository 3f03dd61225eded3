#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const inCheckout = existsSync(fileURLToPath(new URL('../scripts/build.mjs', import.meta.url)));

/** What is built; in a checkout always the source as it stands, through the TypeScript loader. */
async function load() {
  if (!inCheckout) return import(new URL('../dist/cli/index.js', import.meta.url).href);
  const { register } = await import('tsx/esm/api');
  register();
  return import(new URL('../src/cli/index.ts', import.meta.url).href);
}

const { main } = await load();
process.exitCode = await main(process.argv.slice(2), process);
