import { compareIds } from './ids.ts';

/** Parent of each known item; null at the top. A parent that is no key is unknown. */
export type Parents = ReadonlyMap<string, string | null>;

/** Circles of items each of which names the next as its parent. */
export function cyclesOf(parents: Parents): readonly (readonly string[])[] {
  const cycles: string[][] = [];
  const done = new Set<string>();
  for (const start of parents.keys()) {
    if (done.has(start)) continue;
    const above = parents.get(start) ?? null;
    // Parents mostly come before their children: then there is no way to be walked.
    if (above === null || done.has(above)) {
      done.add(start);
      continue;
    }
    const trail: string[] = [];
    const onTrail = new Set<string>();
    let at: string | null | undefined = start;
    while (at !== null && at !== undefined && parents.has(at) && !done.has(at) && !onTrail.has(at)) {
      trail.push(at);
      onTrail.add(at);
      at = parents.get(at);
    }
    if (at !== null && at !== undefined && onTrail.has(at)) cycles.push(trail.slice(trail.indexOf(at)));
    for (const id of trail) done.add(id);
  }
  return cycles;
}

/** The same parents, where of each cycle the item with the lowest id stands at the top. */
export function withoutCycles(parents: Parents, cycles = cyclesOf(parents)): Parents {
  if (cycles.length === 0) return parents;
  const sound = new Map(parents);
  for (const cycle of cycles) {
    const lowest = cycle.reduce((low, id) => (compareIds(id, low) < 0 ? id : low));
    sound.set(lowest, null);
  }
  return sound;
}

/**
 * Answers for an item from itself or its nearest ancestor of which `answer` knows something. `atTop` is
 * the answer where none does, `atGap` where the way up ends at an unknown parent. Each item is visited
 * once; `parents` has no cycles.
 */
export function inherited<T>(
  parents: Parents,
  answer: (id: string) => T | undefined,
  ends: { readonly atTop: T; readonly atGap: T },
): (id: string) => T {
  const known = new Map<string, T>();
  return (id) => {
    const above = parents.get(id);
    const near = known.get(id) ?? (above ? known.get(above) : undefined);
    // Most ask after their parent was asked for, and then nothing has to be walked.
    if (near !== undefined && (known.has(id) || answer(id) === undefined)) {
      known.set(id, near);
      return near;
    }
    const trail: string[] = [];
    let at: string | null = id;
    let found: T | undefined;
    while (found === undefined) {
      if (at === null) found = ends.atTop;
      else if (!parents.has(at)) found = ends.atGap;
      else {
        found = known.get(at) ?? answer(at);
        trail.push(at);
        at = parents.get(at) ?? null;
      }
    }
    for (const passed of trail) known.set(passed, found);
    return found;
  };
}
