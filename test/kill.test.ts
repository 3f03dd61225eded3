import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { killAt, type Recording, record } from './kill/points.ts';
import { openScene, type Scene } from './kill/scene.ts';

/** `npm run test:kill` takes every await; these lie spread over them. */
const shares = [0.2, 0.6, 0.85];

let scene: Scene;
let recording: Recording;
beforeAll(async () => {
  scene = await openScene();
  recording = await record(scene);
}, 120_000);
afterAll(() => scene.close());

describe('kill -9 at an await of the sync', () => {
  it('I4: has more than 60 of them to choose from', () => {
    expect(new Set(recording.points).size).toBeGreaterThan(60);
    expect(recording.points.filter((point) => point.startsWith('git.push'))).toHaveLength(2);
  });

  it.each(shares)(
    'I4, F34: after %d of the way the next worker ends as if nothing had happened',
    async (share) => {
      const point = recording.points[Math.floor(recording.points.length * share)]!;
      expect(await killAt(scene, point, recording)).toMatchObject({ point, problems: [] });
    },
    120_000,
  );
});
