import { describe, expect, it } from 'vitest';
import { between, fitView, panned, toPlace, toScreen, zoomed } from './view.ts';

const size = { width: 200, height: 100 };
const whole = fitView(Float32Array.from([-10, -5, 10, 5, 0, 0]), size, 10);

describe('what part of the map is looked at', () => {
  it('shows everything, with room around it', () => {
    expect(toScreen(whole, size, [0, 0])).toEqual([100, 50]);
    const [left, top] = toScreen(whole, size, [-10, -5]);
    expect([left, top]).toEqual([20, 10]);
    expect(toPlace(whole, size, [20, 10])).toEqual([-10, -5]);
  });

  it('looks at one thing, or at none, without losing itself', () => {
    expect(fitView(Float32Array.from([7, 8]), size, 10)).toEqual({ x: 7, y: 8, zoom: 60 });
    expect(fitView(new Float32Array(), size, 10)).toEqual({ x: 0, y: 0, zoom: 1 });
  });

  it('keeps the place under the pointer where it is while it comes closer', () => {
    const at = [30, 80] as const;
    const before = toPlace(whole, size, at);
    const view = zoomed(whole, { factor: 3, at, size, whole });
    expect(view.zoom).toBeCloseTo(whole.zoom * 3);
    for (const [index, value] of toPlace(view, size, at).entries()) expect(value).toBeCloseTo(before[index]!);
  });

  it('neither loses the map nor ends between two letters', () => {
    const at = [100, 50] as const;
    expect(zoomed(whole, { factor: 1e-9, at, size, whole }).zoom).toBeCloseTo(whole.zoom * 0.4);
    expect(zoomed(whole, { factor: 1e9, at, size, whole }).zoom).toBeCloseTo(whole.zoom * 40);
  });

  it('follows the hand, and goes evenly from one view to another', () => {
    const moved = panned(whole, 8, -4);
    expect(toScreen(moved, size, [0, 0])).toEqual([108, 46]);
    expect(between(whole, moved, 0)).toEqual(whole);
    expect(between(whole, moved, 1)).toEqual(moved);
    expect(between({ x: 0, y: 0, zoom: 1 }, { x: 4, y: 2, zoom: 16 }, 0.5)).toEqual({ x: 2, y: 1, zoom: 4 });
  });
});
