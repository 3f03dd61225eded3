import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Scope, SpaceScope } from '../core/scope.ts';
import { printScope } from './scope-printing.ts';
import { parseScope } from './scope-reading.ts';

function read(text: string): Scope {
  const result = parseScope(text);
  if (!result.ok) throw new Error(`${JSON.stringify(result.problems)}\n${text}`);
  return result.scope;
}

/** An item of a list as a person writes it; its comments name it. */
interface Item {
  readonly name: string;
  readonly above: number;
  readonly apart: boolean;
  readonly behind: boolean;
}
interface Space extends Item {
  readonly ids: readonly Item[];
  /** Comments below its last line, as far in as its keys. */
  readonly below: boolean;
}

const marks = { above: fc.nat(2), apart: fc.boolean(), behind: fc.boolean() };
const idsOf = (prefix: string) =>
  fc
    .array(fc.record(marks), { maxLength: 4 })
    .map((items) => items.map((item, at): Item => ({ ...item, name: `${prefix}${at + 1}` })));
const anySpaces = fc
  .array(fc.record({ ...marks, below: fc.boolean(), ids: idsOf('') }), { minLength: 1, maxLength: 5 })
  .map((items) =>
    items.map(
      (item, at): Space => ({
        ...item,
        name: `S${at + 1}`,
        ids: item.ids.map((id) => ({ ...id, name: `${at + 1}${id.name}` })),
      }),
    ),
  );

const commentsAbove = ({ name, above }: Item) => Array.from({ length: above }, (_, at) => `# above ${name}, ${at}`);

function linesOf(item: Item, indent: string, text: string): string[] {
  const lines = [...commentsAbove(item), item.behind ? `${text} # behind ${item.name}.` : text];
  return [...(item.apart ? [''] : []), ...lines.map((line) => `${indent}${line}`)];
}

function textOf(spaces: readonly Space[], indent: string): string {
  const lines = ['version: 1', 'source: wiki', 'spaces:'];
  for (const [at, space] of spaces.entries()) {
    lines.push(...linesOf({ ...space, apart: space.apart && at > 0 }, indent, `- key: ${space.name}`));
    if (space.ids.length > 0) lines.push(`${indent}  selectedPageIds:`);
    for (const [index, id] of space.ids.entries())
      lines.push(...linesOf({ ...id, apart: id.apart && index > 0 }, `${indent}    `, `- "${id.name}"`));
    if (space.below) lines.push(`${indent}  # below ${space.name}.`);
  }
  return [...lines, '# above posts', 'blogPosts: true', ''].join('\n');
}

/** Comments right above a line and as far in as it is, from the top down. */
function shownAbove(lines: readonly string[], start: string): string[] {
  const at = lines.findIndex((line) => line.trim() === start || line.trim().startsWith(`${start} #`));
  expect(at, `${start}\n${lines.join('\n')}`).toBeGreaterThan(0);
  const indent = lines[at]!.length - lines[at]!.trimStart().length;
  const shown: string[] = [];
  for (let above = at - 1; lines[above]!.slice(indent).startsWith('#') || lines[above] === ''; above -= 1)
    if (lines[above] !== '') shown.unshift(lines[above]!.trim());
  return shown;
}

const bare = (key: string): SpaceScope => ({
  key,
  selectedPageIds: null,
  includeDescendants: false,
  exclude: { pageIds: [], labels: [] },
});

describe('comments of a scope file', () => {
  it('stay with their item when items go, come and change their order, and go with it', () => {
    const wishes = anySpaces.chain((spaces) =>
      fc.record({
        spaces: fc.constant(spaces),
        indent: fc.constantFrom('', '  ', '    '),
        kept: fc.shuffledSubarray([...spaces]),
        ids: fc.tuple(...spaces.map(({ ids }) => fc.shuffledSubarray([...ids]))),
        added: fc.option(fc.nat(5)),
      }),
    );
    fc.assert(
      fc.property(wishes, ({ spaces, indent, kept, ids, added }) => {
        const before = textOf(spaces, indent);
        const scope = read(before);
        const wanted = kept.map((space): SpaceScope => {
          const keptIds = ids[spaces.indexOf(space)]!.map(({ name }) => name);
          return { ...bare(space.name), selectedPageIds: space.ids.length > 0 ? keptIds : null };
        });
        if (added !== null) wanted.splice(added, 0, bare('NEW'));
        const next = { ...scope, spaces: wanted };
        const text = printScope(next, before);
        expect(read(text)).toEqual(next);
        const lines = text.split('\n');
        const stay: Item[] = [];
        for (const space of kept) {
          stay.push(space, ...ids[spaces.indexOf(space)]!);
          expect(shownAbove(lines, `- key: ${space.name}`)).toEqual(commentsAbove(space));
          for (const id of ids[spaces.indexOf(space)]!)
            expect(shownAbove(lines, `- "${id.name}"`)).toEqual(commentsAbove(id));
        }
        expect(shownAbove(lines, 'blogPosts: true')).toEqual(['# above posts']);
        const comments = stay.flatMap((item) => [
          ...commentsAbove(item),
          ...(item.behind ? [`# behind ${item.name}.`] : []),
        ]);
        const below = kept.flatMap((space) => (space.below ? [`# below ${space.name}.`] : []));
        const shown = lines.flatMap((line) => /# (?:above|behind|below) [S\d].*$/.exec(line) ?? []);
        expect(shown.sort()).toEqual([...comments, ...below].sort());
        expect(text).not.toMatch(/[ \t]$/m);
        expect(printScope(next, text)).toBe(text);
      }),
      { numRuns: 300 },
    );
  });

  it('are of the list where they stand apart above its first item, or behind its name', () => {
    const before =
      'version: 1\nsource: wiki\nspaces: # ours\n  # agreed in May\n\n  # Ada\n  - key: ENG\n  # without payroll\n  - key: OPS\n';
    const scope = read(before);
    const text = printScope({ ...scope, spaces: scope.spaces.slice(1) }, before);
    expect(text).toContain('# ours\nspaces:\n  # agreed in May\n\n  # without payroll\n  - key: OPS\n');
    expect(text).not.toContain('Ada');
    expect(printScope({ ...scope, spaces: [] }, before)).toContain('# agreed in May\n');
  });

  it('go with the key that they stand above', () => {
    const before =
      'version: 1\nsource: wiki\nspaces:\n  - key: ENG\n    exclude: # since May\n      # drafts\n      labels:\n        # mine\n        - draft\n      # payroll\n      pageIds: ["1"]\n  # nights\n  - key: OPS\n# posts\nblogPosts: true\n# talk\ncomments: all\n# the end\n';
    const scope = read(before);
    const [eng, ops] = scope.spaces as [SpaceScope, SpaceScope];
    const fewer = { ...scope, spaces: [{ ...eng, exclude: { pageIds: ['1'], labels: [] } }, ops] };
    const text = printScope(fewer, before);
    expect(text).toContain(
      '  - key: ENG\n    # since May\n    exclude:\n      # payroll\n      pageIds: ["1"]\n  # nights\n  - key: OPS\n# posts\nblogPosts: true\n',
    );
    expect(text).not.toMatch(/drafts|mine/);
    const { comments: _gone, ...none } = { ...scope, spaces: [{ ...eng, exclude: bare('').exclude }, ops] };
    const bareText = printScope(none, before);
    expect(bareText).toContain('  - key: ENG\n  # nights\n  - key: OPS\n# posts\nblogPosts: true\n');
    expect(bareText).toMatch(/# the end\n$/);
    expect(bareText).not.toMatch(/talk|since May/);
  });

  it.each([
    ['within a list in brackets', 'spaces: [\n  # first\n  {key: ENG}, # one\n  # second\n  {key: OPS}]\n', ['# one']],
    [
      'behind a key without a value',
      'spaces:\n  - key: ENG\n    selectedPageIds: # all\n      # of them\n  - key: OPS\n',
      [],
    ],
    ['that are none', 'spaces:\n  - key: "A # b"\n  - key: ENG#1\n', []],
    ['before a dash alone', 'spaces:\n  - # eng\n    # it\n    key: ENG\n  - key: OPS\n', ['# eng', '# it']],
    ['of Windows', 'spaces:\r\n  # eng\r\n  - key: ENG\r\n  # ops\r\n  - key: OPS\r\n', ['# eng', '# ops']],
    ['between documents', '# top\n---\n# eng\nspaces: []\n...\n# end\n', []],
  ])('%s harm nothing', (_name, lines, kept) => {
    const before = lines.includes('---')
      ? lines.replace('spaces', 'version: 1\nsource: wiki\nspaces')
      : `version: 1\nsource: wiki\n${lines}`;
    const scope = read(before);
    const text = printScope(scope, before);
    expect(read(text)).toEqual(scope);
    for (const comment of kept) expect(text).toContain(comment);
    expect(printScope(scope, text)).toBe(text);
  });
});
