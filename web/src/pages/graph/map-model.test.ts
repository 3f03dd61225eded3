import { describe, expect, it } from 'vitest';
import type { GraphEdge, GraphNode } from '../../api/find.ts';
import { graphColors } from './colors.ts';
import { DOT_BYTES, dotsOf, linesOf } from './drawing.ts';
import { buildModel, standingOut, thingAt } from './map-model.ts';

const thing = (id: string, degree = 1): GraphNode => ({ id, kind: 'page', key: id, name: id, url: null, degree });
const relation = (from: string, to: string): GraphEdge => ({
  from,
  to,
  kind: 'links-to',
  evidence: { path: 'a.md', commit: 'c', lines: [1, 1], rule: 'link' },
});
const nodes = [thing('a', 2), thing('b'), thing('c'), thing('d', 0)];
const edges = [relation('a', 'b'), relation('c', 'a'), relation('b', 'b'), relation('a', 'gone')];
const model = buildModel(nodes, edges, null);
const names = (found: ReadonlySet<number>) => [...found].map((index) => nodes[index]!.id).sort();

describe('what stands on the map', () => {
  it('holds the relations whose ends are shown, none from a thing to itself', () => {
    expect(model.edges.length).toBe(4);
  });

  it('leaves what stood before where it was', () => {
    const next = buildModel([thing('new'), thing('c')], [], model);
    expect([...next.places.slice(2)]).toEqual([...model.places.slice(4, 6)]);
  });

  it('makes the chosen thing and its neighbours stand out, or a path', () => {
    expect(names(standingOut(model, 'a', null))).toEqual(['a', 'b', 'c']);
    expect(names(standingOut(model, 'd', null))).toEqual(['d']);
    expect(names(standingOut(model, 'a', ['c', 'a']))).toEqual(['a', 'c']);
    expect(names(standingOut(model, null, null))).toEqual([]);
    expect(names(standingOut(model, 'gone', null))).toEqual([]);
  });

  it('finds the nearest thing within reach', () => {
    const [x, y] = [model.places[2]!, model.places[3]!];
    expect(thingAt(model, [x + 0.01, y], () => 0.5)).toBe(1);
    expect(thingAt(model, [x + 100, y], () => 0.5)).toBeNull();
  });
});

describe('what is drawn', () => {
  const colors = graphColors(false);
  const colorAt = (dots: ArrayBuffer, place: number) => new Uint8Array(dots, place * DOT_BYTES + 12, 3).join();

  it('takes all relations, those of the chosen thing, or those of the path', () => {
    const near = standingOut(model, 'b', null);
    expect(linesOf(model, new Set(), null).length / 4).toBe(2);
    expect(linesOf(model, near, 1).length / 4).toBe(1);
    expect(linesOf(model, standingOut(model, 'a', ['c', 'a']), null).length / 4).toBe(1);
  });

  it('puts what stands out above, and lets the rest step back', () => {
    const dots = dotsOf(model, standingOut(model, 'b', null), colors);
    expect([0, 1, 2, 3].map((place) => colorAt(dots, place))).toEqual([
      '233,234,238',
      '233,234,238',
      '68,80,214',
      '68,80,214',
    ]);
  });
});
