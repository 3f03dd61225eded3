import type { GitStore } from '../../sandbox/github/git-store.ts';
import type { Scope } from '../../src/core/scope.ts';
import { Broken, belonging, mirrorTree, pageIdsOf, quietEnd, type Tree } from './checks.ts';
import type { Dice } from './dice.ts';
import { openMirror, type Setting, type Site } from './setting.ts';

/** A repository's mirror as it stands. */
export interface StandingMirror {
  readonly id: number;
  readonly tree: Tree;
}

/** The mirror that a first sync makes of the source as it is now, by a product and into a repository that know of nothing. */
export async function mirrorAfresh(
  setting: Setting,
  site: Site,
  parts: { readonly name: string; readonly scope: Scope; readonly dice: Dice },
): Promise<StandingMirror> {
  const afresh = await openMirror(setting, site, parts);
  try {
    await afresh.product.jobs.sync(afresh.orgId, afresh.connectionId, 'initial');
    await afresh.product.work();
    const [run] = await afresh.product.runs(afresh.connectionId, 1);
    const store = site.atlassian.state.content.get(site.cloudId)!;
    if (run?.state !== quietEnd(store, parts.scope))
      throw new Broken(`a first sync without a fault: ${run?.state} ${run?.problem?.message}`);
    const tree = await mirrorTree(setting.store, afresh.repositoryId);
    const ids = pageIdsOf(tree);
    for (const id of belonging(store, parts.scope))
      if (!ids.has(id)) throw new Broken(`a first sync leaves out page ${id}`);
    return { id: afresh.repositoryId, tree };
  } finally {
    await afresh.product.close();
  }
}

/** Lines that stand in one of two files of the same path, for whoever looks into a failure. */
export async function differencesOf(
  store: GitStore,
  actual: StandingMirror,
  expected: StandingMirror,
): Promise<readonly string[]> {
  const linesOf = async (id: number, blob: string) => (await store.blob(id, blob)).toString('utf8').split('\n');
  const differences: string[] = [];
  for (const [path, blob] of expected.tree) {
    const own = actual.tree.get(path);
    if (own === undefined || own === blob) continue;
    const [is, should] = [await linesOf(actual.id, own), await linesOf(expected.id, blob)];
    for (const line of is) if (!should.includes(line)) differences.push(`- ${path}: ${line}`);
    for (const line of should) if (!is.includes(line)) differences.push(`+ ${path}: ${line}`);
  }
  return differences;
}
