import type { TreeChange } from '../../core/mirror-file.ts';
import type { PlannedWrite } from '../../core/plan.ts';
import type { StagedPage } from '../../core/ports/page-ledger.ts';
import { toProblem } from '../../core/problem.ts';
import type { ContentSource } from '../../core/roles/content-source.ts';
import { treeAfter, writeChange } from '../../pipeline/publish/changes.ts';
import { structureChanges } from '../../pipeline/publish/index.ts';
import { type RenderedFile, type RenderLookups, renderFile } from '../../pipeline/render/index.ts';
import { type AttachmentResult, type PageAttachments, type PlacedAttachment, readAttachments } from './attachments.ts';
import { Learned, lookupsFor } from './lookups.ts';
import { groupBy } from './marks.ts';
import type { RepositoryState, RunPlan, SourceReading } from './plan-run.ts';
import type { SyncSession } from './session.ts';

const PAGES_A_BATCH = 100;
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

function batchesOf(writes: readonly PlannedWrite[]): readonly (readonly PlannedWrite[])[] {
  const count = Math.ceil(writes.length / PAGES_A_BATCH);
  return Array.from({ length: count }, (_, at) => writes.slice(at * PAGES_A_BATCH, (at + 1) * PAGES_A_BATCH));
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
    this.#learned = new Learned(session);
  }

  /** Renames and removals, then files: pages in batches, attachments one by one. */
  async *changes(): AsyncGenerator<TreeChange> {
    const session = this.#session;
    const { context, input, root } = session;
    const { plan } = this.#plan.outcome;
    const structure = structureChanges({
      plan,
      mirrorRoot: root,
      tree: this.#repository.tree,
      ledger: this.#plan.ledger,
      attachments: new Map([...this.#attachments].map(([id, { placed }]) => [id, placed.map(({ path }) => path)])),
    });
    yield* structure;
    const tree = treeAfter(this.#repository.tree, structure);
    const spaces = await context.ports.ledger.spaces(input.orgId, input.connectionId);
    const lookups = lookupsFor(this.#plan, spaces, this.#attachments, this.#learned);
    const writes = plan.writes.filter((write) => write.render);
    const batches = batchesOf(writes);
    const results = new Map<string, AttachmentResult[]>();
    let next = this.#load(batches[0]);
    for (const [at, batch] of batches.entries()) {
      const staged = await next;
      // The database reads the bodies of the next batch while this one is rendered and written.
      next = this.#load(batches[at + 1]);
      await session.goOn();
      await session.progress('rendering', { written: at * PAGES_A_BATCH });
      for (const [write, file] of await this.#render(batch, staged, lookups)) {
        const attachments: AttachmentResult[] = [];
        if (file instanceof Error) {
          this.pages.set(write.page.id, {
            links: [],
            losses: 0,
            failure: file.message,
            unconverted: null,
            attachments,
          });
          continue;
        }
        const change = writeChange(file, tree, root);
        if (change !== null) yield change;
        const { links, losses, unconverted } = file;
        this.pages.set(write.page.id, { links, losses: losses.length, failure: null, unconverted, attachments });
        results.set(write.page.id, attachments);
      }
      context.reach('sync:rendered');
    }
    yield* this.#attachmentChanges(tree, results);
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
