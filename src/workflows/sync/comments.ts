import type { PageComment, PageMeta } from '../../core/page.ts';
import type { Scope } from '../../core/scope.ts';
import { commentsShown } from '../../pipeline/render/index.ts';
import { commentsHashOf } from '../../pipeline/sync/index.ts';
import { groupBy } from './marks.ts';
import type { SyncSession } from './session.ts';

/** The comments of the pages of a run, as far as its scope shows them. They are kept in memory until it ends. */
export class CommentBook {
  readonly shown = new Map<string, readonly PageComment[]>();
  readonly #read = new Set<string>();
  readonly #session: SyncSession;
  readonly #scope: Scope;

  constructor(session: SyncSession, scope: Scope) {
    this.#session = session;
    this.#scope = scope;
  }

  #wants({ kind }: PageMeta): boolean {
    const chosen = (this.#scope.comments ?? 'none') !== 'none' && this.#session.source.listComments !== undefined;
    return chosen && (kind === 'page' || kind === 'blog');
  }

  /** Reads the comments of pages that were not asked for before. A failure is never "no comments". */
  async read(pages: readonly PageMeta[]): Promise<void> {
    const ids = pages.filter((page) => this.#wants(page) && !this.#read.has(page.id)).map(({ id }) => id);
    if (ids.length === 0) return;
    const listed = (await this.#session.source.listComments?.(ids)) ?? [];
    for (const id of ids) this.#read.add(id);
    for (const [id, some] of groupBy(listed, (comment) => comment.pageId)) {
      const shown = commentsShown(some, this.#scope.comments ?? 'none');
      if (shown.length > 0) this.shown.set(id, shown);
    }
  }

  /** What a plan compares; nothing where the scope shows no comments. */
  hashOf(page: PageMeta): { readonly commentsHash?: string } {
    return this.#wants(page) ? { commentsHash: commentsHashOf(this.shown.get(page.id) ?? []) } : {};
  }
}
