import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { defences, tableOfDefences } from './defences/list.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => `S${from + at}`);

describe('the defences against known attacks', () => {
  it('are listed, each attack with a test that turns red', () => {
    const listed = new Set(defences.map(({ attack }) => attack));
    expect([...numbers(1, 25), ...numbers(29, 35)].filter((attack) => !listed.has(attack))).toEqual([]);
  });

  it.each(defences)('$attack: $taken', ({ attack, test, changes }) => {
    const titles = read(test);
    const suites = [...titles.matchAll(/from '([^']+testsuite\.ts)'/g)].map(([, path]) =>
      read(join(test, '..', path!)),
    );
    expect([titles, ...suites].join('\n')).toMatch(
      new RegExp(`(?:it|describe)\\b[^\\n]*\\b${attack}\\b|\\]\\)\\('${attack}\\b`),
    );
    for (const { file, find, put } of changes) {
      expect([file, read(file).split(find).length - 1]).toEqual([file, 1]);
      expect(put).not.toBe(find);
    }
  });

  it('stand in the documents as they are', () => {
    expect(read('docs/5-extend/attacks.md')).toContain(`\n${tableOfDefences}\n`);
  });
});
