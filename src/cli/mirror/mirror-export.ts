import { createHash } from 'node:crypto';
import type { TreeChange } from '../../core/mirror-file.ts';
import type { Plan } from '../../core/plan.ts';
import type { ExportedSource } from '../../core/roles/exported-source.ts';
import { treeAfter, writeChange } from '../../pipeline/publish/changes.ts';
import { commitMessage, structureChanges } from '../../pipeline/publish/index.ts';
import { ExportRendering, fileChanges, type PlacedFiles, placeFiles } from './export-files.ts';
import { type ExportPlan, effectOf, planExport } from './export-plan.ts';
import { standingPages } from './standing-pages.ts';
import type { MirrorTarget } from './target.ts';

export interface MirrorRequest {
  readonly source: ExportedSource;
  readonly sourceId: string;
  readonly target: MirrorTarget;
  /** Folder of the mirror in the repository. */
  readonly root: string;
  readonly allowRemovals: boolean;
  /** Only find out what would be done. */
  readonly dryRun: boolean;
  /** Told what is done and how many of how many are. */
  readonly onProgress: (step: string, done: number, of: number) => void;
}

export interface MirrorCounts {
  readonly spaces: readonly string[];
  readonly pages: number;
  readonly posts: number;
  readonly attachments: number;
  /** Pages that are new, or whose file or attachments have other bytes than before. */
  readonly written: number;
  /** Pages whose file has another path than before, whatever else changed. */
  readonly moved: number;
  readonly removed: number;
  readonly unchanged: number;
  /** Left out: not everybody who sees the space may read them. */
  readonly restricted: number;
  /** Attachments that the export names and does not have, and those that are too large to be copied. */
  readonly attachmentsMissing: number;
  readonly attachmentsTooLarge: number;
  /** Pages for whose body a link stands, or the file as it was. */
  readonly unconverted: readonly { readonly id: string; readonly title: string; readonly reason: string }[];
  /** Objects that stand in the export twice under one id; one of each is used. */
  readonly repeated: readonly string[];
  /** What all conversions noted as lost or plainer than at the source. */
  readonly losses: number;
  /** Files that were written again though their pages did not change: edited by hand, or written by another version. */
  readonly putRight: readonly string[];
}

export type MirrorResult =
  | { readonly state: 'written'; readonly commit: string | null; readonly counts: MirrorCounts }
  /** Somebody else moved the branch: open the target again and mirror again. */
  | { readonly state: 'moved' };

interface Comparison {
  /** Ids of pages whose file changes. */
  readonly changed: Set<string>;
  /** Pages that each of them links to. */
  readonly links: Map<string, readonly string[]>;
  readonly unconverted: MirrorCounts['unconverted'];
  readonly losses: number;
}

/** Renders everything once and keeps of it what differs from the tree. */
async function compare(
  { root, onProgress }: MirrorRequest,
  plan: ExportPlan,
  rendering: ExportRendering,
  tree: ReadonlyMap<string, string>,
): Promise<Comparison> {
  const changed = new Set<string>();
  const links = new Map<string, readonly string[]>();
  const unconverted: { id: string; title: string; reason: string }[] = [];
  let losses = 0;
  let done = 0;
  for await (const [{ page }, file] of rendering.files()) {
    losses += file.losses.length;
    onProgress('rendered', ++done, plan.pages.length);
    if (file.unconverted !== null) {
      unconverted.push({ id: page.id, title: page.title, reason: file.unconverted });
      // What stands is worth more than a link in its place.
      if (tree.has(file.path)) continue;
    }
    if (writeChange(file, tree, root) === null) continue;
    changed.add(page.id);
    links.set(page.id, file.links);
  }
  return { changed, links, unconverted, losses };
}

function changedFiles(files: PlacedFiles, tree: ReadonlyMap<string, string>): ReadonlySet<string> {
  const all = new Set<string>();
  for (const [pageId, own] of files.byPage)
    if (own.some(({ path, blob }) => path !== null && tree.get(path) !== blob)) all.add(pageId);
  return all;
}

/** What was written again though its page did not change. */
function putRightOf({ writes }: Plan): readonly string[] {
  return writes.flatMap(({ reason, path, edits }) => {
    if (reason === 'missing-in-tree') return [path];
    return edits?.map((edit) => edit.path) ?? [];
  });
}

/** The same export gives the same name, whenever it is mirrored. */
function nameOfExport({ outcome }: ExportPlan): string {
  const hash = createHash('sha256');
  for (const [id, each] of [...outcome.hashes].sort(([a], [b]) => (a < b ? -1 : 1))) hash.update(`${id} ${each}\n`);
  return `export-${hash.digest('hex').slice(0, 12)}`;
}

/**
 * Brings a mirror to what an export says, with the plan, the paths and the files of a sync. Where nothing differs,
 * nothing is written. Throws `Problem`.
 */
export async function mirrorExport(request: MirrorRequest): Promise<MirrorResult> {
  const { source, sourceId, target, root, allowRemovals, dryRun, onProgress } = request;
  const standing = await standingPages(target);
  const plan = planExport({ source, sourceId, root, tree: target.tree, standing, allowRemovals });
  const files = await placeFiles(source, plan);
  const { ledger } = plan;
  const places = [...files.byPage].map(
    ([id, own]) => [id, own.flatMap(({ path }) => (path === null ? [] : [path]))] as const,
  );
  const structure = structureChanges({
    plan: { ...plan.outcome.plan, writes: plan.pages },
    mirrorRoot: root,
    tree: target.tree,
    ledger,
    attachments: new Map(places),
  });
  const tree = treeAfter(target.tree, structure);
  const rendering = new ExportRendering(source, plan, files, standing);
  const { changed, links, unconverted, losses } = await compare(request, plan, rendering, tree);
  const filesChanged = changedFiles(files, tree);
  const effect = effectOf(plan, {
    tree: target.tree,
    changed: new Set([...changed, ...filesChanged]),
    filesChanged,
    links,
    attachments: new Map(places),
    published: target.last?.published ?? null,
  });

  async function* changes(): AsyncGenerator<TreeChange> {
    yield* structure;
    let done = 0;
    for await (const [, file] of rendering.files(changed)) {
      const change = writeChange(file, tree, root);
      if (change !== null) yield change;
      onProgress('written', ++done, changed.size);
    }
    yield* fileChanges(source, files, tree);
  }
  const titles = new Map(plan.pages.map(({ page }) => [page.id, page.title]));
  const heldBy = target.last?.head ?? null;
  const runId = nameOfExport(plan);
  const message = commitMessage({ runId, source: sourceId, plan: effect, before: ledger, titles, heldBy });
  const still = dryRun || (effect.writes.length === 0 && structure.length === 0);
  const result = still
    ? ({ state: 'written', commit: null } as const)
    : await target.write({ message, changes: changes() });
  if (result.state === 'moved') return result;

  const posts = plan.pages.filter(({ page }) => page.kind === 'blog').length;
  const moved = plan.pages.filter(({ from }) => from !== null).length;
  return {
    state: 'written',
    commit: result.commit,
    counts: {
      spaces: source.spaces.map(({ key }) => key),
      pages: plan.pages.length - posts,
      posts,
      attachments: places.reduce((sum, [, paths]) => sum + paths.length, 0),
      written: effect.writes.length - moved,
      moved,
      removed: plan.outcome.plan.removals.length,
      unchanged: effect.unchanged,
      restricted: plan.outcome.plan.skips.filter(({ reason }) => reason === 'restricted').length,
      attachmentsMissing: files.missing,
      attachmentsTooLarge: files.tooLarge,
      unconverted,
      repeated: source.repeated(),
      losses,
      putRight: putRightOf(effect),
    },
  };
}
