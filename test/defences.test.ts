import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { defences, tables } from './defences/list.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const numbers = (letter: string, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => `${letter}${from + at}`);
const attacks = [...numbers('S', 1, 25), ...numbers('S', 29, 35)];
const mistakes = [...numbers('R', 1, 6), ...numbers('R', 13, 18), ...numbers('R', 21, 23)];

describe('the defences against known attacks and mistakes', () => {
  it('are listed, each with a test that turns red', () => {
    const listed = new Set(defences.map(({ against }) => against));
    expect([...attacks, ...mistakes].filter((number) => !listed.has(number))).toEqual([]);
  });

  it.each(defences)('$against: $taken', ({ against, test, changes }) => {
    const titles = read(test);
    const suites = [...titles.matchAll(/from '([^']+testsuite\.ts)'/g)].map(([, path]) =>
      read(join(test, '..', path!)),
    );
    expect([titles, ...suites].join('\n')).toMatch(
      new RegExp(`(?:it|describe)\\b[^\\n]*\\b${against}\\b|\\]\\)\\('${against}\\b`),
    );
    for (const { file, find, put } of changes) {
      expect([file, read(file).split(find).length - 1]).toEqual([file, 1]);
      expect(put).not.toBe(find);
    }
  });

  it.each(tables)('stand in $file as they are', ({ file, rows }) => {
    expect(read(file)).toContain(`\n${rows}\n`);
  });
});
