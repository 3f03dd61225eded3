import { describe, expect, it } from 'vitest';
import { diffLines, hunksOf } from './line-diff.ts';

const show = (before: string, after: string) =>
  diffLines(before.split(''), after.split('')).map(
    ({ kind, text }) => `${{ same: ' ', added: '+', removed: '-' }[kind]}${text}`,
  );

describe('a difference line by line', () => {
  it('keeps what both have', () => {
    expect(show('abcd', 'abXd')).toEqual([' a', ' b', '-c', '+X', ' d']);
    expect(show('', 'ab')).toEqual(['+a', '+b']);
    expect(show('aba', 'a')).toEqual([' a', '-b', '-a']);
    expect(show('abc', 'abc')).toEqual([' a', ' b', ' c']);
  });

  it('counts the lines of both sides', () => {
    expect(diffLines(['a', 'b', 'c'], ['a', 'x', 'y', 'c']).map(({ before, after }) => [before, after])).toEqual([
      [1, 1],
      [2, null],
      [null, 2],
      [null, 3],
      [3, 4],
    ]);
  });

  it('gives both sides back, however long they are', () => {
    const before = Array.from({ length: 4000 }, (_, index) => `line ${index}`);
    const after = before.map((line, index) => (index % 2 === 0 ? line : `${line}!`));
    const lines = diffLines(before, after);
    expect(lines.filter(({ kind }) => kind !== 'added').map(({ text }) => text)).toEqual(before);
    expect(lines.filter(({ kind }) => kind !== 'removed').map(({ text }) => text)).toEqual(after);
  });

  it('shows changes with what is around them', () => {
    const before = Array.from({ length: 40 }, (_, index) => String(index));
    const after = before.map((line) => (line === '10' || line === '30' ? `${line}!` : line));
    const { hunks, rest } = hunksOf(diffLines(before, after), 2);
    expect(hunks.map(({ skipped, lines }) => [skipped, lines.length])).toEqual([
      [8, 6],
      [15, 6],
    ]);
    expect(rest).toBe(7);
    expect(hunksOf(diffLines(before, before), 2)).toEqual({ hunks: [], rest: 40 });
  });
});
