import type { Item } from '../../sandbox/atlassian/confluence/item.ts';
import type { ContentStore } from '../../sandbox/atlassian/confluence/store.ts';
import type { GitStore } from '../../sandbox/github/git-store.ts';
import type { Run } from '../../src/core/run.ts';
import type { Scope } from '../../src/core/scope.ts';
import { openPool } from '../../src/store/pool.ts';

/** Something that must never happen did. */
export class Broken extends Error {}

export type Tree = ReadonlyMap<string, string>;

/** Files of the mirror on the branch, path to blob; the scope file and its schema are people's. */
export async function mirrorTree(store: GitStore, repositoryId: number): Promise<Tree> {
  const items = await store.tree(repositoryId, 'refs/heads/main', 'confluence', true);
  return new Map(
    items
      .filter(({ path }) => !/^confluence\/config\.(?:yaml|schema\.json)$/.test(path))
      .map(({ path, sha }) => [path, sha]),
  );
}

/** Id of the page whose file this is; null for an attachment. */
export function pageIdOf(path: string): string | null {
  return /(?:^|[-/])(\d+)\.md$/.exec(path)?.[1] ?? null;
}

export function pageIdsOf(tree: Tree): ReadonlySet<string> {
  return new Set([...tree.keys()].flatMap((path) => pageIdOf(path) ?? []));
}

function isInScope(item: Item, ancestors: readonly Item[], key: string, scope: Scope): boolean {
  const space = scope.spaces.find((one) => one.key === key);
  if (space === undefined || (item.kind === 'blogpost' && !scope.blogPosts)) return false;
  if (item.labels.some((label) => space.exclude.labels.includes(label))) return false;
  return ![item, ...ancestors].some(({ id }) => space.exclude.pageIds.includes(id));
}

/**
 * Ids of the pages and posts that belong into a mirror of what the source holds now. Written apart from
 * the product: by the stand-in's own visibility, and the scope as a person reads it.
 */
export function belonging(store: ContentStore, scope: Scope): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const item of store.items.values()) {
    if (item.kind !== 'page' && item.kind !== 'blogpost') continue;
    const stands = item.status === 'current' || (item.status === 'archived' && scope.archivedPages === true);
    if (!stands || !store.visibleToApp(item)) continue;
    if (isInScope(item, store.ancestorsOf(item), store.spaceOf(item).key, scope)) ids.add(item.id);
  }
  return ids;
}

/** How a run ends that met no fault: a scope that names a space which is not there has not been carried out whole. */
export function quietEnd(store: ContentStore, scope: Scope): Run['state'] {
  const keys = new Set([...store.spaces.values()].map(({ key }) => key));
  return scope.spaces.every(({ key }) => keys.has(key)) ? 'succeeded' : 'succeeded-with-failures';
}

/** I7: every page is counted once, and a run says it succeeded only where nothing failed. */
export function checkRun({ id, kind, state, counts, problem }: Run): void {
  const { pages, written, moved, unchanged, skipped, held, failed } = counts;
  const covered = written + moved + unchanged + skipped + held + failed;
  if (state === 'running' || state === 'failed' || state === 'cancelled') {
    if (state === 'failed' && problem === null) throw new Broken(`I7: run ${id} failed and says not why`);
    return;
  }
  if (covered !== pages) throw new Broken(`I7: a run of kind ${kind} counts ${JSON.stringify(counts)}`);
  if (state === 'succeeded' && failed > 0) throw new Broken(`I7: a run succeeded with ${failed} failed pages`);
}

export function isSame(actual: Tree, expected: Tree): boolean {
  return actual.size === expected.size && [...expected].every(([path, blob]) => actual.get(path) === blob);
}

/** I2: the same paths with the same bytes. */
export function checkSame(actual: Tree, expected: Tree): void {
  const differences: string[] = [];
  for (const [path, blob] of expected)
    if (!actual.has(path)) differences.push(`missing ${path}`);
    else if (actual.get(path) !== blob) differences.push(`other bytes ${path}`);
  for (const path of actual.keys()) if (!expected.has(path)) differences.push(`surplus ${path}`);
  if (differences.length > 0) throw new Broken(`I2: ${differences.slice(0, 8).join('; ')} (${differences.length})`);
}

/** I8: no secret in any table, nor in what the engine remembers, nor in any object of the repository. */
export async function checkSecrets(
  databaseUrl: string,
  canaries: readonly string[],
  texts: readonly string[],
): Promise<void> {
  for (const canary of canaries)
    if (texts.some((text) => text.includes(canary))) throw new Broken('I8: a secret in the engine or the repository');
  const sql = openPool(databaseUrl, { max: 1, name: 'chaos' });
  try {
    const tables = await sql<{ name: string }[]>`
      select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema')`;
    for (const { name } of tables)
      for (const canary of canaries) {
        const found = await sql.unsafe(`select 1 from ${name} t where strpos(t::text, $1) > 0 limit 1`, [canary]);
        if (found.length > 0) throw new Broken(`I8: a secret in table ${name}`);
      }
  } finally {
    await sql.end({ timeout: 1 });
  }
}
