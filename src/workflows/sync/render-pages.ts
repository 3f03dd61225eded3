import type { TreeChange } from '../../core/mirror-file.ts';
import type { PageMeta } from '../../core/page.ts';
import type { HandEdit, PlannedWrite } from '../../core/plan.ts';
import type { StagedPage } from '../../core/ports/page-ledger.ts';
import { toProblem } from '../../core/problem.ts';
import type { ContentSource, PageVersion } from '../../core/roles/content-source.ts';
import type { AuthoredFile } from '../../core/roles/repo-host.ts';
import { treeAfter, writeChange } from '../../pipeline/publish/changes.ts';
import { blobHash, structureChanges, versionMessage } from '../../pipeline/publish/index.ts';
import { type RenderedFile, type RenderLookups, renderFile } from '../../pipeline/render/index.ts';
import { sourceHashOf } from '../../pipeline/sync/index.ts';
import { type AttachmentResult, type PageAttachments, type PlacedAttachment, readAttachments } from './attachments.ts';
import { authorOf, type PageStories } from './history.ts';
import { Learned, lookupsFor } from './lookups.ts';
import { groupBy } from './marks.ts';
import type { RepositoryState, RunPlan, SourceReading } from './plan-run.ts';
import type { SyncSession } from './session.ts';

const PAGES_A_BATCH = 100;
/** Fewer, since each may bring fifty versions. */
const STORIES_A_BATCH = 10;
/** After so many attachments it is asked whether the run is to go on. */
const ATTACHMENTS_A_LOOK = 25;

/** Reason of a page for whose body a link stands. */
export const UNCONVERTED = 'body-not-converted';

/** What became of a rendered page; small, one for each page of the run. */
export interface RenderedPage {
  readonly links: readonly string[];
  readonly losses: number;
  /** Why its file could not be made; null: it was. */
  readonly failure: string | null;
  /** Its file holds other bytes than before, or stands newly. */
  readonly written: boolean;
  /** Why a link to the page stands for its body; null: the body stands. */
  readonly unconverted: string | null;
  readonly attachments: readonly AttachmentResult[];
}

type Body = StagedPage['page']['body'];

/** Replaces bodies by the same version in another format, where `formatFor` names one. */
async function withOtherBodies(
  source: ContentSource,
  staged: readonly StagedPage[],
  formatFor: (body: NonNullable<Body>, pageId: string) => NonNullable<Body>['format'] | null,
): Promise<readonly StagedPage[]> {
  const replaced = new Map<string, Body>();
  const byFormat = groupBy(
    staged.flatMap(({ page }) => {
      const format = page.body === null ? null : formatFor(page.body, page.id);
      return format === null ? [] : [{ id: page.id, version: page.version, format }];
    }),
    (one) => one.format,
  );
  for (const [format, pages] of byFormat) {
    const bodies = await source.readBodies(
      pages.map(({ id }) => id),
      format,
    );
    for (const { id, version } of pages) {
      const other = bodies.get(id);
      if (other?.version === version) replaced.set(id, other.body);
    }
  }
  return staged.map((one) => {
    const body = replaced.get(one.page.id);
    return body ? { ...one, page: { ...one.page, body } } : one;
  });
}

function isUnconverted(file: RenderedFile | Error): file is RenderedFile & { readonly unconverted: string } {
  return !(file instanceof Error) && file.unconverted !== null;
}

function batchesOf(writes: readonly PlannedWrite[], size: number): readonly (readonly PlannedWrite[])[] {
  const count = Math.ceil(writes.length / size);
  return Array.from({ length: count }, (_, at) => writes.slice(at * size, (at + 1) * size));
}

/** What all pages of a run are rendered against; made once. */
interface Ground {
  readonly structure: readonly TreeChange[];
  /** Files as structure and told pages leave them: path to blob. */
  readonly tree: Map<string, string>;
  readonly lookups: RenderLookups;
}

/** Gives the changes of a run one after another and keeps what the ledger has to know of each page. */
export class Rendering {
  readonly pages = new Map<string, RenderedPage>();
  readonly #session: SyncSession;
  readonly #reading: SourceReading;
  readonly #plan: RunPlan;
  readonly #repository: RepositoryState;
  readonly #attachments: ReadonlyMap<string, PageAttachments>;
  readonly #learned: Learned;
  readonly #results = new Map<string, AttachmentResult[]>();
  #ground: Promise<Ground> | null = null;

  constructor(
    session: SyncSession,
    reading: SourceReading,
    plan: RunPlan,
    repository: RepositoryState,
    attachments: ReadonlyMap<string, PageAttachments>,
  ) {
    this.#session = session;
    this.#reading = reading;
    this.#plan = plan;
    this.#repository = repository;
    this.#attachments = attachments;
    this.#learned = new Learned(session, reading.all);
  }

  #stand(): Promise<Ground> {
    this.#ground ??= this.#prepare();
    return this.#ground;
  }

  async #prepare(): Promise<Ground> {
    const { context, input, root } = this.#session;
    const structure = structureChanges({
      plan: this.#plan.outcome.plan,
      mirrorRoot: root,
      tree: this.#repository.tree,
      ledger: this.#plan.ledger,
      attachments: new Map([...this.#attachments].map(([id, { placed }]) => [id, placed.map(({ path }) => path)])),
    });
    const spaces = await context.ports.ledger.spaces(input.orgId, input.connectionId);
    return {
      structure,
      tree: new Map(treeAfter(this.#repository.tree, structure)),
      lookups: lookupsFor(this.#plan, spaces, this.#attachments, this.#learned),
    };
  }

  /** Renames and removals: what comes before any write. */
  async places(): Promise<readonly TreeChange[]> {
    return (await this.#stand()).structure;
  }

  /** Versions of the told pages, each by its author. Their files are left out of `changes` then. */
  async *states(stories: PageStories): AsyncGenerator<AuthoredFile> {
    const { lookups, tree } = await this.#stand();
    const writes = this.#plan.outcome.plan.writes.filter(({ page }) => stories.told.has(page.id));
    for (const batch of batchesOf(writes, STORIES_A_BATCH)) {
      await this.#session.goOn();
      await this.#session.progress('rendering', { written: this.pages.size });
      const staged = await this.#load(batch);
      const pasts = new Map<string, readonly PageVersion[]>();
      await Promise.all(batch.map(async ({ page }) => void pasts.set(page.id, await stories.between(page))));
      for (const { editorId } of batch.map(({ page }) => page)) if (editorId) this.#learned.nameOf(editorId);
      for (const { authorId } of [...pasts.values()].flat()) if (authorId) this.#learned.nameOf(authorId);
      for (const [write, file] of await this.#render(batch, staged, lookups)) {
        if (this.#keep(write, file) === null || file instanceof Error) continue;
        const one = staged.find(({ page }) => page.id === write.page.id);
        let last = tree.get(write.path);
        for (const state of [
          ...(one ? this.#past(write, one, pasts.get(write.page.id) ?? [], lookups) : []),
          this.#authored(write.page, file, '', write.edits),
        ]) {
          const blob = blobHash(state.content);
          if (blob !== last) yield state;
          last = blob;
        }
        if (last !== undefined) tree.set(write.path, last);
      }
      this.#session.context.reach('sync:told');
    }
  }

  #authored(page: PageMeta, file: RenderedFile, note: string, edits: readonly HandEdit[] = []): AuthoredFile {
    const { connection, input } = this.#session;
    const heldBy = this.#repository.head;
    const name = page.editorId === null ? undefined : this.#learned.nameOf(page.editorId);
    return {
      path: file.path,
      content: file.content,
      at: page.modifiedAt,
      author: authorOf(page.editorId, name, connection.connector),
      message: versionMessage({ runId: input.runId, source: connection.connector, page, note, edits, heldBy }),
    };
  }

  /** Earlier versions as files of today's place; one that cannot be shown any more is left out. */
  #past(write: PlannedWrite, staged: StagedPage, versions: readonly PageVersion[], lookups: RenderLookups) {
    const toMarkdown = this.#session.source.toMarkdown.bind(this.#session.source);
    return versions.flatMap(({ number, title, createdAt, authorId, note, body }): AuthoredFile[] => {
      const meta = { ...staged.page, version: number, title, modifiedAt: createdAt, editorId: authorId };
      const { labels } = staged;
      const sourceHash = sourceHashOf(meta, labels);
      try {
        const request = { page: { ...meta, body }, labels, path: write.path, sourceHash, lookups, toMarkdown };
        return [this.#authored(meta, renderFile(request), note)];
      } catch {
        return [];
      }
    });
  }

  /** Keeps what became of a page; null where its file could not be made. */
  #keep(write: PlannedWrite, file: RenderedFile | Error): AttachmentResult[] | null {
    const attachments: AttachmentResult[] = [];
    if (file instanceof Error) {
      const nothing = { links: [], losses: 0, unconverted: null, written: false };
      this.pages.set(write.page.id, { ...nothing, failure: file.message, attachments });
      return null;
    }
    const { links, losses, unconverted } = file;
    const written = this.#repository.tree.get(write.from ?? write.path) !== blobHash(file.content);
    const page = { links, losses: losses.length, failure: null, unconverted, written, attachments };
    this.pages.set(write.page.id, page);
    this.#results.set(write.page.id, attachments);
    return attachments;
  }

  /** Files that are not told already: pages in batches, attachments one by one. */
  async *changes(): AsyncGenerator<TreeChange> {
    const session = this.#session;
    const { root, context } = session;
    const { lookups, tree } = await this.#stand();
    const writes = this.#plan.outcome.plan.writes.filter((write) => write.render && !this.pages.has(write.page.id));
    const batches = batchesOf(writes, PAGES_A_BATCH);
    let next = this.#load(batches[0]);
    for (const [at, batch] of batches.entries()) {
      const staged = await next;
      // The database reads the bodies of the next batch while this one is rendered and written.
      next = this.#load(batches[at + 1]);
      await session.goOn();
      await session.progress('rendering', { written: this.pages.size });
      for (const [write, file] of await this.#render(batch, staged, lookups)) {
        if (this.#keep(write, file) === null || file instanceof Error) continue;
        const change = writeChange(file, tree, root);
        if (change !== null) yield change;
      }
      context.reach('sync:rendered');
    }
    yield* this.#attachmentChanges(tree, this.#results);
  }

  #load(batch: readonly PlannedWrite[] | undefined): Promise<readonly StagedPage[]> {
    if (batch === undefined) return Promise.resolve([]);
    const { context, input } = this.#session;
    const ids = batch.map((write) => write.page.id);
    const loading = context.ports.ledger.stagedPages(input.orgId, input.runId, ids);
    // A failure is thrown where it is waited for, also where another one comes first.
    loading.catch(() => undefined);
    return loading;
  }

  async #render(
    batch: readonly PlannedWrite[],
    loaded: readonly StagedPage[],
    lookups: RenderLookups,
  ): Promise<readonly (readonly [PlannedWrite, RenderedFile | Error])[]> {
    const { source } = this.#session;
    const staged = await withOtherBodies(source, loaded, (body) => source.needsOtherBody(body));
    let byId = new Map(staged.map((one) => [one.page.id, one]));
    const toMarkdown = source.toMarkdown.bind(source);
    const renderOne = (write: PlannedWrite): RenderedFile | Error => {
      const one = byId.get(write.page.id) ?? { page: { ...write.page, body: null }, labels: [] };
      const sourceHash = this.#plan.outcome.hashes.get(write.page.id) ?? '';
      try {
        const comments = this.#plan.comments.get(write.page.id) ?? [];
        const { page, labels } = one;
        return renderFile({ page, labels, path: write.path, sourceHash, comments, lookups, toMarkdown });
      } catch (error) {
        return toProblem(error);
      }
    };
    const render = () => batch.map((write) => [write, renderOne(write)] as const);
    let files = render();
    const refused = new Set(files.flatMap(([write, file]) => (isUnconverted(file) ? [write.page.id] : [])));
    if (refused.size > 0) {
      const others = await withOtherBodies(
        source,
        staged.filter(({ page }) => refused.has(page.id)),
        (body) => (body.format === 'storage' ? null : 'storage'),
      );
      byId = new Map([...byId, ...others.map((one) => [one.page.id, one] as const)]);
      files = render();
    }
    // Names and places that the first pass asked for in vain are known to the second.
    if (await this.#learned.learn()) files = render();
    return files.map(([write, file]) => [write, this.#keptOr(write, file)] as const);
  }

  /** What stands is worth more than a link in its place. */
  #keptOr(write: PlannedWrite, file: RenderedFile | Error): RenderedFile | Error {
    const before = this.#plan.ledger.get(write.page.id);
    if (!isUnconverted(file) || !before?.path || before.reason === UNCONVERTED) return file;
    return new Error(file.unconverted);
  }

  /**
   * Attachments of all pages, a few read ahead: most pages have none, and each would be waited for alone beside its
   * page. What became of each goes into `results`.
   */
  async *#attachmentChanges(
    tree: ReadonlyMap<string, string>,
    results: ReadonlyMap<string, AttachmentResult[]>,
  ): AsyncGenerator<TreeChange> {
    const wanted: PlacedAttachment[] = [];
    for (const [pageId, own] of results)
      for (const one of this.#attachments.get(pageId)?.placed ?? [])
        if (one.blob !== null && tree.get(one.path) === one.blob)
          own.push({ placed: one, blob: one.blob, problem: null, retry: false });
        else wanted.push(one);
    const { maxBytes } = this.#reading.scope.attachments;
    let count = 0;
    for await (const { content, ...result } of readAttachments(this.#session, wanted, maxBytes)) {
      if (count % ATTACHMENTS_A_LOOK === 0) await this.#session.goOn();
      count += 1;
      results.get(result.placed.attachment.pageId)?.push(result);
      if (content === null) continue;
      const change = writeChange({ path: result.placed.path, content }, tree, this.#session.root);
      if (change !== null) yield change;
      this.#session.context.reach('sync:attachment');
    }
  }
}
