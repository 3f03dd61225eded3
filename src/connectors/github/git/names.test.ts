import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkBranch, checkObjectName, checkPath } from './names.ts';

const refused = (check: (value: string) => string, value: string): boolean => {
  try {
    check(value);
    return false;
  } catch (error) {
    expect(error).toMatchObject({ name: 'Problem' });
    return true;
  }
};

describe('paths', () => {
  it.each([
    'confluence/ENG/Home.md',
    'README.md',
    'a b/ü/日本語.md',
    'confluence/.gitattributes',
    'quote\'".md',
    '-leading-dash.md',
    'x.github/y',
    'docs/.github/x',
  ])('takes %j', (path) => {
    expect(checkPath(path)).toBe(path);
  });

  it.each([
    '',
    '/etc/passwd',
    'C:/x',
    'a//b',
    'a/',
    './a',
    'a/../b',
    '..',
    'a\\b',
    'a\0b',
    'a\nb',
    '.git/config',
    'a/.git/hooks/x',
    '.GIT/config',
    'a/.git./x',
    'a/.git /x',
    '.git::$INDEX_ALLOCATION/x',
    'git~1/config',
    '.g\u200cit/config',
    '.gitmodules',
    '.github/workflows/x.yml',
    '.GitHub/x',
    `${'x'.repeat(256)}.md`,
    `${'a/'.repeat(2100)}b`,
    '\ud800.md',
  ])('S21: refuses %j', (path) => {
    expect(refused(checkPath, path)).toBe(true);
  });

  it('never lets a segment through that leaves the tree', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', '.', '..', '.git', '', 'b.md', '.GIT ')), (parts) => {
        const path = parts.join('/');
        const bad = parts.length === 0 || parts.some((part) => part !== 'a' && part !== 'b.md');
        expect(refused(checkPath, path)).toBe(bad);
      }),
    );
  });
});

describe('branches and commits', () => {
  it.each(['main', 'ctx/config/7f3a', 'release-1.2', 'ü'])('takes the branch %j', (branch) => {
    expect(checkBranch(branch)).toBe(branch);
  });

  it.each([
    '--upload-pack=touch /tmp/x',
    '-f',
    '',
    'a b',
    'a..b',
    'a~1',
    'a^',
    'a:b',
    'a?',
    'a*',
    'a[',
    'a\\b',
    'a\nb',
    'a.lock',
    '.a',
    'a/.b',
    'a//b',
    '/a',
    'a/',
    'a.',
    '@',
    'a@{1}',
    'x'.repeat(300),
  ])('S11: refuses the branch %j', (branch) => {
    expect(refused(checkBranch, branch)).toBe(true);
  });

  it.each(['HEAD', '--all', 'abc', `${'a'.repeat(40)}^`, 'A'.repeat(40)])('S11: refuses the commit %j', (name) => {
    expect(refused(checkObjectName, name)).toBe(true);
  });
});
