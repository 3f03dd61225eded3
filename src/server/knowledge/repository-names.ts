import type { TrackedRepository } from '../../core/ports/repositories.ts';

/** The repository's name without its owner. */
function nameAlone(fullName: string): string {
  return fullName.slice(fullName.lastIndexOf('/') + 1);
}

/**
 * Repositories by their names, whatever the case. The owner may be left out where only one repository has the name.
 */
export function repositoriesNamed(
  repositories: readonly TrackedRepository[],
  names: readonly string[],
): readonly TrackedRepository[] {
  const wanted = names.map((name) => name.trim().toLowerCase());
  const found = wanted.flatMap((name) => {
    const whole = repositories.filter(({ fullName }) => fullName.toLowerCase() === name);
    if (whole.length > 0) return whole;
    const alone = repositories.filter(({ fullName }) => nameAlone(fullName).toLowerCase() === name);
    return alone.length === 1 ? alone : [];
  });
  return [...new Set(found)];
}
