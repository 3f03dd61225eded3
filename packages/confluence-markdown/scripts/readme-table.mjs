// Makes the tables of the README anew from the rules: npx tsx packages/confluence-markdown/scripts/readme-table.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { withTables } from './readme-table.ts';

const file = new URL('../README.md', import.meta.url);
writeFileSync(file, withTables(readFileSync(file, 'utf8')));
