import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const read = (path: string) => readFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url)), 'utf8');

/** Not a finding: a look of the test itself. */
const helper = 'slow';
/** Findings that are never a fault: they say how things are, or cannot be put out of order on purpose. */
const telling = new Set(['callback-url', 'target-protected', 'reach-...']);

describe('the doctor', () => {
  const tests = ['connections', 'deployment', 'workers']
    .map((name) => read(`src/cli/doctor/${name}.test.ts`))
    .join('\n');
  const seeded = new Set([
    ...[...tests.matchAll(/'(?:fail|warn) ([a-z-]+)'/g)].map(([, name]) => name!),
    ...[...tests.matchAll(/name: '([a-z-]+)', state: '(?:fail|warn)'/g)].map(([, name]) => name!),
    ...[...tests.matchAll(/name: '([a-z-]+)',\s+state: '(?:fail|warn)'/g)].map(([, name]) => name!),
  ]);
  const documented = new Set(
    read('docs/3-operate/README.md')
      .split('| finding | is about |')[1]!
      .split('\n\n')[0]!
      .split('\n')
      .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([a-z.-]+)`/g)].map(([, name]) => name!)),
  );

  it('is shown to find at least 24 things that were put out of order on purpose, each by its name', () => {
    expect(seeded.size).toBeGreaterThanOrEqual(24);
  });

  it('says of each of them in the documents what it is about, and is shown to find what the documents name', () => {
    expect(
      [...seeded].filter((name) => name !== helper && !documented.has(name) && !name.startsWith('reach-')),
    ).toEqual([]);
    expect([...documented].filter((name) => !seeded.has(name) && !telling.has(name))).toEqual([]);
  });
});
