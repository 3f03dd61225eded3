import { titleKey } from '../../config/index.ts';
import type { Attachment, Space } from '../../core/page.ts';
import type { LedgerPage } from '../../core/ports/page-ledger.ts';
import type { RenderLookups } from '../../pipeline/render/index.ts';
import type { PageAttachments } from './attachments.ts';
import type { RunPlan } from './plan-run.ts';
import type { SyncSession } from './session.ts';

type KnownAttachment = Attachment & { readonly path: string | null };

/** What only some bodies ask for: names of people, attachments of pages that are not rendered. */
export class Learned {
  readonly #names = new Map<string, string | null>();
  readonly #attachments = new Map<string, readonly KnownAttachment[]>();
  readonly #people = new Set<string>();
  readonly #pages = new Set<string>();
  readonly #session: SyncSession;
  readonly #afresh: boolean;

  /** `afresh`: names are asked of the source again, though they are known. */
  constructor(session: SyncSession, afresh: boolean) {
    this.#session = session;
    this.#afresh = afresh;
  }

  nameOf(id: string): string | undefined {
    const name = this.#names.get(id);
    if (name === undefined) this.#people.add(id);
    return name ?? undefined;
  }

  attachmentsOf(pageId: string): readonly KnownAttachment[] {
    const known = this.#attachments.get(pageId);
    if (known === undefined) this.#pages.add(pageId);
    return known ?? [];
  }

  /** Learns what was asked for in vain since the last call; false where nothing was. */
  async learn(): Promise<boolean> {
    const people = [...this.#people];
    const pages = [...this.#pages];
    this.#people.clear();
    this.#pages.clear();
    if (people.length > 0) await this.#learnPeople(people);
    if (pages.length > 0) {
      const { context, input } = this.#session;
      const rows = await context.ports.ledger.attachments(input.orgId, input.connectionId, pages);
      for (const id of pages)
        this.#attachments.set(
          id,
          rows.filter((row) => row.pageId === id),
        );
    }
    return people.length > 0 || pages.length > 0;
  }

  async #learnPeople(ids: readonly string[]): Promise<void> {
    const { context, input, source } = this.#session;
    const { ledger } = context.ports;
    const known = await ledger.people(input.orgId, input.connectionId, ids);
    for (const [id, name] of known) this.#names.set(id, name);
    const unknown = this.#afresh ? ids : ids.filter((id) => !known.has(id));
    if (unknown.length > 0) {
      const people = await source.readPeople(unknown);
      await ledger.savePeople(input.orgId, input.connectionId, people);
      for (const { id, name } of people) this.#names.set(id, name);
    }
    for (const id of ids) if (!this.#names.has(id)) this.#names.set(id, null);
  }
}

/** Pages by the keys of their titles; of several, one that has a file, and then the one with the lowest id. */
function titlesOf(rows: readonly LedgerPage[], stands: (pageId: string) => boolean): ReadonlyMap<string, string> {
  const rank = ({ pageId }: LedgerPage) => Number(stands(pageId));
  const inOrder = [...rows].sort((a, b) => rank(a) - rank(b) || (a.pageId < b.pageId ? 1 : -1));
  return new Map(inOrder.map((row) => [titleKey(row.spaceKey, row.title), row.pageId]));
}

/** What the bodies of a run point at. */
export function lookupsFor(
  plan: RunPlan,
  spaces: readonly Space[],
  attachments: ReadonlyMap<string, PageAttachments>,
  learned: Learned,
): RenderLookups {
  const { paths } = plan.outcome;
  // What this run happens to have read, or an earlier one knew, must not show in a file: only what the scope chooses does.
  const known = new Map(plan.ledger);
  for (const row of plan.outcome.ledger) known.set(row.pageId, row);
  for (const id of plan.outcome.forget) known.delete(id);
  let byTitle: ReadonlyMap<string, string> | undefined;
  const spaceUrls = new Map(spaces.map((space) => [space.key, space.url]));
  return {
    pathOf: (id) => paths.get(id),
    pageByTitle: (spaceKey, title) => {
      // Few bodies name pages so, and a large mirror has many titles.
      byTitle ??= titlesOf([...known.values()], (id) => paths.has(id));
      return byTitle.get(titleKey(spaceKey, title));
    },
    titleOf: (id) => known.get(id)?.title,
    urlOf: (id) => known.get(id)?.url ?? undefined,
    spaceUrl: (key) => spaceUrls.get(key),
    attachmentPath: ({ pageId, fileName, fileId }) => {
      const own = attachments.get(pageId)?.placed.map(({ attachment, path }) => ({ ...attachment, path }));
      const held = own ?? (paths.has(pageId) ? learned.attachmentsOf(pageId) : []);
      const found =
        held.find((one) => fileId !== undefined && (one.fileId === fileId || one.id === fileId)) ??
        held.find((one) => fileName !== undefined && one.fileName === fileName);
      return found?.path ?? undefined;
    },
    attachmentName: ({ pageId, fileId }) => {
      const own = attachments.get(pageId);
      const known = own
        ? [...own.placed.map(({ attachment }) => attachment), ...own.others]
        : paths.has(pageId)
          ? learned.attachmentsOf(pageId)
          : [];
      return known.find((one) => fileId !== undefined && (one.fileId === fileId || one.id === fileId))?.fileName;
    },
    personName: (id) => learned.nameOf(id),
  };
}
