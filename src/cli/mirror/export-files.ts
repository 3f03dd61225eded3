import { titleKey } from '../../config/index.ts';
import type { TreeChange } from '../../core/mirror-file.ts';
import type { Attachment } from '../../core/page.ts';
import type { PlannedWrite } from '../../core/plan.ts';
import type { LedgerPage } from '../../core/ports/page-ledger.ts';
import type { ExportedSource } from '../../core/roles/exported-source.ts';
import { blobHash } from '../../pipeline/publish/index.ts';
import { attachmentPaths, type RenderedFile, type RenderLookups, renderFile } from '../../pipeline/render/index.ts';
import { type ExportPlan, MOST_ATTACHMENT_BYTES } from './export-plan.ts';

/** A file of a page with its place, or without one where it is not copied. */
interface PlacedFile {
  readonly attachment: Attachment;
  readonly path: string | null;
  readonly blob: string;
}

export interface PlacedFiles {
  readonly byPage: ReadonlyMap<string, readonly PlacedFile[]>;
  /** Named by the export and not in it. */
  readonly missing: number;
  readonly tooLarge: number;
}

/** Reads every file of the mirrored pages once, one after another, and gives each its place. */
export async function placeFiles(source: ExportedSource, plan: ExportPlan): Promise<PlacedFiles> {
  const pages = new Map(plan.pages.map((write) => [write.page.id, write]));
  const found = new Map<string, { attachment: Attachment; blob: string; copied: boolean }[]>();
  let missing = 0;
  let tooLarge = 0;
  for (const attachment of source.attachments) {
    if (!pages.has(attachment.pageId)) continue;
    const content = await source.readAttachment(attachment);
    if (content === null) missing += 1;
    else {
      const copied = content.byteLength <= MOST_ATTACHMENT_BYTES;
      if (!copied) tooLarge += 1;
      const own = found.get(attachment.pageId) ?? [];
      own.push({ attachment, blob: blobHash(content), copied });
      found.set(attachment.pageId, own);
    }
  }
  const byPage = [...pages.values()].map(({ page, path }) => {
    const own = found.get(page.id) ?? [];
    const copied = own.filter((one) => one.copied).map((one) => one.attachment);
    const paths = attachmentPaths(path, copied, { pageId: page.id });
    const placed = own.map(({ attachment, blob }) => ({ attachment, blob, path: paths.get(attachment.id) ?? null }));
    return [page.id, placed] as const;
  });
  return { byPage: new Map(byPage), missing, tooLarge };
}

/** What bodies point at: pages of the export, and those of other spaces that the mirror holds already. */
function lookupsFor(
  source: ExportedSource,
  { outcome }: ExportPlan,
  files: PlacedFiles,
  standing: readonly LedgerPage[],
): RenderLookups {
  const keys = new Set(source.spaces.map(({ key }) => key));
  const elsewhere = new Map(standing.filter((row) => !keys.has(row.spaceKey)).map((row) => [row.pageId, row]));
  const here = new Map(source.pages.map(({ meta }) => [meta.id, meta]));
  const byTitle = new Map<string, string>();
  for (const { spaceKey, title, pageId } of elsewhere.values()) byTitle.set(titleKey(spaceKey, title), pageId);
  for (const { spaceKey, title, id } of here.values()) byTitle.set(titleKey(spaceKey, title), id);
  const spaceUrls = new Map(source.spaces.map(({ key, url }) => [key, url]));
  const fileOf = ({ pageId, fileName, fileId }: Parameters<RenderLookups['attachmentPath']>[0]) => {
    const own = files.byPage.get(pageId) ?? [];
    return (
      own.find(({ attachment }) => fileId !== undefined && attachment.id === fileId) ??
      own.find(({ attachment }) => fileName !== undefined && attachment.fileName === fileName)
    );
  };
  return {
    pathOf: (id) => outcome.paths.get(id) ?? elsewhere.get(id)?.path ?? undefined,
    pageByTitle: (spaceKey, title) => byTitle.get(titleKey(spaceKey, title)),
    titleOf: (id) => here.get(id)?.title ?? elsewhere.get(id)?.title,
    urlOf: (id) => (here.get(id)?.url ?? elsewhere.get(id)?.url) || undefined,
    spaceUrl: (key) => spaceUrls.get(key) || undefined,
    attachmentPath: (target) => fileOf(target)?.path ?? undefined,
    attachmentName: (target) => fileOf(target)?.attachment.fileName,
    personName: (id) => source.personName(id),
  };
}

/** Renders the pages of a plan, as often as it is asked; no more than one is held at a time. */
export class ExportRendering {
  readonly #source: ExportedSource;
  readonly #plan: ExportPlan;
  readonly #lookups: RenderLookups;

  constructor(source: ExportedSource, plan: ExportPlan, files: PlacedFiles, standing: readonly LedgerPage[]) {
    this.#source = source;
    this.#plan = plan;
    this.#lookups = lookupsFor(source, plan, files, standing);
  }

  /** Pages with a body in the order of the export, then those without; of `only`, where that is given. */
  async *files(only?: ReadonlySet<string>): AsyncGenerator<readonly [PlannedWrite, RenderedFile]> {
    const open = new Map(this.#plan.pages.map((write) => [write.page.id, write]));
    if (only) for (const id of [...open.keys()]) if (!only.has(id)) open.delete(id);
    const labels = new Map(this.#source.pages.map((page) => [page.meta.id, page.labels]));
    const render = (write: PlannedWrite, value: string): readonly [PlannedWrite, RenderedFile] => {
      open.delete(write.page.id);
      const file = renderFile({
        page: { ...write.page, body: { format: 'storage', value } },
        labels: labels.get(write.page.id) ?? [],
        path: write.path,
        sourceHash: this.#plan.outcome.hashes.get(write.page.id) ?? '',
        lookups: this.#lookups,
        toMarkdown: (body, context) => this.#source.toMarkdown(body, context),
      });
      return [write, file];
    };
    for await (const { pageId, body } of this.#source.bodies()) {
      const write = open.get(pageId);
      if (write) yield render(write, body.value);
    }
    for (const write of [...open.values()]) yield render(write, '');
  }
}

/** Files that the tree lacks or has with other bytes, read as they are wanted. */
export async function* fileChanges(
  source: ExportedSource,
  files: PlacedFiles,
  tree: ReadonlyMap<string, string>,
): AsyncGenerator<TreeChange> {
  for (const own of files.byPage.values()) {
    for (const { attachment, path, blob } of own) {
      if (path === null || tree.get(path) === blob) continue;
      const content = await source.readAttachment(attachment);
      if (content !== null) yield { kind: 'write', path, content };
    }
  }
}
