import type { TreeChange } from '../../core/mirror-file.ts';
import type { PlannedWrite } from '../../core/plan.ts';
import type { StagedPage } from '../../core/ports/page-ledger.ts';
import { toProblem } from '../../core/problem.ts';
import type { ContentSource } from '../../core/roles/content-source.ts';
import { treeAfter, writeChange } from '../../pipeline/publish/changes.ts';
import { structureChanges } from '../../pipeline/publish/index.ts';
import { type RenderedFile, type RenderLookups, renderFile } from '../../pipeline/render/index.ts';
import { type AttachmentResult, type PageAttachments, readAttachments } from './attachments.ts';
import { Learned, lookupsFor } from './lookups.ts';
import { groupBy } from './marks.ts';
import type { RepositoryState, RunPlan, SourceReading } from './plan-run.ts';
import type { SyncSession } from './session.ts';

const PAGES_A_BATCH = 100;

/** What became of a rendered page; small, one for each page of the run. */
export interface RenderedPage {
  readonly links: readonly string[];
  readonly losses: number;
  /** Why its file could not be made; null: it was. */
  readonly failure: string | null;
  readonly attachments: readonly AttachmentResult[];
}

/** Replaces bodies whose format lost something by the same version in another one. */
async function completeBodies(source: ContentSource, staged: readonly StagedPage[]): Promise<readonly StagedPage[]> {
  const needs = new Map<string, StagedPage['page']['body']>();
  const byFormat = groupBy(
    staged.flatMap(({ page }) => {
      const format = page.body === null ? null : source.needsOtherBody(page.body);
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
      if (other?.version === version) needs.set(id, other.body);
    }
  }
  return staged.map((one) => {
    const body = needs.get(one.page.id);
    return body ? { ...one, page: { ...one.page, body } } : one;
  });
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
    for (let at = 0; at < writes.length; at += PAGES_A_BATCH) {
      await session.goOn();
      await session.progress('rendering', { written: at });
      const batch = writes.slice(at, at + PAGES_A_BATCH);
      for (const [write, file] of await this.#render(batch, lookups)) {
        const attachments: AttachmentResult[] = [];
        if (file instanceof Error) {
          this.pages.set(write.page.id, { links: [], losses: 0, failure: file.message, attachments });
          continue;
        }
        const change = writeChange(file, tree, root);
        if (change !== null) yield change;
        yield* this.#attachmentChanges(write, tree, attachments);
        const { links, losses } = file;
        this.pages.set(write.page.id, { links, losses: losses.length, failure: null, attachments });
      }
      context.reach('sync:rendered');
    }
  }

  async #render(
    batch: readonly PlannedWrite[],
    lookups: RenderLookups,
  ): Promise<readonly (readonly [PlannedWrite, RenderedFile | Error])[]> {
    const { context, input, source } = this.#session;
    const ids = batch.map((write) => write.page.id);
    const staged = await completeBodies(source, await context.ports.ledger.stagedPages(input.orgId, input.runId, ids));
    const byId = new Map(staged.map((one) => [one.page.id, one]));
    const toMarkdown = source.toMarkdown.bind(source);
    const renderOne = (write: PlannedWrite): RenderedFile | Error => {
      const one = byId.get(write.page.id) ?? { page: { ...write.page, body: null }, labels: [] };
      const sourceHash = this.#plan.outcome.hashes.get(write.page.id) ?? '';
      try {
        return renderFile({ page: one.page, labels: one.labels, path: write.path, sourceHash, lookups, toMarkdown });
      } catch (error) {
        return toProblem(error);
      }
    };
    let files = batch.map((write) => [write, renderOne(write)] as const);
    // Names and places that the first pass asked for in vain are known to the second.
    if (await this.#learned.learn()) files = batch.map((write) => [write, renderOne(write)] as const);
    return files;
  }

  async *#attachmentChanges(
    write: PlannedWrite,
    tree: ReadonlyMap<string, string>,
    results: AttachmentResult[],
  ): AsyncGenerator<TreeChange> {
    const { placed = [] } = this.#attachments.get(write.page.id) ?? {};
    const wanted = [];
    for (const one of placed)
      if (one.blob !== null && tree.get(one.path) === one.blob)
        results.push({ placed: one, blob: one.blob, problem: null, retry: false });
      else wanted.push(one);
    const { maxBytes } = this.#reading.scope.attachments;
    for await (const { content, ...result } of readAttachments(this.#session, wanted, maxBytes)) {
      results.push(result);
      if (content === null) continue;
      const change = writeChange({ path: result.placed.path, content }, tree, this.#session.root);
      if (change !== null) yield change;
      this.#session.context.reach('sync:attachment');
    }
  }
}
