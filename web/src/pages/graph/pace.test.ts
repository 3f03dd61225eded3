import { describe, expect, it } from 'vitest';
import { Pace } from './pace.ts';

const run = (pace: Pace, frames: number, ms: number) => {
  for (let frame = 0; frame < frames; frame += 1) pace.note(ms);
};

describe('how finely a moving map is drawn', () => {
  it('draws a small graph in full, a large one with a part of its relations', () => {
    expect(new Pace(100).now).toEqual({ edges: Number.POSITIVE_INFINITY, names: true, ratio: null });
    expect(new Pace(8000).now.edges).toBe(1200);
  });

  it('leaves out more where frames are slow, and never less than a few hundred', () => {
    const pace = new Pace(8000);
    run(pace, 40, 90);
    expect(pace.now).toEqual({ edges: 300, names: false, ratio: 1 });
  });

  it('draws more again where frames stay quick, but not after a lucky one', () => {
    const pace = new Pace(8000);
    run(pace, 40, 16);
    expect(pace.now.edges).toBe(1200);
    run(pace, 60, 16);
    expect(pace.now.edges).toBe(4000);
    run(pace, 92, 16);
    expect(pace.now.names).toBe(true);
  });

  it('does not take a pause for a slow frame', () => {
    const pace = new Pace(100);
    run(pace, 12, 900);
    expect(pace.now.names).toBe(true);
  });
});
