import { describe, expect, it } from 'vitest';
import { rowOf } from './changes.bed.ts';
import { leftoversOf } from './leftovers.ts';

const treeOf = (...paths: readonly string[]) => new Map(paths.map((path) => [path, `blob ${path}`]));
const rows = new Map([['1', rowOf('1', ['wiki/ENG/_files/1/plan.png'])]]);
const facts = { accounted: new Set(['wiki/ENG/1.md']), rows, rendered: new Set<string>() };
const nothing = { documents: [], attachments: [], orphans: [] };

describe('leftoversOf', () => {
  it('F21: finds nothing in a tree that is as it was left', () => {
    expect(leftoversOf({ ...facts, tree: treeOf('wiki/ENG/1.md', 'wiki/ENG/_files/1/plan.png') })).toEqual(nothing);
  });

  it('F21: tells files that may be pages, attachments of a page, and those of nobody', () => {
    const old = 'wiki/ENG/old/_files/1/plan.png';
    const lost = 'wiki/ENG/_files/9/notes.md';
    expect(leftoversOf({ ...facts, tree: treeOf('wiki/ENG/old-1.md', 'wiki/own.txt', old, lost) })).toEqual({
      documents: ['wiki/ENG/old-1.md'],
      attachments: [{ pageId: '1', path: old }],
      orphans: [{ pageId: '9', path: lost }],
    });
  });

  it('leaves attachments to a run that places them anew', () => {
    const tree = treeOf('wiki/ENG/old/_files/1/plan.png');
    expect(leftoversOf({ ...facts, tree, rendered: new Set(['1']) })).toEqual(nothing);
  });
});
