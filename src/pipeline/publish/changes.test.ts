import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TreeChange } from '../../core/mirror-file.ts';
import { planOf, removalOf, rowOf, writeOf } from './changes.bed.ts';
import { blobHash, type ChangeFacts, structureChanges, treeAfter, treeChanges, writeChange } from './changes.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const factsFor = (change: Partial<ChangeFacts>): ChangeFacts => ({
  plan: planOf(),
  mirrorRoot: 'wiki',
  tree: new Map(),
  ledger: new Map(),
  attachments: new Map(),
  ...change,
});
const treeOf = (...paths: readonly string[]) => new Map(paths.map((path) => [path, `blob ${path}`]));
const at = (id: string) => `wiki/ENG/${id}.md`;
const move = (id: string, from: string, to: string) => writeOf(id, { from: at(from), path: at(to), reason: 'moved' });

/** Carries renames between two other changes out all at once, and everything else one after another. */
function carryOutAtOnce(
  tree: ReadonlyMap<string, string>,
  changes: readonly TreeChange[],
): ReadonlyMap<string, string> {
  const after = new Map(tree);
  let batch: Extract<TreeChange, { kind: 'rename' }>[] = [];
  const flush = () => {
    const blobs = batch.map(({ from }) => after.get(from)!);
    for (const { from } of batch) after.delete(from);
    for (const [index, { to }] of batch.entries()) after.set(to, blobs[index]!);
    batch = [];
  };
  for (const change of changes) {
    if (change.kind === 'rename') {
      batch.push(change);
      continue;
    }
    flush();
    if (change.kind === 'remove') after.delete(change.path);
  }
  flush();
  return after;
}

describe('structureChanges', () => {
  it('R1: touches nothing that the plan does not name', () => {
    expect(structureChanges(factsFor({ tree: treeOf(at('1'), 'wiki/OPS/2.md', 'wiki/README.md') }))).toEqual([]);
  });

  it('renames first, then removes, and leaves out what is not there', () => {
    const plan = planOf({
      writes: [
        move('1', 'a', 'b'),
        writeOf('2'),
        move('3', 'lost', 'c'),
        writeOf('4', { from: at('4'), path: at('4') }),
      ],
      removals: [removalOf('9'), removalOf('8'), removalOf('7')],
    });
    expect(structureChanges(factsFor({ plan, tree: treeOf(at('a'), at('9'), at('8'), at('4')) }))).toEqual([
      { kind: 'rename', from: at('a'), to: at('b') },
      { kind: 'remove', path: at('8') },
      { kind: 'remove', path: at('9') },
    ]);
  });

  it('removes no file that another took the place of', () => {
    const plan = planOf({ writes: [move('1', 'a', 'b')], removals: [removalOf('2', { path: at('b') })] });
    expect(structureChanges(factsFor({ plan, tree: treeOf(at('a'), at('b')) }))).toEqual([
      { kind: 'rename', from: at('a'), to: at('b') },
    ]);
  });

  it('moves attachments with their page, and takes those away that it no longer has', () => {
    const before = ['wiki/a/_files/1/x.png', 'wiki/a/_files/1/y.png', 'wiki/a/_files/1/lost.png'];
    const facts = factsFor({
      plan: planOf({
        writes: [writeOf('1', { from: 'wiki/a/1.md', path: 'wiki/b/1.md' }), writeOf('2'), writeOf('3')],
        removals: [removalOf('4')],
      }),
      tree: treeOf('wiki/a/1.md', before[0]!, before[1]!, 'wiki/f2', 'wiki/f3', 'wiki/f4', at('4')),
      ledger: new Map([
        ['1', rowOf('1', before)],
        ['2', rowOf('2', ['wiki/f2'])],
        ['4', rowOf('4', ['wiki/f4', 'wiki/none'])],
      ]),
      attachments: new Map([
        ['1', ['wiki/b/_files/1/x.png', 'wiki/b/_files/1/new.png']],
        ['3', ['wiki/f3']],
      ]),
    });
    expect(structureChanges(facts)).toEqual([
      { kind: 'rename', from: 'wiki/a/1.md', to: 'wiki/b/1.md' },
      { kind: 'rename', from: 'wiki/a/_files/1/x.png', to: 'wiki/b/_files/1/x.png' },
      { kind: 'remove', path: at('4') },
      { kind: 'remove', path: 'wiki/a/_files/1/y.png' },
      { kind: 'remove', path: 'wiki/f4' },
    ]);
  });

  it('keeps attachments where they are, and never puts two files in one place', () => {
    const kept = factsFor({
      plan: planOf({ writes: [writeOf('1')] }),
      tree: treeOf('wiki/a/x', 'wiki/b/x', 'wiki/c/x'),
      ledger: new Map([['1', rowOf('1', ['wiki/a/x', 'wiki/b/x'])]]),
      attachments: new Map([['1', ['wiki/a/x']]]),
    });
    expect(structureChanges(kept)).toEqual([{ kind: 'remove', path: 'wiki/b/x' }]);
    const joined = { ...kept, attachments: new Map([['1', ['wiki/z/x']]]) };
    expect(structureChanges(joined)).toEqual([
      { kind: 'rename', from: 'wiki/a/x', to: 'wiki/z/x' },
      { kind: 'remove', path: 'wiki/b/x' },
    ]);
  });

  it('I1: carries out no plan that the guard stopped', () => {
    const guard = { state: 'stopped', removals: 30, of: 40, limit: 10 } as const;
    expect(() => structureChanges(factsFor({ plan: planOf({ guard }) }))).toThrow(
      expect.objectContaining({ code: 'stopped-by-guard', message: expect.stringContaining('30 of 40') }),
    );
  });

  it.each([
    'README.md',
    'wikipedia/x.md',
    'wiki',
    'wiki/../.github/workflows/x.yml',
    'wiki/./x.md',
    'wiki//x.md',
    'wiki/.GIT/hooks/x',
    'wiki/config.yaml',
    'wiki/config.schema.json',
  ])('S21: refuses to touch %s', (path) => {
    const tree = treeOf(path, at('1'));
    const refused = expect.objectContaining({ code: 'path-outside-mirror' });
    const plans = [
      planOf({ removals: [removalOf('1', { path })] }),
      planOf({ writes: [writeOf('1', { from: path })] }),
      planOf({ writes: [writeOf('1', { from: at('1'), path })] }),
    ];
    for (const plan of plans) expect(() => structureChanges(factsFor({ plan, tree }))).toThrow(refused);
    expect(() => treeChanges(factsFor({ tree }), [{ path, content: bytes('x') }])).toThrow(refused);
  });

  it('I4: can be carried out one after another, or renames at once, however paths are exchanged', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const anyMoves = fc
      .tuple(fc.shuffledSubarray(names), fc.shuffledSubarray(names), fc.subarray(names))
      .map(([from, to, removed]) => ({
        moves: from.slice(0, to.length).map((name, index) => [name, to[index]!] as const),
        removed,
      }));
    fc.assert(
      fc.property(anyMoves, fc.boolean(), ({ moves, removed }, occupied) => {
        const moved = moves.filter(([from, to]) => from !== to);
        const leaving = new Set(moves.map(([from]) => from));
        const tree = treeOf(...names.map(at), ...(occupied ? ['wiki/_moving/0', 'wiki/_moving/1-'] : []));
        const removals = removed.filter((name) => !leaving.has(name)).map((name) => removalOf(name));
        const plan = planOf({ writes: moves.map(([from, to]) => move(from, from, to)), removals });
        const changes = structureChanges(factsFor({ plan, tree }));

        const expected = new Map(tree);
        for (const [from] of moved) expected.delete(at(from));
        for (const removal of removals) expected.delete(removal.path);
        for (const [from, to] of moved) expected.set(at(to), `blob ${at(from)}`);
        expect(new Map([...treeAfter(tree, changes)].sort())).toEqual(new Map([...expected].sort()));
        expect(new Map([...carryOutAtOnce(tree, changes)].sort())).toEqual(new Map([...expected].sort()));
      }),
      { numRuns: 300 },
    );
  });
});

describe('treeChanges', () => {
  it('I3: leaves out what the tree holds already, where it will be', () => {
    const tree = new Map([
      [at('1'), blobHash(bytes('same'))],
      [at('2'), blobHash(bytes('old'))],
      [at('a'), blobHash(bytes('moved'))],
      [at('9'), blobHash(bytes('gone'))],
    ]);
    const plan = planOf({ writes: [move('3', 'a', 'b')], removals: [removalOf('9')] });
    const files = [
      { path: at('1'), content: bytes('same') },
      { path: at('2'), content: bytes('new') },
      { path: at('b'), content: bytes('moved') },
      { path: at('9'), content: bytes('gone') },
      { path: at('4'), content: bytes('first') },
      { path: at('4'), content: bytes('last') },
      { path: at('1'), content: bytes('other') },
      { path: at('1'), content: bytes('same') },
    ];
    const changes = treeChanges(factsFor({ plan, tree }), files);
    expect(changes).toEqual([
      { kind: 'rename', from: at('a'), to: at('b') },
      { kind: 'remove', path: at('9') },
      { kind: 'write', path: at('2'), content: bytes('new') },
      { kind: 'write', path: at('9'), content: bytes('gone') },
      { kind: 'write', path: at('4'), content: bytes('last') },
    ]);
    expect(treeAfter(tree, changes).get(at('4'))).toBe(blobHash(bytes('last')));
    expect(writeChange(files[0]!, tree, 'wiki')).toBeNull();
  });

  it('knows files by the name that Git gives their content', () => {
    expect(blobHash(bytes(''))).toBe('e69de29bb2d1d6434b8b29ae775ad8c2e48c5391');
    expect(blobHash(bytes('hello\n'))).toBe('ce013625030ba8dba906f756967f9e9ca394464a');
  });
});
