import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Scope } from '../core/scope.ts';
import { anyScope } from './scope.arbitrary.ts';
import { emptyScope, printScope } from './scope-printing.ts';
import { parseScope } from './scope-reading.ts';

function read(text: string): Scope {
  const result = parseScope(text);
  if (!result.ok) throw new Error(`${JSON.stringify(result.problems)}\n${text}`);
  return result.scope;
}

const HUMAN = `# yaml-language-server: $schema=./config.schema.json
# Owned by the docs guild.
version: 1
source: wiki
spaces:
  # Where engineers write.
  - key: ENG
    selectedPageIds:
      - "1" # Home
      - 22 # Runbooks
  - key: OPS # nights
blogPosts: false # not yet
`;

describe('printScope', () => {
  it('R4: is read back as the same scope, for every scope', () => {
    fc.assert(
      fc.property(anyScope, (scope) => {
        expect(read(printScope(scope))).toEqual(scope);
      }),
      { numRuns: 150 },
    );
  });

  it('is read back as the same scope over any previous text', () => {
    fc.assert(
      fc.property(anyScope, anyScope, (scope, before) => {
        expect(read(printScope(scope, printScope(before)))).toEqual(scope);
        expect(read(printScope(scope, HUMAN))).toEqual(scope);
      }),
      { numRuns: 80 },
    );
    fc.assert(
      fc.property(anyScope, fc.string(), (scope, text) => {
        expect(read(printScope(scope, text))).toEqual(scope);
      }),
    );
  });

  it('changes nothing where nothing changes', () => {
    fc.assert(
      fc.property(anyScope, (scope) => {
        const text = printScope(scope);
        expect(printScope(scope, text)).toBe(text);
      }),
    );
  });

  it('names its schema in the first line, once', () => {
    const text = printScope(emptyScope('wiki'), printScope(emptyScope('wiki')));
    expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=./config.schema.json');
    expect(text.match(/yaml-language-server/g)).toHaveLength(1);
  });

  it('R4: keeps a whole space, some pages and no page apart', () => {
    const space = { includeDescendants: false, exclude: { pageIds: [], labels: [] } };
    const scope: Scope = {
      ...emptyScope('wiki'),
      spaces: [
        { ...space, key: 'ALL', selectedPageIds: null },
        { ...space, key: 'SOME', selectedPageIds: ['1'] },
        { ...space, key: 'NONE', selectedPageIds: [] },
      ],
    };
    const text = printScope(scope);
    expect(text).toContain('- key: "ALL"\n  - key: "SOME"\n    selectedPageIds:\n      - "1"\n');
    expect(text).toContain('- key: "NONE"\n    selectedPageIds: []\n');
  });

  it('keeps the comments of people', () => {
    const before = read(HUMAN);
    const text = printScope(
      {
        ...before,
        spaces: before.spaces.map((space) =>
          space.key === 'ENG' ? { ...space, selectedPageIds: ['22', '333'], includeDescendants: true } : space,
        ),
        blogPosts: true,
      },
      HUMAN,
    );
    for (const comment of [
      '# Owned by the docs guild.',
      '# Where engineers write.',
      '- 22 # Runbooks',
      'OPS # nights',
      'true # not yet',
    ]) {
      expect(text).toContain(comment);
    }
    expect(text).toContain('- "333"');
    expect(text).not.toContain('# Home');
  });

  it('writes what narrows a scope down, and takes it away again', () => {
    const plain = read(HUMAN);
    const [eng, ops] = plain.spaces;
    const narrow: Scope = {
      ...plain,
      spaces: [
        {
          ...eng!,
          subtreePageIds: ['5'],
          labels: ['public'],
          exclude: { pageIds: [], labels: [], titles: ['Draft*'], modifiedBefore: '2024-01-01' },
        },
        { ...ops!, selectedPageIds: [] },
      ],
      attachments: { ...plain.attachments, kinds: ['image', 'document'] },
      comments: 'open',
      archivedPages: true,
      history: false,
    };
    const text = printScope(narrow, HUMAN);
    expect(text).toContain(`    subtreePageIds:
      - "5"
    labels:
      - "public"
    exclude:
      titles:
        - "Draft*"
      modifiedBefore: "2024-01-01"
`);
    expect(text).toContain('  kinds:\n    - "image"\n    - "document"\n');
    expect(text).toContain('comments: open\narchivedPages: true\nhistory: false\n');
    expect(read(text)).toEqual(narrow);
    expect(printScope(plain, text)).not.toMatch(/subtree|labels|exclude|kinds|comments:|archived|history/);
    expect(printScope(plain, text)).toContain('# Owned by the docs guild.');
  });

  it('brings a file of an older version to the current one, with its comments', () => {
    const older = 'version: 0 # first\nsource: wiki\nspaces:\n  - key: ENG\n    pages: ["1"] # home\nblogs: true\n';
    const scope = read(older);
    expect(scope).toMatchObject({ spaces: [{ selectedPageIds: ['1'] }], blogPosts: true });
    const text = printScope(scope, older);
    expect(text).toContain('version: 1 # first\n');
    expect(text).toContain('    selectedPageIds: ["1"] # home\n');
    expect(text).toContain('blogPosts: true\n');
    expect(read(text)).toEqual(scope);
  });

  it('starts afresh over a file that cannot be read', () => {
    expect(printScope(emptyScope('wiki'), 'version: [')).toBe(printScope(emptyScope('wiki')));
  });
});
